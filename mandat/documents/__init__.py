"""Files put at a client's disposal, and the office's guides."""

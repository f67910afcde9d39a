"""What the office asks a firm to settle."""

"""What the face of Mandat promises."""

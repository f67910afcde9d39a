"""The deterministic demonstration world."""

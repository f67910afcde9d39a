"""Programs that measure; how to run them and what they found: README.md."""

"""The official controls, one module for each family of blocks."""

"""Rules over several declarations of one establishment: see `README.md`."""

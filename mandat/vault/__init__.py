"""Encryption at rest, keyed hashes, encrypted files, and the one door to the job queue."""

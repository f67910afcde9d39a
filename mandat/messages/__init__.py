"""Threads between a firm and the office."""

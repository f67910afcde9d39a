"""Mandat as a person meets it: a real server, a real worker, a real Chromium."""

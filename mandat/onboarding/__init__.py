"""Adding clients with proof or affiliation, and taking them off the list."""

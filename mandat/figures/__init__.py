"""Key figures of a client, from the declarations received."""

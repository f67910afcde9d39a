"""The project's own small tables of the DSN norms, and the program that derives them."""

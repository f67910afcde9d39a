"""The forms of the app: adding a client, asking an office and its answer."""

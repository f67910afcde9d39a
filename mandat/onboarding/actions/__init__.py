"""The verbs of the app: adding, asking, deciding, leaving."""

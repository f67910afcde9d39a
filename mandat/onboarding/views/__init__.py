"""The pages of the app: adding, leaving, requests of the firm, requests at the office."""

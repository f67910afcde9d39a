"""The client page: header, four tabs, and the applications opened in the client's file."""

"""Pages that join apps: dashboard, search, client page, the office's desk."""

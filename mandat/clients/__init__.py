"""The engagements of a firm: clients, their services, portfolios and contacts."""

"""Registers the app."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """The engagements of a firm: clients, their services, portfolios and contacts."""

    name = "mandat.clients"
    label = "clients"

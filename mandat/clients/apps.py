"""Registers the app."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """The engagements of a firm: clients, their services, portfolios and contacts."""

    name = "mandat.clients"
    label = "clients"

    def ready(self) -> None:
        """What is done about a client says for whom, where somebody is covered for."""
        from mandat.clients.covering import covered_for
        from mandat.firms.audit import ask_who_is_covered

        ask_who_is_covered(covered_for)

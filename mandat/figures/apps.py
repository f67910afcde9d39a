"""Registers the app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Key figures of a client, from the declarations received."""

    name = "mandat.figures"
    label = "figures"

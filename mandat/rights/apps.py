"""Registers the app."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Changes of rights: planned, shown, carried out, undone."""

    name = "mandat.rights"
    label = "rights"

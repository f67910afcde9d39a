"""Registers the app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """What the office asks a firm to settle."""

    name = "mandat.incidents"
    label = "incidents"

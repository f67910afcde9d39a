"""Registers the app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages that join apps: dashboard, search, client page, the office's desk."""

    name = "mandat.desk"
    label = "desk"

"""Registers the app."""

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    """Declarations received, their amounts, figures and anomalies."""

    name = "mandat.declarations"
    label = "declarations"

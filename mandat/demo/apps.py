"""Registers the app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The deterministic demonstration world."""

    name = "mandat.demo"
    label = "demo"

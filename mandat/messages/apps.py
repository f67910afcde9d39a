"""Registers the app."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Threads between a firm and the office."""

    name = "mandat.messages"
    label = "threads"

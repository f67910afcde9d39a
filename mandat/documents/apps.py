"""Registers the app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files put at a client's disposal, and the office's guides."""

    name = "mandat.documents"
    label = "documents"

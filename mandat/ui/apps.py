"""Tells Django where the face of Mandat lives."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and template tags; no models."""

    name = "mandat.ui"
    label = "ui"
    verbose_name = "Interface"

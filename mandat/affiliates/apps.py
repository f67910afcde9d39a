"""Registers the app."""

from django.apps import AppConfig


class AffiliatesConfig(AppConfig):
    """What the office knows: affiliates, their accounts, amounts due, contacts."""

    name = "mandat.affiliates"
    label = "affiliates"

"""Registers the app."""

from django.apps import AppConfig


class AffiliatesConfig(AppConfig):
    """What the office knows: companies and persons, their accounts, amounts due, establishments, contacts."""

    name = "mandat.affiliates"
    label = "affiliates"

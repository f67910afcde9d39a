"""Registers the app."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """Adding clients with proof or affiliation, and taking them off the list."""

    name = "mandat.onboarding"
    label = "onboarding"

"""The closed lists of the app that are not about rights."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    """The countries whose social security Mandat speaks."""

    FRANCE = "FR", _("France")
    BELGIUM = "BE", _("Belgium")


class ProofPolicy(models.TextChoices):
    """What an office asks for before a firm sees a company."""

    DECLARATION = "declaration", _("The amount and account of the last declaration")
    CONFIRMATION = "confirmation", _("A confirmation by the client's contact person")
    NONE = "none", _("Nothing: the firm runs Mandat for itself")


class Language(models.TextChoices):
    """The languages of the interface and of correspondence."""

    FRENCH = "fr", _("French")
    DUTCH = "nl", _("Dutch")
    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")

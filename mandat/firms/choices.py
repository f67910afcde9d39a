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


class AccessOutcome(models.TextChoices):
    """What became of a member's request to see more."""

    WAITING = "waiting", _("Waiting for an answer")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReadingKind(models.TextChoices):
    """What kind of personal data was shown."""

    CLIENT = "client", _("A client's page")
    LIST = "list", _("A list of clients")
    SEARCH = "search", _("A search")
    DECLARATION = "declaration", _("A declaration or its anomalies")
    DOCUMENT = "document", _("A document")
    MESSAGES = "messages", _("A conversation")
    FIGURES = "figures", _("Key figures")
    NATIONAL_NUMBER = "national_number", _("A national number in full")
    EXPORT = "export", _("A list taken out")
    RIGHTS = "rights", _("Who sees what")
    LOG = "log", _("The log")


class AlarmKind(models.TextChoices):
    """Why somebody should look."""

    BULK_READING = "bulk_reading", _("Much was read in a short time")
    BULK_STOPPED = "bulk_stopped", _("Reading was stopped at the limit")
    NEW_DEVICE = "new_device", _("An administrator signed in from a new device")
    CHAIN_BROKEN = "chain_broken", _("The log does not fit its chain")

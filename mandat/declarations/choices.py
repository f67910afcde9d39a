"""The closed lists of declarations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileState(models.TextChoices):
    """How far the reading of a dropped file has come."""

    RECEIVED = "received", _("Received")
    READING = "reading", _("Being read")
    READ = "read", _("Read")
    FAILED = "failed", _("Not read")


class AnomalyState(models.TextChoices):
    """Where an anomaly stands."""

    OPEN = "open", _("To correct")
    CORRECTED = "corrected", _("Corrected by a later declaration")
    SET_ASIDE = "set_aside", _("Set aside")


class AnomalyLevel(models.TextChoices):
    """What an anomaly does to the declaration."""

    BLOCKING = "blocking", _("Blocking")
    SIGNAL = "signal", _("To check")
    INFO = "info", _("For information")

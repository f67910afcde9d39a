"""The closed lists of declarations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    CLOSED = "closed", pgettext_lazy("anomaly", "Closed")
    CONTINUED = "continued", _("Still there in the declaration that replaces it")
    SET_ASIDE = "set_aside", _("Set aside")


class Remedy(models.TextChoices):
    """How a later declaration corrected an anomaly."""

    REPLACED = "replaced", _("The declaration was replaced, and the fault is gone")
    CANCELLED = "cancelled", _("The declaration was cancelled")
    DIFFERENTIAL = "differential", _("A later declaration has lines of adjustment for this month")
    CRM = "crm", _("A later declaration answers a report of an organisation (CRM) for this month")

    EXPLAINED = "explained", _("A declaration received since then takes the reason away")

    @classmethod
    def by_lines(cls) -> tuple[str, str]:
        """Those that leave the declaration in force, and so may be mistaken."""
        return cls.DIFFERENTIAL, cls.CRM


class StepCause(models.TextChoices):
    """What moved an anomaly from one state to another."""

    FOUND = "found", _("Found")
    CONTINUED = "continued", _("Still there in the declaration that replaces it")
    REPLACED = Remedy.REPLACED.value, _("Corrected: the declaration was replaced")
    CANCELLED = Remedy.CANCELLED.value, _("Corrected: the declaration was cancelled")
    DIFFERENTIAL = Remedy.DIFFERENTIAL.value, _("Corrected by lines of adjustment")
    CRM = Remedy.CRM.value, _("Corrected in answer to a report of an organisation (CRM)")
    EXPLAINED = Remedy.EXPLAINED.value, _("Corrected: what was missing came, or was put right")
    RETURNED = "returned", _("To correct again: the reason is there again")
    WITHDRAWN = "withdrawn", _("To correct again: the lines of adjustment are no longer there")
    DEADLINE = "deadline", _("Closed by itself")
    SET_ASIDE = "set_aside", _("Set aside")
    CARRIED = "carried", _("Set aside as it was in the declaration replaced")
    REOPENED = "reopened", _("Taken up again")


class AnomalyLevel(models.TextChoices):
    """What an anomaly does to the declaration."""

    BLOCKING = "blocking", _("Blocking")
    SIGNAL = "signal", _("To check")
    INFO = "info", _("For information")

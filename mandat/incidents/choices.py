"""The closed lists of incidents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IncidentKind(models.TextChoices):
    """What the office asks to be settled."""

    UNPAID = "unpaid", _("Unpaid contribution")
    LATE = "late", _("Late contribution")
    MISSING = "missing", _("Declaration not received")
    LATE_DECLARATION = "late_declaration", _("Late declaration")
    REJECTED = "rejected", _("Payment rejected by the bank")
    MISMATCH = "mismatch", _("Payment different from the amount due")
    DOCUMENT = "document", _("Document asked for")


class Closure(models.TextChoices):
    """Who closed an incident and why; means nothing while it is open."""

    FIRM = "firm", _("Settled by the firm")
    OFFICE = "office", _("Settled by the office")
    WITHDRAWN = "withdrawn", _("Withdrawn by the office")


class StepKind(models.TextChoices):
    """What happened to an incident after it was opened."""

    SETTLED = "settled", _("Settled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REOPENED = "reopened", _("Reopened")
    ASSIGNED = "assigned", _("Given to somebody")

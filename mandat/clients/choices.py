"""The closed lists of a client."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClientKind(models.TextChoices):
    """What a client is, first of all."""

    EMPLOYER = "employer", _("Employer")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    COMPANY = "company", _("Company without employees")


class Attention(models.IntegerChoices):
    """How much a client asks for; lists are ordered by it."""

    FINE = 0, _("Up to date")
    WATCH = 1, _("To watch")
    ACT = 2, _("To settle")


class ServiceState(models.TextChoices):
    """Where a service stands for a client."""

    NONE = "none", _("Not asked for")
    ASKED = "asked", _("Asked for")
    PENDING = "pending", _("Waiting for confirmation")
    ACTIVE = "active", _("Open")
    ENDING = "ending", _("Ending")
    ENDED = "ended", _("Ended")


# Which state may follow which; everything else is refused (domain.md, "one machine").
TRANSITIONS: dict[ServiceState, frozenset[ServiceState]] = {
    ServiceState.NONE: frozenset({ServiceState.ASKED, ServiceState.ACTIVE}),
    ServiceState.ASKED: frozenset(
        {ServiceState.PENDING, ServiceState.ACTIVE, ServiceState.NONE, ServiceState.ENDED}
    ),
    ServiceState.PENDING: frozenset({ServiceState.ACTIVE, ServiceState.NONE, ServiceState.ENDED}),
    ServiceState.ACTIVE: frozenset({ServiceState.ENDING, ServiceState.ENDED}),
    ServiceState.ENDING: frozenset({ServiceState.ACTIVE, ServiceState.ENDED}),
    ServiceState.ENDED: frozenset({ServiceState.ASKED, ServiceState.ACTIVE}),
}

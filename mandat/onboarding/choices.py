"""The closed lists of requests to an office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What the office is asked to do with a number that it does not know, or must confirm."""

    AFFILIATION = "affiliation", _("Affiliation")
    TRANSFER = "transfer", _("Transfer from another fund")
    CONFIRMATION = "confirmation", _("Access to a known client")


class RequestState(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    REFLECTION = "reflection", _("In reflection")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFT: frozenset({RequestState.SENT, RequestState.CANCELLED}),
    RequestState.SENT: frozenset(
        {
            RequestState.REFLECTION,
            RequestState.ACCEPTED,
            RequestState.REFUSED,
            RequestState.CANCELLED,
        }
    ),
    RequestState.REFLECTION: frozenset(
        {RequestState.ACCEPTED, RequestState.REFUSED, RequestState.CANCELLED}
    ),
    RequestState.ACCEPTED: frozenset(),
    RequestState.REFUSED: frozenset(),
    RequestState.CANCELLED: frozenset(),
}

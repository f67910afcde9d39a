"""The end of a reflection: what the office accepted comes true by itself (L19)."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import transaction

from mandat.firms.scope import scope
from mandat.onboarding.actions.deciding import accept
from mandat.onboarding.choices import RequestState
from mandat.onboarding.models import Request

logger = logging.getLogger(__name__)


def end_reflections(*, at: datetime, today: date) -> int:
    """Put on their lists those whose days of reflection are over; how many.

    For the worker, which sees every firm. Each request is its own transaction: one that fails is
    logged by its id, keeps its state for the next time, and hinders no other.
    """
    over = Request.objects.filter(
        state=RequestState.REFLECTION, reflection_until__lte=today
    ).order_by("reflection_until", "pk")
    ended = 0
    for pk, firm_id, office_id in list(over.values_list("pk", "firm_id", "office_id")):
        try:
            with scope(firm_id=firm_id, office_id=office_id), transaction.atomic():
                ended += _end(pk, at=at, today=today)
        except Exception as error:  # noqa: BLE001  # whatever it is, the others go on
            # Its type alone, no traceback: a database's error may quote a number.
            failed = type(error).__name__
            logger.error("request %s: reflection not ended: %s", pk, failed)  # noqa: TRY400  # so
    return ended


def _end(pk: int, *, at: datetime, today: date) -> bool:
    """Accept a request, unless it was withdrawn, refused or accepted since it was found."""
    waiting = Request.objects.select_for_update().filter(
        pk=pk, state=RequestState.REFLECTION, reflection_until__lte=today
    )
    request = waiting.first()
    if request is None:
        return False
    accept(request, "", by=None, at=at, today=today)
    return True

"""Saves what became of anomalies: the rows and their steps, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from mandat.declarations.models import Anomaly, AnomalyStep, Declaration
from mandat.lib.dates import Month, dsn_deadline

_MOVED: Final = (
    "state", "state_at", "state_by", "reason", "correction", "corrected_by", "closes_at",
    "continues_in",
)  # fmt: skip
_CHUNK: Final = 500
_YEAR: Final = timedelta(days=366)


def keep(steps: Iterable[AnomalyStep]) -> int:
    """Save the anomalies that these steps moved, and the steps; how many steps."""
    kept = list(steps)
    if not kept:
        return 0
    moved = {step.anomaly_id: step.anomaly for step in kept}
    Anomaly.objects.bulk_update(moved.values(), _MOVED, batch_size=_CHUNK)
    AnomalyStep.objects.bulk_create(kept, batch_size=_CHUNK)
    return len(kept)


def closing_of(declaration: Declaration, *, at: datetime) -> datetime:
    """When what this declaration corrects at `at` closes by itself.

    Until the deadline of its own month it may be replaced, without the correction: the later of
    the legal deadlines is meant, so that nothing closes too early. And some days are left to look
    at what was recognised (`MANDAT_ANOMALY_CLOSING_DAYS`); the later of the two counts.
    """
    days = at + timedelta(days=settings.MANDAT_ANOMALY_CLOSING_DAYS)
    if declaration.nature != "01" or declaration.month is None:
        return days
    try:
        due = dsn_deadline(Month.of(declaration.month), headcount=0, paid_same_month=False)
    except (LookupError, ValueError):
        return days
    return max(days, due) if due - at < _YEAR else days  # a month far off is nonsense

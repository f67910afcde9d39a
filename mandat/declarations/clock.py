"""The legal clock of a declaration: until when which sort of correction is possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mandat.lib.dates import (
    PARIS,
    Month,
    amend_until,
    dsn_deadline,
    dsn_reminder_month,
    dsn_substitution_month,
)

_DAY: Final = timedelta(days=1)
_LAST_YEAR: Final = 2100  # a file that declares beyond says nonsense


@dataclass(frozen=True, slots=True)
class Step:
    """One way of correcting: `amend`, `next`, `reminder` or `substitution`, and its last day.

    `is_month`: only the month is known. `days_left` is negative once it is past.
    """

    key: str
    day: date
    is_month: bool
    days_left: int
    is_current: bool = False

    @property
    def is_past(self) -> bool:
        """Whether it can no longer be done."""
        return self.days_left < 0


def clock_of(month: date | None, *, monthly: bool, headcount: int, now: datetime) -> list[Step]:
    """The steps in their order, the one to use now marked; none where the month is nonsense.

    A declaration does not say whether wages are paid in the month they are earned: from 50
    employees on the earlier deadline is shown, so that nobody is told a day too late.
    """
    if month is None or month.year > _LAST_YEAR:
        return []
    declared, today = Month.of(month), now.astimezone(PARIS).date()
    early = {"headcount": headcount, "paid_same_month": True}
    try:
        last_day = amend_until(declared, **early).date() - _DAY  # type: ignore[arg-type]  # an int and a bool
        steps = [("amend", last_day, False)] if monthly else []
        carrier = declared.next
        while dsn_deadline(carrier, **early) < now:  # type: ignore[arg-type]  # an int and a bool
            carrier = max(carrier.next, Month.of(today).previous)
        steps.append(("next", dsn_deadline(carrier, **early).date(), False))  # type: ignore[arg-type]  # an int and a bool
    except LookupError:
        return []
    steps.append(("reminder", dsn_reminder_month(month.year).last_day, True))
    steps.append(("substitution", dsn_substitution_month(month.year).last_day, True))
    return _marked(steps, today)


def _marked(steps: list[tuple[str, date, bool]], today: date) -> list[Step]:
    marked, found = [], False
    for key, day, is_month in steps:
        left = (day - today).days
        marked.append(Step(key, day, is_month, left, is_current=left >= 0 and not found))
        found = found or left >= 0
    return marked

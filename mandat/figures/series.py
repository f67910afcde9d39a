"""A client's months, added up from the declarations in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from mandat.clients.models import Client
from mandat.declarations.models import Declaration
from mandat.firms.models import Member
from mandat.lib.dates import Month

HEALTH_FLOOR = 5  # domain.md: a client's own health figures need at least five workers


@dataclass(frozen=True)
class MonthFigures:
    """One month of a client: euro cents, people, days; `declared` is false for a missing month."""

    month: date
    declared: bool
    gross_cents: int = 0
    headcount: int = 0
    full_time_hundredths: int = 0
    entries: int = 0
    exits: int = 0
    absence_days: int = 0
    calendar_days: int = 0

    @property
    def absence_rate(self) -> float | None:
        """Calendar days away ÷ calendar days of the people present; None without people."""
        return self.absence_days / self.calendar_days if self.calendar_days else None


@dataclass(frozen=True)
class Series:
    """Consecutive months, the oldest first; empty when nothing was ever declared."""

    months: tuple[MonthFigures, ...]
    has_tests: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.months)

    @property
    def last(self) -> MonthFigures:
        """The newest month declared."""
        return self.months[-1]

    @property
    def health_may_be_shown(self) -> bool:
        """Whether every month shown covers enough people for nobody to be recognised."""
        declared = [month for month in self.months if month.declared]
        return bool(declared) and min(m.headcount for m in declared) >= HEALTH_FLOOR


def monthly(client: Client, member: Member, *, months: int = 12) -> Series:
    """The last `months` months up to the newest one declared; one query.

    Establishments and fractions of one month are added; a month without a declaration between two
    others stays in the series, marked.
    """
    rows = (
        Declaration.objects.visible_to(member, few=True)
        .filter(client=client)
        .in_force()
        .monthly()
        .exclude(month=None)
        .order_by()
        .values("month")
        .annotate(
            gross=Sum("gross_cents"),
            people=Sum("headcount"),
            fte=Sum("full_time_hundredths"),
            ins=Sum("entries"),
            outs=Sum("exits"),
            away=Sum("absence_days"),
            days=Sum("calendar_days"),
            test=Count("pk", filter=Q(is_test=True)),  # PostgreSQL has no greatest truth
        )
        .order_by("-month")[:months]
    )
    found = {row["month"]: row for row in rows if row["month"] is not None}
    if not found:
        return Series(())
    newest = Month.of(max(found))
    wanted = [newest.shifted(-back).first_day for back in range(months - 1, -1, -1)]
    first = min(found)
    return Series(
        tuple(_month(day, found.get(day)) for day in wanted if day >= first),
        has_tests=any(row["test"] for row in found.values()),
    )


def _month(day: date, row: Mapping[str, Any] | None) -> MonthFigures:
    if row is None:
        return MonthFigures(day, declared=False)
    return MonthFigures(
        day,
        declared=True,
        gross_cents=row["gross"],
        headcount=row["people"],
        full_time_hundredths=row["fte"],
        entries=row["ins"],
        exits=row["outs"],
        absence_days=row["away"],
        calendar_days=row["days"],
    )


def turnover(months: Iterable[MonthFigures]) -> float | None:
    """(entries + exits) / 2 ÷ mean headcount over the months declared; None without people."""
    declared = [month for month in months if month.declared]
    people = sum(month.headcount for month in declared)
    if not people:
        return None
    moves = sum(month.entries + month.exits for month in declared)
    return moves / 2 / (people / len(declared))

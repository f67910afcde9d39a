"""Portfolios lent for an absence, as both sides see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from mandat.firms.kept import kept
from mandat.firms.models import Grant, Member


@dataclass(frozen=True)
class Loan:
    """Portfolios lent together: by whom, to whom, from–until."""

    absent: Member
    substitute: Member
    starts_at: datetime
    ends_at: datetime
    portfolios: tuple[str, ...]
    keys: tuple[int, ...]

    def runs(self, at: datetime) -> bool:
        """Whether it has begun."""
        return self.starts_at <= at


def loans_of(grants: Iterable[Grant]) -> list[Loan]:
    """Loans gathered by people and dates, the first to end first."""
    found: dict[tuple[Any, ...], list[Grant]] = {}
    for one in grants:
        key = (one.ends_at, one.starts_at, one.covering_id, one.member_id)
        found.setdefault(key, []).append(one)
    return [_loan(found[key]) for key in sorted(found)]


def _loan(rows: list[Grant]) -> Loan:
    first = rows[0]
    assert first.covering is not None  # a loan has all three, the database holds it
    assert first.starts_at is not None
    assert first.ends_at is not None
    return Loan(
        first.covering,
        first.member,
        first.starts_at,
        first.ends_at,
        tuple(sorted(row.portfolio.name for row in rows)),
        tuple(row.pk for row in rows),
    )


def loans_around(member: Member, *, at: datetime) -> tuple[list[Loan], list[Loan]]:
    """What runs or is to come at `at`: lent to the member, and lent by the member.

    Asked once while the firm stands still: a loan is made and ended by an event of the firm, and
    its own end is looked at here.
    """

    def ask() -> list[Grant]:
        rows = Grant.objects.filter(firm_id=member.firm_id, covering__isnull=False, ends_at__gt=at)
        around = rows.filter(Q(member_id=member.pk) | Q(covering_id=member.pk))
        return list(around.select_related("covering__user", "member__user", "portfolio"))

    rows = [row for row in kept(member, "loans", ask) if row.ends_at and row.ends_at > at]
    return (
        loans_of(row for row in rows if row.member_id == member.pk),
        loans_of(row for row in rows if row.covering_id == member.pk),
    )

"""For whom somebody acts who sees a client through the loan of an absent colleague alone."""

from __future__ import annotations

from datetime import datetime

from mandat.clients.models import Confidence, Placement
from mandat.firms.kept import kept
from mandat.firms.models import Grant, Member


def covered_for(member: Member, client_id: int, at: datetime) -> int | None:
    """The id of the colleague whose loan alone shows the client to `member` at `at`.

    None for an administrator, where an own grant or a confidential list shows it too, and where
    nothing is lent: that is known without a question while the firm stands still.
    """
    if member.is_administrator:
        return None
    lent = {
        portfolio: absent
        for portfolio, absent, starts_at, ends_at in _loans(member, at)
        if starts_at <= at < ends_at
    }
    if not lent:
        return None
    placed = set(
        Placement.objects.filter(
            firm_id=member.firm_id, client_id=client_id, portfolio__archived_at=None
        ).values_list("portfolio_id", flat=True)
    )
    through = sorted(placed & lent.keys())
    if not through or _sees_otherwise(member, client_id, placed, at):
        return None
    return lent[through[0]]


def _loans(member: Member, at: datetime) -> list[tuple[int, int, datetime, datetime]]:
    """What is lent to the member now or later: portfolio, absent member, from, until."""

    def ask() -> list[tuple[int, int, datetime, datetime]]:
        rows = Grant.objects.filter(
            firm_id=member.firm_id, member_id=member.pk, covering__isnull=False, ends_at__gt=at
        )
        return [
            (row.portfolio_id, row.covering_id, row.starts_at, row.ends_at)
            for row in rows.order_by("-pk")
            if row.covering_id and row.starts_at and row.ends_at  # the database holds that it has
        ]

    return kept(member, "covering", ask)


def _sees_otherwise(member: Member, client_id: int, placed: set[int], at: datetime) -> bool:
    own = Grant.objects.in_force(at).own().filter(firm_id=member.firm_id, member_id=member.pk)
    if own.filter(portfolio_id__in=placed).exists():
        return True
    return Confidence.objects.filter(firm_id=member.firm_id, client_id=client_id).exists()

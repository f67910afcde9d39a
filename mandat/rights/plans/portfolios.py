"""Plans about portfolios themselves: made, renamed, archived, restored, merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mandat.clients.actions import Refused
from mandat.clients.models import Placement
from mandat.firms.models import Grant, Member, Portfolio
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import Rows, becoming, coming, going
from mandat.rights.plans.plan import Plan

_LONGEST_NAME = 100


def create_portfolio(name: str, description: str, *, by: Member, at: datetime) -> Plan:
    """A new portfolio of this name. Refused: `name_missing`, `name_too_long`, `name_taken`."""
    name = _free_name(name, by)
    new = Portfolio(pk=-1, firm=by.firm, name=name, description=description.strip(), created_at=at)
    return Plan(
        ChangeKind.PORTFOLIO_CREATED,
        by.firm,
        (coming("portfolio", [new]),),
        at,
        {"portfolio": name},
    )


def edit_portfolio(
    portfolio: Portfolio, name: str, description: str, *, by: Member, at: datetime
) -> Plan:
    """Another name and description; refusals as for a new one, and `archived`."""
    if portfolio.archived_at is not None:
        raise Refused("archived")
    name = _free_name(name, by, but=portfolio)
    rows = becoming("portfolio", [portfolio], name=name, description=description.strip())
    about = {"portfolio": portfolio.name, "name": name}
    return Plan(ChangeKind.PORTFOLIO_EDITED, by.firm, (rows,), at, about)


def archive_portfolio(portfolio: Portfolio, *, by: Member, at: datetime) -> Plan:
    """Put away: its clients and grants stay with it, and count for nothing until it comes back."""
    rows = becoming(
        "portfolio", _when(portfolio, archived=False), archived_at=at, archived_by_id=by.pk
    )
    about = {"portfolio": portfolio.name}
    return Plan(ChangeKind.PORTFOLIO_ARCHIVED, by.firm, (rows,), at, about)


def restore_portfolio(portfolio: Portfolio, *, by: Member, at: datetime) -> Plan:
    """Bring an archived portfolio back with its clients and grants."""
    rows = becoming(
        "portfolio", _when(portfolio, archived=True), archived_at=None, archived_by_id=None
    )
    about = {"portfolio": portfolio.name}
    return Plan(ChangeKind.PORTFOLIO_RESTORED, by.firm, (rows,), at, about)


def merge_portfolios(
    sources: Sequence[Portfolio], target: Portfolio, *, by: Member, at: datetime
) -> Plan:
    """Clients and grants of `sources` go to `target`, and the sources are archived.

    What the target has already stays as it is there; where both grant to the same member the
    target's grant counts. Refused: `same_portfolio`, `archived`.
    """
    if target in sources or not sources:
        raise Refused("same_portfolio")
    if target.archived_at or any(one.archived_at for one in sources):
        raise Refused("archived")
    keys = [one.pk for one in sources]
    edits = (
        *_pointed("placement", Placement, "client_id", keys, target),
        *_pointed("grant", Grant, "member_id", keys, target),
        becoming("portfolio", sources, archived_at=at, archived_by_id=by.pk),
    )
    about = {"portfolios": [one.name for one in sources], "portfolio": target.name}
    return Plan(ChangeKind.PORTFOLIOS_MERGED, by.firm, edits, at, about)


def _pointed(
    table: str, model: type[Placement | Grant], owner: str, keys: list[int], target: Portfolio
) -> tuple[Rows, Rows]:
    """Rows of the sources that go, for the target has them; and those that point to it now.

    Loans stay each for itself: two may cover for two people.
    """
    rows = model._default_manager.filter(firm_id=target.firm_id)  # noqa: SLF001  # a generic model
    lent = {"covering": None} if table == "grant" else {}
    there = set(rows.filter(portfolio=target, **lent).values_list(owner, flat=True))
    gone, moved = [], []
    for row in rows.filter(portfolio_id__in=keys).order_by("portfolio_id", "pk"):
        who = getattr(row, owner)
        if getattr(row, "covering_id", None) is None and who in there:
            gone.append(row)
        else:
            moved.append(row)
            if getattr(row, "covering_id", None) is None:
                there.add(who)
    return going(table, gone), becoming(table, moved, portfolio_id=target.pk)


def _free_name(name: str, by: Member, but: Portfolio | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("name_missing")
    if len(name) > _LONGEST_NAME:
        raise Refused("name_too_long")
    same = Portfolio.objects.filter(firm_id=by.firm_id, name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused("name_taken")
    return name


def _when(portfolio: Portfolio, *, archived: bool) -> list[Portfolio]:
    """The portfolio, where it is so; else nothing is to be done."""
    return [portfolio] if (portfolio.archived_at is not None) == archived else []

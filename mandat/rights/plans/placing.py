"""Plans that put clients into portfolios, take them out, or move them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mandat.clients.actions import Refused
from mandat.clients.models import Client, Placement
from mandat.firms.models import Member, Portfolio
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import Rows, becoming, coming, going
from mandat.rights.plans.plan import Plan

_BATCH = 500


def place_clients(
    clients: Iterable[int], portfolio: Portfolio, *, by: Member, at: datetime
) -> Plan:
    """Clients (ids that `by` sees) into a portfolio; those already there stay.

    Refused: `archived`, `unknown_client` where `by` does not see one of them.
    """
    keys = _seen(clients, portfolio, by)
    new = sorted(keys - _placed(keys, portfolio))
    rows = [
        Placement(firm=by.firm, portfolio=portfolio, client_id=key, placed_at=at, placed_by=by)
        for key in new
    ]
    about = {"portfolio": portfolio.name, "clients": len(new)}
    return Plan(ChangeKind.CLIENTS_PLACED, by.firm, (coming("placement", rows),), at, about)


def unplace_clients(
    clients: Iterable[int], portfolio: Portfolio, *, by: Member, at: datetime
) -> Plan:
    """Clients out of a portfolio; those not in it are left alone. Refused as `place_clients`."""
    keys = _seen(clients, portfolio, by, mostly_in=portfolio)
    rows = list(_rows(keys, portfolio))
    about = {"portfolio": portfolio.name, "clients": len(rows)}
    return Plan(ChangeKind.CLIENTS_UNPLACED, by.firm, (going("placement", rows),), at, about)


def move_clients(
    clients: Iterable[int], source: Portfolio, target: Portfolio, *, by: Member, at: datetime
) -> Plan:
    """Clients from one portfolio to another; those not in `source` are left alone.

    Refused: `same_portfolio`, and as `place_clients`.
    """
    if source.pk == target.pk:
        raise Refused("same_portfolio")
    keys = _seen(clients, target, by, mostly_in=source)
    rows = list(_rows(keys, source))
    there = _placed({row.client_id for row in rows}, target)
    edits: tuple[Rows, ...] = (
        going("placement", [row for row in rows if row.client_id in there]),
        becoming(
            "placement", [row for row in rows if row.client_id not in there],
            portfolio_id=target.pk, placed_at=at, placed_by_id=by.pk,
        ),
    )  # fmt: skip
    about = {"from": source.name, "portfolio": target.name, "clients": len(rows)}
    return Plan(ChangeKind.CLIENTS_MOVED, by.firm, edits, at, about)


def all_of(portfolio: Portfolio, by: Member) -> list[int]:
    """The ids of all clients in a portfolio that `by` sees."""
    return list(
        Client.objects.visible_to(by).in_portfolio(portfolio.pk).values_list("pk", flat=True)
    )


def _seen(
    clients: Iterable[int], portfolio: Portfolio, by: Member, mostly_in: Portfolio | None = None
) -> set[int]:
    """The ids, all of them seen by `by`; read with few others where most are in one portfolio."""
    if portfolio.archived_at is not None:
        raise Refused("archived")
    keys = set(clients)
    unknown = set(keys)
    if mostly_in is not None and len(keys) > _BATCH:
        unknown -= set(all_of(mostly_in, by))
    seen = Client.objects.visible_to(by)
    if len(unknown) > _BATCH:
        unknown -= set(seen.values_list("pk", flat=True))
    elif unknown:
        unknown -= set(seen.filter(pk__in=unknown).values_list("pk", flat=True))
    if unknown:
        raise Refused("unknown_client")
    return keys


def _rows(keys: set[int], portfolio: Portfolio) -> Iterator[Placement]:
    """The placements of these clients in a portfolio, in a fixed order."""
    found = Placement.objects.filter(firm_id=portfolio.firm_id, portfolio=portfolio)
    if len(keys) <= _BATCH:
        found = found.filter(client_id__in=keys)
    return (row for row in found.order_by("pk") if row.client_id in keys)


def _placed(keys: set[int], portfolio: Portfolio) -> set[int]:
    return {row.client_id for row in _rows(keys, portfolio)}

"""Which clients and portfolios a person chose in a list, by ticks or by what its filter finds."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict

from mandat.clients.actions import Refused
from mandat.clients.filters import Filters
from mandat.clients.models import Client, ClientQuerySet
from mandat.firms.models import Member, Portfolio
from mandat.rights.plans import Plan
from mandat.rights.plans.placing import move_clients, place_clients, unplace_clients
from mandat.rights.shelves import looked_after

CLIENT = "client"  # the field of a ticked client
ALL = "all"  # "1": all that the filter finds, however many


def placing_plan(data: QueryDict, *, by: Member, at: datetime) -> Plan:
    """What a list's form asks for: `action` is place, move or unplace.

    Clients go to `target`; they are moved or taken out of `portfolio`, the one the list is
    filtered by. Refused: `no_client`, `portfolio_missing`, `unknown_portfolio`, and as the plans.
    """
    clients = chosen_clients(data, by)
    action = data.get("action", "")
    if action == "unplace":
        return unplace_clients(clients, chosen_portfolio(data, "portfolio", by), by=by, at=at)
    target = chosen_portfolio(data, "target", by)
    if action == "move":
        source = chosen_portfolio(data, "portfolio", by)
        return move_clients(clients, source, target, by=by, at=at)
    return place_clients(clients, target, by=by, at=at)


def chosen_clients(data: QueryDict, by: Member) -> list[int]:
    """The ids of the clients ticked, or of all that the posted filter finds for `by`."""
    if data.get(ALL) == "1":
        found = Filters.read(data).apply(Client.objects.visible_to(by), by.firm)
        if outside := number(data.get("outside", "")):
            found = outside_of(found, outside)
        keys = list(found.values_list("pk", flat=True))
    else:
        keys = [number(one) for one in data.getlist(CLIENT)]
    if not keys:
        raise Refused("no_client")
    return keys


def outside_of(clients: ClientQuerySet, portfolio_id: int) -> ClientQuerySet:
    """Those that are not placed in a portfolio."""
    inside = Client.objects.all().in_portfolio(portfolio_id)
    return clients.exclude(pk__in=inside.values("pk"))


def chosen_portfolio(data: QueryDict, name: str, by: Member) -> Portfolio:
    """The portfolio that a field names, among those `by` looks after."""
    typed = data.get(name, "")
    if not typed:
        raise Refused("portfolio_missing")
    found = looked_after(by).filter(pk=number(typed)).first()
    if found is None:
        raise Refused("unknown_portfolio")
    return found


def number(text: str) -> int:
    """A positive number of at most 18 digits, or 0, which no row has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

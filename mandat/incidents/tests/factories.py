"""Incidents for every test, with the client's counters as the actions leave them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.tests.factories import Cast
from mandat.incidents.actions import open_incident
from mandat.incidents.choices import IncidentKind
from mandat.incidents.models import Incident

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def make_incident(client: Client, **facts: Any) -> Incident:
    """An incident of `client`, opened by the office."""
    facts = {"kind": IncidentKind.UNPAID, "amount_cents": 123_456, "at": NOW, "by": None} | facts
    return open_incident(client, **facts)


def make_clients(cast: Cast) -> tuple[Client, Client, Client]:
    """One client in the granted portfolio, one in the other, one of the other firm."""
    mine = place(
        ClientFactory.create(firm=cast.firm, office=cast.office, name="Boulangerie Énergie"),
        cast.portfolio,
    )
    theirs = place(
        ClientFactory.create(firm=cast.firm, office=cast.office, name="Garage du Val"),
        cast.other_portfolio,
    )
    foreign = ClientFactory.create(firm=cast.other_firm, office=cast.office, name="Loin Ailleurs")
    return mine, theirs, foreign

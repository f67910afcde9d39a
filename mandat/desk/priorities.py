"""What costs first among a member's clients, and what stands under the dashboard's counters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandat.clients.models import Client
from mandat.declarations.choices import AnomalyLevel
from mandat.declarations.models import Anomaly
from mandat.desk.stats import LARGE_EMPLOYER
from mandat.firms.kept import kept
from mandat.firms.models import Member
from mandat.incidents.models import Incident
from mandat.lib.dates import Month, amend_until
from mandat.messages.models import Thread

LINES = 8


@dataclass(frozen=True)
class Todo:
    """One line of what to settle first."""

    client: Client
    what: str
    level: str
    state: str
    on: date | None
    amount_cents: int | None
    url: str


@dataclass(frozen=True)
class Facts:
    """What is asked of the whole of a member's clients, and kept while the firm stands still."""

    incidents: list[int]  # ids, the costliest first
    anomalies: list[dict[str, Any]]  # a client each: client_id, n, blocking, month
    overdue_incidents: int
    blocking_anomalies: int


def _facts(member: Member, today: date) -> Facts:
    waiting = Incident.objects.visible_to(member).open()
    faults = Anomaly.objects.visible_to(member).open()
    blocking = Q(level=AnomalyLevel.BLOCKING)
    by_client = (
        faults.order_by()
        .values("client_id")
        .annotate(
            n=Count("pk"),
            blocking=Count("pk", filter=blocking),
            month=Max("declaration__month"),
        )
        .order_by("-month", "-blocking", "client_id")
    )
    return Facts(
        incidents=list(waiting.by_cost().values_list("pk", flat=True)[:LINES]),
        anomalies=[dict(row) for row in by_client[: LINES // 2]],
        overdue_incidents=waiting.overdue(today).count(),
        blocking_anomalies=faults.filter(blocking).count(),
    )


def facts_of(member: Member, *, today: date) -> Facts:
    """The facts of a member's clients, at most four queries and mostly none."""
    return kept(member, ("priorities", today), lambda: _facts(member, today))


def _incident(incident: Incident, today: date) -> Todo:
    overdue = incident.is_overdue(on=today)
    return Todo(
        client=incident.client,
        what=incident.get_kind_display(),
        level="act" if overdue else "watch",
        state=_("Overdue") if overdue else _("To settle"),
        on=incident.due_on,
        amount_cents=incident.amount_cents,
        url=reverse("incidents:detail", args=[incident.pk]),
    )


def _anomaly(row: dict[str, Any], client: Client, today: date) -> Todo:
    until = None
    if row["month"]:
        size = client.headcount or 1
        closes = amend_until(
            Month.of(row["month"]), headcount=size, paid_same_month=size >= LARGE_EMPLOYER
        )
        until = (closes - timedelta(seconds=1)).date()
    soon = until is not None and until >= today
    words = ngettext("%(n)d DSN anomaly", "%(n)d DSN anomalies", row["n"])
    return Todo(
        client=client,
        what=words % {"n": row["n"]},
        level="act" if row["blocking"] and soon else "watch",
        state=_("Correct and replace") if soon else _("Next DSN"),
        on=until if soon else None,
        amount_cents=None,
        url=f"{reverse('declarations:anomalies')}?client={client.pk}",
    )


def settle_first(member: Member, facts: Facts, *, today: date) -> list[Todo]:
    """The lines that will cost first: incidents by date, anomalies by their legal clock.

    Two queries, for at most a dozen rows, and asked again for whom they are visible.
    """
    incidents = (
        Incident.objects.visible_to(member, in_order=True)
        .open()
        .filter(pk__in=facts.incidents)
        .select_related("client")
    )
    lines = [_incident(incident, today) for incident in incidents]
    wanted = [row["client_id"] for row in facts.anomalies]
    clients = Client.objects.visible_to(member).in_bulk(wanted)
    lines += [
        _anomaly(row, clients[row["client_id"]], today)
        for row in facts.anomalies
        if row["client_id"] in clients
    ]
    lines.sort(key=lambda todo: (todo.on or date.max, -(todo.amount_cents or 0), todo.url))
    return lines[:LINES]


@dataclass(frozen=True)
class Unread:
    """Conversations with a word of the office that the member has not read."""

    threads: int
    oldest: date | None


def unread_of(member: Member) -> Unread:
    """How many, and since when; one query."""
    waiting = (
        Thread.objects.visible_to(member)
        .unread_by(member)
        .order_by()
        .aggregate(n=Count("pk"), oldest=Min("office_wrote_at"))
    )
    return Unread(waiting["n"], waiting["oldest"].date() if waiting["oldest"] else None)

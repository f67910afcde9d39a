"""Keeps the columns of clients that sum up their declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Count, Sum

from mandat.clients.actions import refresh_attention
from mandat.clients.models import Client
from mandat.declarations.models import Anomaly, Declaration
from mandat.firms.models import Firm

_CHUNK = 500


@transaction.atomic
def refresh_anomaly_counts(firm: Firm, client_ids: Iterable[int]) -> None:
    """Count again the open anomalies, the headcount and the last month declared; then attention.

    Locks the clients in the order of their ids, so that two readings at once both count.
    """
    for part in _parts(sorted(set(client_ids))):
        clients = list(
            Client.objects.of(firm)
            .filter(pk__in=part)
            .order_by("pk")
            .select_for_update()
            .only("pk", "open_anomalies", "headcount", "last_declared_month")
        )
        open_ones = _open(firm, part)
        months = _last_months(firm, part)
        changed = []
        for client in clients:
            month, headcount = months.get(client.pk, (None, None))
            kept = (client.open_anomalies, client.headcount, client.last_declared_month)
            if kept != (open_ones.get(client.pk, 0), headcount, month):
                client.open_anomalies = open_ones.get(client.pk, 0)
                client.headcount, client.last_declared_month = headcount, month
                changed.append(client)
        Client.objects.bulk_update(
            changed, ["open_anomalies", "headcount", "last_declared_month"], batch_size=100
        )
        refresh_attention(firm.pk, part)


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _open(firm: Firm, ids: list[int]) -> dict[int, int]:
    return dict(
        Anomaly.objects.filter(firm=firm, client__in=ids)
        .open()
        .order_by()
        .values_list("client")
        .annotate(Count("pk"))
    )


def _last_months(firm: Firm, ids: list[int]) -> dict[int, tuple[date, int]]:
    """Client → its latest month declared and the people of all its establishments then."""
    found: dict[int, tuple[date, int]] = {}
    rows = (
        Declaration.objects.filter(firm=firm, client__in=ids, month__isnull=False)
        .in_force()
        .monthly()
        .order_by("client", "month")
        .values_list("client", "month")
        .annotate(Sum("headcount"))
    )
    for client, month, headcount in rows:
        found[client] = (month, headcount)  # the last one stays
    return found

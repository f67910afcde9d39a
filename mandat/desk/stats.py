"""What a member's clients add up to, in one query at any size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from mandat.clients.choices import Attention, ClientKind
from mandat.clients.models import Client
from mandat.firms.choices import Country
from mandat.firms.models import Member
from mandat.lib.dates import Month

LARGE_EMPLOYER = 50  # employees from which a DSN is due on the 5th


@dataclass(frozen=True)
class Stats:
    """Counts over the clients that a member sees; `month` is the DSN month now being declared."""

    month: Month
    clients: int
    incidents: int
    anomalies: int
    to_settle: int
    small_employers: int
    small_received: int
    large_employers: int
    large_received: int
    belgian_self_employed: int
    french_self_employed: int
    belgian_employers: int


def stats_of(member: Member, *, today: date) -> Stats:
    """Count what `member` sees. One query; the kept columns make it one walk of an index."""
    month = Month.of(today).previous
    french_employer = Q(country=Country.FRANCE, kind=ClientKind.EMPLOYER)
    large = Q(headcount__gte=LARGE_EMPLOYER)
    small = Q(headcount__lt=LARGE_EMPLOYER) | Q(headcount=None)
    received = Q(last_declared_month__gte=month.first_day)
    self_employed = Q(kind=ClientKind.SELF_EMPLOYED)
    belgium = Q(country=Country.BELGIUM)
    row = Client.objects.visible_to(member).aggregate(
        clients=Count("pk"),
        incidents=Sum("open_incidents", default=0),
        anomalies=Sum("open_anomalies", default=0),
        to_settle=Count("pk", filter=Q(attention=Attention.ACT)),
        small_employers=Count("pk", filter=french_employer & small),
        small_received=Count("pk", filter=french_employer & small & received),
        large_employers=Count("pk", filter=french_employer & large),
        large_received=Count("pk", filter=french_employer & large & received),
        belgian_self_employed=Count("pk", filter=self_employed & belgium),
        french_self_employed=Count("pk", filter=self_employed & ~belgium),
        belgian_employers=Count("pk", filter=belgium & Q(kind=ClientKind.EMPLOYER)),
    )
    return Stats(month=month, **row)

"""What is due next, and what costs first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandat.clients.models import Client
from mandat.declarations.choices import AnomalyLevel
from mandat.declarations.models import Anomaly
from mandat.desk.stats import LARGE_EMPLOYER, Stats
from mandat.firms.models import Member
from mandat.incidents.models import Incident
from mandat.lib.dates import (
    Month,
    Quarter,
    amend_until,
    dmfa_deadline,
    dsn_deadline,
    self_employed_monthly_deadline,
    social_quarter_deadline,
)
from mandat.messages.models import Thread
from mandat.ui.formats import month as month_words


@dataclass(frozen=True)
class Due:
    """One deadline: when, what, how many clients it is for, and how far they are."""

    on: date
    title: str
    detail: str
    level: str  # good, watch, act, none
    state: str
    url: str


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


def _dsn(stats: Stats, *, large: bool, today: date, language: str) -> Due | None:
    employers = stats.large_employers if large else stats.small_employers
    received = stats.large_received if large else stats.small_received
    if not employers:
        return None
    month = stats.month
    # The 5th holds for 50 employees or more paid in the month itself, the usual case.
    moment = dsn_deadline(month, headcount=LARGE_EMPLOYER if large else 1, paid_same_month=large)
    missing = employers - received
    if moment.date() < today and not missing:
        month = month.next
        moment = dsn_deadline(
            month, headcount=LARGE_EMPLOYER if large else 1, paid_same_month=large
        )
        missing, received = employers, 0
    name = month_words(month.first_day, language)
    title = (_("DSN of %(month)s, 50 employees and more") if large else _("DSN of %(month)s")) % {
        "month": name
    }
    detail = ngettext("%(n)d employer", "%(n)d employers", employers) % {"n": employers}
    if received:
        detail += " · " + ngettext("%(n)d received", "%(n)d received", received) % {"n": received}
    level = "good" if not missing else "act" if moment.date() < today else "watch"
    if month.first_day >= today.replace(day=1):
        level, state = "none", _("upcoming")
    elif missing:
        state = ngettext("%(n)d to file", "%(n)d to file", missing) % {"n": missing}
    else:
        state = _("all received")
    url = reverse("clients:list") + "?kind=employer&country=FR"
    return Due(moment.date(), title, detail, level, state, url)


def _people(count: int) -> str:
    return ngettext("%(n)d self-employed person", "%(n)d self-employed people", count) % {
        "n": count
    }


def _belgian_contributions(stats: Stats, today: date) -> Due | None:
    if not stats.belgian_self_employed:
        return None
    quarter = Quarter.of(today)
    title = _("Contributions of quarter %(q)s, self-employed (BE)") % {"q": quarter.number}
    people = _people(stats.belgian_self_employed)
    return _upcoming(social_quarter_deadline(quarter), title, people, "self_employed", "BE")


def _french_contributions(stats: Stats, today: date) -> Due | None:
    if not stats.french_self_employed:
        return None
    month = Month.of(today)
    on = self_employed_monthly_deadline(month, day=20)
    if on < today:
        on = self_employed_monthly_deadline(month.next, day=5)
    title = _("Contributions, self-employed (FR)")
    return _upcoming(on, title, _people(stats.french_self_employed), "self_employed", "FR")


def _dmfa(stats: Stats, today: date) -> Due | None:
    if not stats.belgian_employers:
        return None
    quarter = Quarter.of(today).previous
    if dmfa_deadline(quarter) < today:
        quarter = quarter.next
    title = _("DmfA of quarter %(q)s") % {"q": quarter.number}
    employers = ngettext("%(n)d employer", "%(n)d employers", stats.belgian_employers)
    detail = employers % {"n": stats.belgian_employers}
    return _upcoming(dmfa_deadline(quarter), title, detail, "employer", "BE")


def _upcoming(on: date, title: str, detail: str, kind: str, country: str) -> Due:
    url = f"{reverse('clients:list')}?kind={kind}&country={country}"
    return Due(on, title, detail, "none", _("upcoming"), url)


def deadlines(stats: Stats, *, today: date, language: str) -> list[Due]:
    """What is due next for the clients counted in `stats`, earliest first."""
    lines = [
        _dsn(stats, large=False, today=today, language=language),
        _dsn(stats, large=True, today=today, language=language),
        _belgian_contributions(stats, today),
        _french_contributions(stats, today),
        _dmfa(stats, today),
    ]
    return sorted((line for line in lines if line), key=lambda line: line.on)


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


def _anomalies(member: Member, today: date, limit: int) -> list[Todo]:
    rows = (
        Anomaly.objects.visible_to(member)
        .open()
        .values("client_id")
        .annotate(
            n=Count("pk"),
            blocking=Count("pk", filter=Q(level=AnomalyLevel.BLOCKING)),
            month=Max("declaration__month"),
        )
        .order_by("-month", "-blocking", "client_id")[:limit]
    )
    found = list(rows)
    clients = Client.objects.in_bulk([row["client_id"] for row in found])
    todos = []
    for row in found:
        client = clients[row["client_id"]]
        until = None
        if row["month"]:
            size = client.headcount or 1
            closes = amend_until(
                Month.of(row["month"]), headcount=size, paid_same_month=size >= LARGE_EMPLOYER
            )
            until = (closes - timedelta(seconds=1)).date()
        soon = until is not None and until >= today
        todos.append(
            Todo(
                client=client,
                what=ngettext("%(n)d DSN anomaly", "%(n)d DSN anomalies", row["n"])
                % {"n": row["n"]},
                level="act" if row["blocking"] and soon else "watch",
                state=_("Correct and replace") if soon else _("Next DSN"),
                on=until if soon else None,
                amount_cents=None,
                url=f"{reverse('declarations:anomalies')}?client={client.pk}",
            )
        )
    return todos


def settle_first(member: Member, *, today: date, limit: int = 8) -> list[Todo]:
    """The lines that will cost first: incidents by date, then anomalies by their legal clock.

    Three queries whatever the number of clients.
    """
    incidents = (
        Incident.objects.visible_to(member).open().by_cost().select_related("client")[:limit]
    )
    lines = [_incident(incident, today) for incident in incidents]
    lines += _anomalies(member, today, limit // 2)
    lines.sort(key=lambda todo: (todo.on or date.max, -(todo.amount_cents or 0)))
    return lines[:limit]


@dataclass(frozen=True)
class Summary:
    """What stands under the three counters."""

    overdue_incidents: int
    blocking_anomalies: int
    unread: int
    oldest_unread: date | None


def summary(member: Member, *, today: date) -> Summary:
    """Overdue incidents, blocking anomalies and unread messages; three queries."""
    threads = Thread.objects.visible_to(member).unread_by(member)
    waiting = threads.aggregate(n=Count("pk"), oldest=Min("office_wrote_at"))
    return Summary(
        overdue_incidents=Incident.objects.visible_to(member).overdue(today).count(),
        blocking_anomalies=Anomaly.objects.visible_to(member)
        .open()
        .filter(level=AnomalyLevel.BLOCKING)
        .count(),
        unread=waiting["n"],
        oldest_unread=waiting["oldest"].date() if waiting["oldest"] else None,
    )

"""What is due next, and what costs first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandat.desk.stats import LARGE_EMPLOYER, Stats
from mandat.lib.dates import (
    Month,
    Quarter,
    dmfa_deadline,
    dsn_deadline,
    self_employed_monthly_deadline,
    social_quarter_deadline,
)
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

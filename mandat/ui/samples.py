"""What the page of components shows: invented values, no person and no company among them."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.utils.translation import get_language

from mandat.ui import charts, formats

MONDAY = dt.date(2026, 12, 14)
NAV = (
    ("Dashboard", "home", 0),
    ("Clients", "users", 412),
    ("Incidents", "flag", 17),
    ("DSN anomalies", "triangle-alert", 38),
    ("Messages", "mail", 6),
    ("Deadlines", "calendar", 0),
    ("Figures", "chart-column", 0),
    ("Guides", "book-open", 0),
)
CLIENTS = (
    (
        "Total Energies du Val (installateur)",
        "SIREN 808 112 456",
        "active active active",
        1,
        120600,
    ),
    ("Totalenerg Conseil", "SIREN 533 907 214", "active active none", 0, 481200),
    ("Atelier Total Énergie", "BE 0417.497.106", "active pending none", 0, None),
    ("Énergies Totales SAS", "SIREN 419 556 010", "active active active", 0, 31800),
    ("Toitures et Énergie", "SIREN 552 008 443", "active none none", 3, 9700),
)
STATES = (
    ("act", "Due"),
    ("watch", "Correction"),
    ("none", "Under way"),
    ("good", "Up to date"),
    ("good", "Up to date"),
)
ICONS = (
    "home users flag triangle-alert mail calendar chart-column book-open key search "
    "arrow-left-right upload plus trash-2 pencil download file-text check x clock building-2 user "
    "log-out sun moon monitor globe settings shield inbox megaphone bell undo-2 external-link "
    "phone map-pin paperclip send filter menu circle-help lock eye eye-off"
)


def shell() -> dict[str, Any]:
    """A frame like the one of a signed-in administrator."""
    nav = [
        {"label": label, "url": "#main", "icon": icon, "count": count, "current": place == 0}
        for place, (label, icon, count) in enumerate(NAV)
    ]
    return {
        "nav": nav,
        "organisation": "Cabinet Arvensis",
        "person": {"name": "Alix Delorme", "initials": "AD", "role": "Administrator"},
        "search_url": "/search/",
        "accounts_url": "#main",
        "users_url": "#main",
        "demo": True,
    }


def clients() -> list[dict[str, Any]]:
    """Rows of a client list, one of each state."""
    names = ("Social status", "Organisation", "Employees")
    return [
        {
            "name": name,
            "number": number,
            "services": [
                {"label": label, "state": state, "url": "" if state == "active" else "#main"}
                for label, state in zip(names, states.split(), strict=True)
            ],
            "incidents": incidents,
            "due": MONDAY + dt.timedelta(days=1 + 9 * place),
            "cents": cents,
            "level": level,
            "state": state,
        }
        for place, ((name, number, states, incidents, cents), (level, state)) in enumerate(
            zip(CLIENTS, STATES, strict=True)
        )
    ]


def _bars(language: str) -> charts.Figure:
    """Twelve months of gross payroll."""
    months = [dt.date(2025 + (11 + k) // 12, (11 + k) % 12 + 1, 1) for k in range(12)]
    return charts.bar_figure(
        [29.8, 30.4, 31.0, 31.0, 31.7, 31.2, 32.4, 33.1, 31.8, 32.6, 33.0, 34.4],
        [formats.month(first, language) for first in months],
        title="Gross payroll, 12 months",
        description="From 29.8 to 34.4 thousand euros, rising slowly.",
        unit="thousand €",
        period="December 2025 – November 2026",
        source="DSN",
        write=partial(formats.number, language=language, digits=1),
    )


def figures() -> list[dict[str, Any]]:
    """Two charts with everything that stands beside them."""
    language = get_language() or "fr"
    shares = partial(formats.percent, language=language)
    band = charts.band_figure(
        0.058,
        (0.024, 0.039, 0.055),
        title="Absence for sickness",
        description="5.8 %, above the third quartile of 127 enterprises.",
        unit="% of days",
        period="Q3 2026",
        source="DSN",
        client_name="Menuiserie Lorieux",
        firms=127,
        write=shares,
    )
    return [
        {
            "label": "Gross payroll, 12 months",
            "value": formats.money(41238000, language, whole=True),
            "note": f"+{shares(0.031)} in a year",
            "figure": _bars(language),
        },
        {
            "label": "Absence for sickness",
            "value": shares(0.058),
            "note": "higher than 78 % of the peers",
            "figure": band,
        },
    ]


def page() -> dict[str, Any]:
    """Everything the page of components needs."""
    trend = charts.sparkline([3.0, 4, 3, 5, 6, 5, 8], title="Incidents", description="Seven months")
    deadlines = [
        (MONDAY + dt.timedelta(days=days), title, who, level, word)
        for days, title, who, level, word in (
            (1, "Monthly DSN", "184 employers · 171 received", "act", "13 to file"),
            (17, "Contributions Q4, self-employed (BE)", "62 affiliates", "good", "49 credited"),
            (22, "DSN, 50 employees and more", "11 employers", "none", "to come"),
        )
    ]
    return {
        "shell": shell(),
        "clients": clients(),
        "figures": figures(),
        "deadlines": deadlines,
        "trend": trend,
        "icons": ICONS.split(),
        "monday": MONDAY,
        "moment": dt.datetime(2026, 12, 15, 11, 0, tzinfo=dt.UTC),
    }

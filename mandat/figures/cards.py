"""The figures of a client as charts, each with its unit, period, source and table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandat.figures.series import HEALTH_FLOOR, MonthFigures, Series, turnover
from mandat.ui import charts, formats


@dataclass(frozen=True)
class Card:
    """One figure: name, value in large, a line under it, and its chart or why there is none."""

    title: str
    value: str
    detail: str
    figure: charts.Figure | None = None
    withheld: str = ""


def cards_of(series: Series, language: str) -> list[Card]:
    """The cards of a series that is not empty, in the reader's language."""
    return [
        _gross(series, language),
        _headcount(series, language),
        _full_time(series, language),
        _absence(series, language),
        _turnover(series, language),
    ]


def _chart(
    series: Series,
    language: str,
    *,
    title: str,
    unit: str,
    of: Callable[[MonthFigures], float],
    write: Callable[[float], str],
    uid: str,
) -> charts.Figure:
    labels = [formats.month(each.month, language) for each in series.months]
    values = [of(each) for each in series.months]
    description = _("%(first)s: %(a)s; %(last)s: %(b)s") % {
        "first": labels[0],
        "a": write(values[0]),
        "last": labels[-1],
        "b": write(values[-1]),
    }
    return charts.bar_figure(
        values,
        labels,
        title=title,
        description=description,
        unit=unit,
        period=f"{labels[0]} – {labels[-1]}",
        source=_("source: monthly DSN received"),
        write=write,
        uid=uid,
    )


def _gross(series: Series, language: str) -> Card:
    def write(cents: float) -> str:
        return formats.money(round(cents), language, whole=True)

    declared = [each for each in series.months if each.declared]
    title = _("Gross payroll")
    return Card(
        title=title,
        value=write(series.last.gross_cents),
        detail=_("%(total)s over %(n)s declared months")
        % {"total": write(sum(each.gross_cents for each in declared)), "n": len(declared)},
        figure=_chart(
            series,
            language,
            title=title,
            unit=_("euros a month"),
            of=lambda each: each.gross_cents,
            write=write,
            uid="gross",
        ),
    )


def _headcount(series: Series, language: str) -> Card:
    entries = sum(each.entries for each in series.months)
    exits = sum(each.exits for each in series.months)
    title = _("Headcount at the end of the month")
    return Card(
        title=title,
        value=formats.number(series.last.headcount, language),
        detail=", ".join(
            [
                ngettext("%(n)d entry", "%(n)d entries", entries) % {"n": entries},
                ngettext("%(n)d exit", "%(n)d exits", exits) % {"n": exits},
                _over(series),
            ]
        ),
        figure=_chart(
            series,
            language,
            title=title,
            unit=_("people"),
            of=lambda each: each.headcount,
            write=lambda value: formats.number(value, language, 0),
            uid="headcount",
        ),
    )


def _full_time(series: Series, language: str) -> Card:
    def write(value: float) -> str:
        return formats.number(value, language, 1)

    title = _("Full-time equivalents")
    return Card(
        title=title,
        value=write(series.last.full_time_hundredths / 100),
        detail=_("working time of the contracts, days of presence counted"),
        figure=_chart(
            series,
            language,
            title=title,
            unit=_("full-time equivalents"),
            of=lambda each: each.full_time_hundredths / 100,
            write=write,
            uid="fte",
        ),
    )


def _absence(series: Series, language: str) -> Card:
    title = _("Absence rate")
    if not series.health_may_be_shown:
        return Card(
            title=title,
            value="—",
            detail="",
            withheld=_(
                "fewer than %(n)s employees in one of the months: not shown, to protect people"
            )
            % {"n": HEALTH_FLOOR},
        )
    rate = series.last.absence_rate
    return Card(
        title=title,
        value=formats.percent(rate or 0.0, language),
        detail=_("%(days)s calendar days away in the month")
        % {"days": formats.number(series.last.absence_days, language)},
        figure=_chart(
            series,
            language,
            title=title,
            unit=_("% of calendar days"),
            of=lambda each: each.absence_rate or 0.0,
            write=lambda value: formats.percent(value, language),
            uid="absence",
        ),
    )


def _over(series: Series) -> str:
    """Over how many months something was counted."""
    declared = sum(each.declared for each in series.months)
    return ngettext("over %(n)d declared month", "over %(n)d declared months", declared) % {
        "n": declared
    }


def _turnover(series: Series, language: str) -> Card:
    rate = turnover(series.months)
    return Card(
        title=_("Staff turnover"),
        value="—" if rate is None else formats.percent(rate, language),
        detail=_over(series),
    )

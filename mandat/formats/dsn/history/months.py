"""Which months came, and when: gaps, fractions that are not there, files built too late."""

from collections.abc import Iterator
from datetime import date, datetime

from mandat.formats.dsn.history.registry import Found, rule
from mandat.formats.dsn.history.sequence import MonthView, Sequence, later
from mandat.formats.dsn.history.trace import REPLACES
from mandat.lib.dates import Month, amend_until, dsn_deadline

MONTH, FRACTION, BUILT = "S20.G00.05.005", "S20.G00.05.003", "S20.G00.05.007"
MOST_MONTHS = 24
"""Months missing in a row that are counted as a gap; more is another life of the company (ours)."""


def deadline(month: date, view: MonthView) -> datetime | None:
    """When the declaration of `month` is due, with the people and the habits of `view`.

    The early day holds only where the file itself shows 50 employees paid within the month
    (facts, §6 [E]); else the later one, so that nothing is called late that may not be.
    """
    within = view.is_paid_within
    try:
        return dsn_deadline(Month.of(month), headcount=view.headcount, paid_same_month=within)
    except (LookupError, ValueError):
        return None


@rule("missing-month")
def missing_month(of: Sequence) -> Iterator[Found]:
    """A month between two others was not declared. Told of the first month after the gap."""
    before: date | None = None
    for month, view in of.months.items():
        gap = 0 if before is None else _months_between(before, month)
        if before is not None and 0 < gap <= MOST_MONTHS:
            first = later(before, 1)
            yield Found(
                view.first.at,
                rubric=MONTH,
                value=f"{month:%d%m%Y}",
                details={"month": f"{first:%m/%Y}", "count": gap},
            )
        before = month


def _months_between(before: date, after: date) -> int:
    return (after.year - before.year) * 12 + after.month - before.month - 1


@rule("month-awaited")
def month_awaited(of: Sequence) -> Iterator[Found]:
    """The month after the last one is past its deadline, and it did not come."""
    due = awaited(of)
    if of.last is not None and due is not None and due <= of.now:
        month = later(of.last.month, 1)
        yield Found(
            of.last.first.at,
            rubric=MONTH,
            value=f"{of.last.month:%d%m%Y}",
            details={"month": f"{month:%m/%Y}", "due": f"{due:%d/%m/%Y}"},
        )


def awaited(of: Sequence) -> datetime | None:
    """When the month after the last one is due; None where nobody was left to declare."""
    last = of.last
    if last is None or (last.headcount == 0 and last.is_whole):
        return None
    return deadline(later(last.month, 1), last)


@rule("missing-fraction")
def missing_fraction(of: Sequence) -> Iterator[Found]:
    """A fraction of a month that is announced did not come by the deadline (CT25 p.16)."""
    for month, view in of.months.items():
        due = deadline(month, view) if view.missing else None
        if due is not None and due <= of.now:
            part = next(one for one in view.parts if one.trace.fraction[1:] != "1")
            yield Found(
                part.at,
                rubric=FRACTION,
                value=part.trace.fraction,
                details={"missing": ", ".join(str(one) for one in view.missing)},
            )


@rule("late-file")
def late_file(of: Sequence) -> Iterator[Found]:
    """A first declaration was built after its deadline: it cannot have been deposited before."""
    for month, view in of.months.items():
        due = deadline(month, view)
        for one in view.parts:
            built = one.trace.file_date
            if due and built and one.trace.type not in REPLACES and built > due.date():
                yield _late(one.at, built, due)


@rule("late-replacement")
def late_replacement(of: Sequence) -> Iterator[Found]:
    """A declaration that replaces was built when replacing was no longer possible (CT25 p.13)."""
    for month, view in of.months.items():
        try:
            due = amend_until(
                Month.of(month), headcount=view.headcount, paid_same_month=view.is_paid_within
            )
        except (LookupError, ValueError):
            continue
        for one in view.parts:
            built = one.trace.file_date
            if built and one.trace.type in REPLACES and built >= due.date():
                yield _late(one.at, built, due)


def _late(at: int, built: date, due: datetime) -> Found:
    details = {"built": f"{built:%d/%m/%Y}", "due": f"{due:%d/%m/%Y}"}
    return Found(at, rubric=BUILT, value=f"{built:%d%m%Y}", details=details)

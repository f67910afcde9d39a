"""The time of one employee: the calendar days that lower the ceiling, full or part time."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, Verdict, control
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation.amounts import Tolerance
from mandat.formats.dsn.recalculation.bases import CAPPED, PERSON, days_below, unemployment_pays
from mandat.formats.dsn.recalculation.individual import base_rows
from mandat.formats.dsn.recalculation.periods import length
from mandat.formats.dsn.values import cents

HOURS_TOLERANCE = Tolerance(1, "facts, section 5, rule 33: a hundredth of an hour [INF]")
HOURS, DAYS = "10", "12"
FULL, PART = "10", "20"
MEASURE = "S21.G00.53.002"


@control("calendar-days", on=PERSON, level="signal", category="pay", natures="01")
def calendar_days(person: Block, of: Context) -> Verdict:
    """The calendar days of the month are missing, none, or more than the month has.

    Only where there is a capped base of the month. A second payment may bring no day of its
    own, and who left before the month none at all.
    """
    if of.month is None:
        return False
    most = length(of.month)
    paid = [pay[5] for pay in unemployment_pays(of) if (cents(pay[4]) or 0) > 0]
    found = [one for pay in paid for one in days_below(pay)]
    wrong = [one for one in found if not _is_possible(one.cents("002"), most)]
    if (not wrong and found) or not paid or not _has_capped_base(of):
        return False
    if not found and not _has_left(of):
        return Finding("", {"most": most}, paid[0].line, MEASURE)
    return [
        Finding("", {"most": most}, one.line_of("002"), MEASURE, one.value("002"))
        for one in wrong
        if one.cents("002") or not _has_left(of)
    ]


def _is_possible(days: int | None, most: int) -> bool:
    """Whether hundredths of days are some, and no more than the month has; or unreadable."""
    return days is None or 0 < days <= most * 100


@control(
    "working-time",
    on="S21.G00.40.013",
    reads="012 014",
    by_values="011 012 013 014",
    level="signal",
    category="contract",
    natures="01 09",
)
def working_time(contract: Block, of: Context) -> bool:
    """Part time that is no less than the reference, or full time that is less."""
    reference, worked = contract.cents("012"), contract.cents("013")
    if contract.value("011") not in (HOURS, DAYS) or not reference or worked is None:
        return False
    is_less = worked < reference - HOURS_TOLERANCE.cents
    kind = contract.value("014")
    return (kind == PART and worked >= reference) or (kind == FULL and is_less)


def _has_capped_base(of: Context) -> bool:
    """Whether the employee has a capped base above zero of the month declared."""
    return any(
        kind == CAPPED and (cents(amount) or 0) > 0 and first[2:] == last[2:] == of.month_text
        for kind, first, last, amount, _ in base_rows(of)
    )


def _has_left(of: Context) -> bool:
    """Whether every contract of the employee ended before the month declared."""
    ends = [end for one in of.blocks("S21.G00.62") if (end := one.day("001")) is not None]
    month = of.month
    contracts = len(of.blocks("S21.G00.40"))
    return month is not None and len(ends) >= contracts and all(end < month for end in ends)

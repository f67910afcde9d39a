"""The notice before the end of a contract (S21.G00.63): its type, its dates."""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import BlockCheck, exactly_when, not_before, value_of
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.controls.rules.contract_ends import BEGUN, REASON
from mandat.formats.dsn.model import Block

NOTICE = "S21.G00.63"
_NONE, _RETRAINING, _SUPPORT = "90", "10", "61"
_DATED = ("01", "02", "03", "10", "50", "51", "60", "61")
_MOST_MONTHS = 3


def is_over_three_months(first: date | None, last: date | None) -> bool:
    """Whether a notice lasts over three months; False when a date is not known."""
    if first is None or last is None:
        return False
    year, month = divmod(first.year * 12 + first.month - 1 + _MOST_MONTHS, 12)
    if year > MAXYEAR:
        return False
    in_month = min(first.day, monthrange(year, month + 1)[1])
    return last > date(year, month + 1, in_month)


def _is_long(notice: Block) -> bool:
    return is_over_three_months(notice.day("002"), notice.day("003"))


# ---- its type


def _only_after(reasons: str, *allowed: str) -> BlockCheck:
    """Wrong when the contract ends for one of these reasons and the notice is of another type."""
    ends = frozenset(reasons.split())

    def check(notice: Block, _of: Context) -> bool:
        return value_of(notice, REASON) in ends and notice.value("001") not in allowed

    return check


control("S21.G00.63.001/CCH-11", reads=REASON)(_only_after("034 035", "60", _NONE))
control("S21.G00.63.001/CCH-12", reads=REASON)(_only_after("043 110", _NONE))


@control("S21.G00.63.001/CCH-13", reads=f"002 003 {REASON}")
def not_of_a_retraining_contract(notice: Block, of: Context) -> bool:
    """The notice of who takes a retraining contract is neither worked nor paid, or none is due.

    Until P24V01 the only exception was a notice of over three months.
    """
    if value_of(notice, REASON) != "026" or notice.value("001") == _RETRAINING:
        return False
    if of.norm == "P24V01":
        return not _is_long(notice)
    return notice.value("001") != _NONE


@control("S21.G00.63.001/CCH-14", reads=f"002 003 {REASON}")
def not_of_a_support_path(notice: Block, _of: Context) -> bool:
    """Type 61 goes with the reason 114, when three months at most are due, and only then."""
    reason = value_of(notice, REASON)
    if reason == "":
        return False
    is_due = reason == "114" and not _is_long(notice)
    return (notice.value("001") == _SUPPORT) != is_due


# ---- its dates

control("S21.G00.63.002/CCH-11", on=NOTICE, reads="001")(exactly_when("002", "001", *_DATED))
control("S21.G00.63.003/CCH-14", on=NOTICE, reads="001")(exactly_when("003", "001", *_DATED))
control("S21.G00.63.002/CCH-16", reads=BEGUN)(not_before("002", BEGUN))
control("S21.G00.63.003/CCH-13", reads="002")(not_before("003", "002"))


@control("S21.G00.63.002/CCH-13", reads="001 S21.G00.62.003")
def before_it_is_told(notice: Block, of: Context) -> bool:
    """A notice does not begin before the end is told."""
    return notice.value("001") != _NONE and not_before("002", "S21.G00.62.003")(notice, of)


@control("S21.G00.63.002/CCH-14", reads="001 S21.G00.62.005")
def not_after_the_procedure(notice: Block, _of: Context) -> bool:
    """A notice begins after the day the dismissal was begun."""
    opened = notice.above("S21.G00.62").day("005")
    first = notice.day("002")
    if notice.value("001") == _NONE or first is None or opened is None:
        return False
    return first <= opened


@control("S21.G00.63.002/CCH-15")
def does_not_follow(notice: Block, _of: Context) -> bool:
    """Several notices follow each other day after day; told at the one that does not."""
    first = notice.day("002")
    siblings = notice.parent.below(NOTICE) if notice.parent else []
    periods = [
        (begun, last)
        for each in siblings
        if each is not notice and (begun := each.day("002")) and (last := each.day("003"))
    ]
    before = [last for begun, last in periods if first is not None and begun <= first]
    if first is None or not before:
        return False
    return first - max(before) != timedelta(days=1)

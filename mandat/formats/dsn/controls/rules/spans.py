"""The forms of rules on periods: within a month, within a year, in the past.

No rules: `control(code, …)(same_month("006", "007"))`. Names are numbers of the block (`006`) or
whole rubrics of a block above. All are silent when a date is absent or malformed.
"""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import BlockCheck, day_of, value_of
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import day


def same_year(first: str, last: str) -> BlockCheck:
    """Wrong when both dates are not of the same calendar year."""

    def check(block: Block, _of: Context) -> bool:
        begun, ended = value_of(block, first), value_of(block, last)
        if begun[4:] == ended[4:]:
            return False
        return day(begun) is not None and day(ended) is not None

    return check


def same_month(first: str, last: str) -> BlockCheck:
    """Wrong when both dates are not of the same calendar month."""

    def check(block: Block, _of: Context) -> bool:
        begin, end = day_of(block, first), day_of(block, last)
        if begin is None or end is None:
            return False
        return (begin.year, begin.month) != (end.year, end.month)

    return check


def not_all_past(first: str, last: str) -> BlockCheck:
    """Wrong when the period is not wholly before the main month.

    For the identifier of the return (CRM) that asked for a correction: it goes with the
    corrections of earlier months alone.
    """

    def check(block: Block, of: Context) -> bool:
        begin, end = day_of(block, first), day_of(block, last)
        if begin is None or end is None or of.month is None:
            return False
        return begin >= of.month or end >= of.month

    return check


def not_before_month(number: str) -> BlockCheck:
    """Wrong when the date is not before the first day of the main month."""

    def check(block: Block, of: Context) -> bool:
        found = day_of(block, number)
        return found is not None and of.month is not None and found >= of.month

    return check

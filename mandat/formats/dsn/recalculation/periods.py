"""Which month a block belongs to: corrections of earlier months are not this month's."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.model import Block

WHOLE = "11"
"""S20.G00.05.003 of a declaration that is not split."""


def month_of(block: Block, start: str = "002", end: str = "003") -> date | None:
    """The first of the month a period lies in; None when it is unreadable or longer."""
    first, last = block.day(start), block.day(end)
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return first.replace(day=1)


def is_current(block: Block, of: Context, start: str = "002", end: str = "003") -> bool:
    """Whether a period lies in the month declared."""
    month = of.month_text  # compared as it is written: this is asked of every base
    return block.value(start)[2:] == month and block.value(end)[2:] == month


@lru_cache(maxsize=64)
def length(month: date) -> int:
    """How many days a month has."""
    return monthrange(month.year, month.month)[1]


def is_whole(of: Context) -> bool:
    """Whether the declaration holds all employees of the month: totals mean something then."""
    return of.month is not None and of.root.value("003") in ("", WHOLE)

"""The forms that many rules have: what a block needs or forbids, which date comes first."""

from collections.abc import Callable
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache, wraps
from typing import TypeVar

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, Known, ValueCheck, Verdict
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import day

BlockCheck = Callable[[Block, Context], bool]
_V = TypeVar("_V", bound=Verdict)


def needs(*numbers: str) -> BlockCheck:
    """Wrong when one of these rubrics is not in the block."""
    wanted = frozenset(numbers)

    def check(block: Block, _of: Context) -> bool:
        return not wanted <= block.values.keys()

    return check


def needs_one_of(*numbers: str) -> BlockCheck:
    """Wrong when none of these rubrics is in the block."""
    wanted = frozenset(numbers)

    def check(block: Block, _of: Context) -> bool:
        return wanted.isdisjoint(block.values)

    return check


def forbids(*numbers: str) -> BlockCheck:
    """Wrong when one of these rubrics is in the block."""
    unwanted = frozenset(numbers)

    def check(block: Block, _of: Context) -> bool:
        return not unwanted.isdisjoint(block.values)

    return check


def later(first: date | None, second: date | None) -> bool:
    """Whether both dates are known and the first comes after the second."""
    return first is not None and second is not None and first > second


def not_before(number: str, earliest: str) -> BlockCheck:
    """Wrong when the date in `number` comes before that in `earliest`.

    Both are numbers of the block, or whole rubrics of a block above.
    """

    def check(block: Block, _of: Context) -> bool:
        first, last = value_of(block, earliest), value_of(block, number)
        # Within one month the days compare as they are written.
        if first[2:] == last[2:] and first <= last:
            return False
        return later(day(first), day(last))

    return check


def day_of(block: Block, name: str) -> date | None:
    """The date of a rubric of the block (`001`) or of a block above (`S21.G00.40.001`)."""
    return block.day(name) if len(name) < 10 else block.above(name[:10]).day(name[11:])


def past_month(number: str, months: int = 0) -> BlockCheck:
    """Wrong when the date is after the main month, or after so many months more (CT25 4.4.12)."""

    def check(block: Block, of: Context) -> bool:
        text = block.value(number)
        if text[2:] == of.month_text:
            return False
        return later(day(text), month_end(of, months))

    return check


def month_end(of: Context, more: int) -> date | None:
    """The last day of the month so many months after the main one; None in an event."""
    return None if of.month is None else _last_day(of.month, more)


@lru_cache(maxsize=64)
def _last_day(first: date, more: int) -> date:
    years, month = divmod(first.month + more, 12)
    if first.year + years > MAXYEAR:
        return date.max
    return date(first.year + years, month + 1, 1) - timedelta(days=1)


def past_file_date(number: str) -> BlockCheck:
    """Wrong when the date is after the day the file was made (events, CT25 4.4.13)."""

    def check(block: Block, of: Context) -> bool:
        return later(block.day(number), of.file_date)

    return check


def all_of(*checks: BlockCheck) -> BlockCheck:
    """Wrong when each of these is wrong."""

    def check(block: Block, of: Context) -> bool:
        return all(each(block, of) for each in checks)

    return check


def exactly_when(number: str, where: str, *values: str) -> BlockCheck:
    """Wrong when the rubric lacks though `where` has one of these values, or the reverse.

    `where` is a number of the block, or a whole rubric of a block above.
    """
    wanted = frozenset(values)

    def check(block: Block, _of: Context) -> bool:
        return block.has(number) != (value_of(block, where) in wanted)

    return check


def value_of(block: Block, name: str) -> str:
    """The value of a rubric of the block (`001`) or of a block above (`S21.G00.40.001`)."""
    return block.value(name) if len(name) < 10 else block.above(name[:10]).value(name[11:])


def one_of(name: str, *values: str) -> BlockCheck:
    """Wrong when the rubric (a number of the block, or a whole one above) has such a value."""
    listed = frozenset(values)

    def check(block: Block, _of: Context) -> bool:
        return value_of(block, name) in listed

    return check


def other_than(name: str, *values: str) -> BlockCheck:
    """Wrong when the rubric is there with another value than these."""
    listed = frozenset(values)

    def check(block: Block, _of: Context) -> bool:
        value = value_of(block, name)
        return value != "" and value not in listed

    return check


def at(block: Block, number: str, **details: str | int) -> Finding:
    """A finding at a rubric of another block than the one that has the rule run."""
    return Finding(
        details=details,
        line=block.line_of(number),
        rubric=f"{block.code}.{number}",
        value=block.value(number),
    )


def unlisted(table: str) -> ValueCheck:
    """Wrong when the value is not in an outside table; for `@value_control(code, table=table)`."""

    def check(value: str, known: Known) -> bool:
        codes = known.table(table)
        return codes is not None and value not in codes

    return check


def in_whole_files(check: Callable[[Block, Context], _V]) -> Callable[[Block, Context], _V | bool]:
    """The same check, silent in the extracts of a lot: what they lack may have been left out.

    For rules that find something missing elsewhere than at the rubric they tell.
    """

    @wraps(check)
    def whole(block: Block, of: Context) -> _V | bool:
        return not of.is_extract and check(block, of)

    return whole

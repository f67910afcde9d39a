"""What replaces what: declared twice, replaced by a lower order, replacing something unknown."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from mandat.formats.dsn.history.registry import Found, rule
from mandat.formats.dsn.history.sequence import Placed, Sequence
from mandat.formats.dsn.history.trace import MONTHLY, REPLACES
from mandat.formats.dsn.model import Compared

TYPE, ORDER, REPLACED = "S20.G00.05.002", "S20.G00.05.004", "S20.G00.05.006"
NORMAL = frozenset({"01", "02"})


@rule("second-normal", for_trials=False)
def second_normal(of: Sequence) -> Iterator[Found]:
    """Two normal declarations of the same thing: the second is refused (CT25 p.14).

    The same file twice is one declaration; trials may be sent as often as one likes (CT25 p.13).
    """
    groups: dict[tuple[object, ...], list[Placed]] = defaultdict(list)
    for one in of.all:
        trace = one.trace
        if trace.type in NORMAL and (trace.month or trace.nature != MONTHLY):
            same = (trace.month, trace.fraction) if trace.month else (trace.nature, trace.order)
            groups[same].append(one)
    for group in groups.values():
        different = {(one.trace.order, one.trace.file_date): one for one in group}
        *others, last = sorted(different.values(), key=_built)
        if others:
            yield Found(
                _in_force(of, last).at,
                rubric=TYPE,
                value=last.trace.type,
                details={"first": _day(others[-1].trace.file_date)},
                compared=(Compared(ORDER, str(others[-1].trace.order)),),
            )


@rule("lower-order")
def lower_order(of: Sequence) -> Iterator[Found]:
    """A replacement built later has a lower order: it was refused (CT25 p.15).

    Told of the declaration that it should have replaced, which is the one in force.
    """
    for one in of.all:
        trace = one.trace
        if trace.nature != MONTHLY or trace.type not in REPLACES or trace.month is None:
            continue
        best = _in_force(of, one)
        built, first = trace.file_date, best.trace.file_date
        if built and first and built > first and trace.order < best.trace.order:
            yield Found(
                best.at,
                matter=f"{trace.order}:{built}",
                rubric=ORDER,
                value=str(best.trace.order),
                details={"order": trace.order, "built": _day(built)},
                compared=(Compared(ORDER, str(trace.order)),),
            )


@rule("replaces-unknown")
def replaces_unknown(of: Sequence) -> Iterator[Found]:
    """An event replaces or cancels one that was never received (rule 11; CID-11).

    A monthly declaration does not name what it replaces. Silent about what is older than all
    that is known of the establishment.
    """
    days = [one.trace.file_date for one in of.all if one.trace.file_date]
    known = {(one.trace.nature, one.trace.identifier) for one in of.all}
    for one in of.every_event:
        named = one.trace.replaces
        day = _named_day(named)
        if day and days and min(days) <= day and (one.trace.nature, named) not in known:
            yield Found(one.at, rubric=REPLACED, value=named)


def _in_force(of: Sequence, one: Placed) -> Placed:
    """The declaration that stands for the month and fraction of this one; an event for itself."""
    view = of.months.get(one.trace.month) if one.trace.month else None
    parts = view.parts if view else []
    return next((part for part in parts if part.trace.fraction == one.trace.fraction), one)


def _built(one: Placed) -> tuple[date, int, int]:
    return one.trace.file_date or date.min, one.trace.order, one.at


def _named_day(replaces: str) -> date | None:
    """The day that S20.G00.05.006 begins with: `JJMMAAAA`, then the order."""
    digits = replaces[:8]
    if len(replaces) <= 8 or not (replaces.isascii() and replaces.isdigit()):
        return None
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""

"""Figures of an establishment that move more than usual from one month to the next."""

from collections import defaultdict
from collections.abc import Iterator

from mandat.formats.dsn.history.registry import Found, rule
from mandat.formats.dsn.history.sequence import MonthView, Present, Sequence, later
from mandat.formats.dsn.history.trace import Stint, Worker
from mandat.formats.dsn.model import Compared
from mandat.formats.dsn.recalculation.amounts import euros
from mandat.formats.dsn.recalculation.tables import thresholds

GROSS_PERCENT = 30
GROSS_LEAST = 300_000
"""Gross of the people who stay: 30 % and 3,000 € more or less. Both are ours: no text has one."""
HEADCOUNT_FACTOR = 2
HEADCOUNT_LEAST = 5
"""Twice as many people (or half), and five at least, more or less: ours."""
QUIET_MONTHS = 12
"""A threshold crossed within the last year is not told again: ours, against to and fro."""
YEARLY_MONTH = 1
"""The rates of the accident insurance are new in January [MEM]: all of a risk together is usual."""
GROSS, RATE = "S21.G00.51.013", "S21.G00.40.043"


@rule("gross-variation")
def gross_variation(of: Sequence) -> Iterator[Found]:
    """The people who are there in both months earn much more or much less than the month before.

    Silent where the same month a year ago moved the same way (a bonus every December), and where
    it only comes back to what it was before the month that was told.
    """
    told = None
    for before, after in of.whole_pairs():
        then, now = _staying(before, after)
        if not _varies(then, now) or _is_seasonal(of, after, now - then):
            continue
        if before.month == told and _is_back(of, after):
            continue
        told = after.month
        percent = round(100 * (now - then) / then) if then else 0
        yield Found(
            after.first.at,
            rubric=GROSS,
            details={"before": euros(then), "after": euros(now), "percent": f"{percent:+d}"},
        )


def _staying(before: MonthView, after: MonthView) -> tuple[int, int]:
    """What those earn in both months whose contracts neither begin nor end in one of them."""
    then = now = 0
    for one in before.workers:
        other = after.find(one.worker)
        if other and _is_settled(one.worker, before) and _is_settled(other.worker, before):
            then += one.worker.gross
            now += other.worker.gross
    return then, now


def _is_settled(worker: Worker, since: MonthView) -> bool:
    return all(
        one.start is not None and one.start <= since.month and one.end is None
        for one in worker.stints
    )


def _varies(then: int, now: int) -> bool:
    change = abs(now - then)
    return then > 0 and change >= GROSS_LEAST and change * 100 > GROSS_PERCENT * then


def _is_back(of: Sequence, after: MonthView) -> bool:
    """Whether it is as two months before."""
    other = of.months.get(later(after.month, -2))
    return other is not None and not _varies(*_staying(other, after))


def _is_seasonal(of: Sequence, after: MonthView, change: int) -> bool:
    """Whether the same two months of the year before moved the same way, as unusually."""
    view, earlier = of.months.get(later(after.month, -12)), of.months.get(later(after.month, -13))
    if view is None or earlier is None:
        return False
    then, now = _staying(earlier, view)
    return _varies(then, now) and (now > then) == (change > 0)


@rule("headcount-jump")
def headcount_jump(of: Sequence) -> Iterator[Found]:
    """Many more or many fewer people than the month before."""
    for before, after in of.whole_pairs():
        low, high = sorted((before.headcount, after.headcount))
        if high - low >= HEADCOUNT_LEAST and high >= HEADCOUNT_FACTOR * low:
            yield Found(
                after.first.at,
                details={"before": before.headcount, "after": after.headcount},
            )


@rule("headcount-threshold")
def headcount_threshold(of: Sequence) -> Iterator[Found]:
    """The headcount has crossed a number from which duties change."""
    crossed: dict[int, object] = {}
    for before, after in of.whole_pairs():
        for bound in thresholds():
            if (before.headcount >= bound) == (after.headcount >= bound):
                continue
            since, crossed[bound] = crossed.get(bound), after.month
            if since is None or since < later(after.month, -QUIET_MONTHS):  # type: ignore[operator]  # a date
                yield Found(
                    after.first.at,
                    matter=str(bound),
                        details={
                        "threshold": bound, "before": before.headcount, "after": after.headcount,
                    },
                )  # fmt: skip


@rule("accident-rate-changed")
def accident_rate_changed(of: Sequence) -> Iterator[Found]:
    """The rate of the accident insurance of a running contract is not that of the month before.

    Once for all who change alike. In January new rates are notified: silent where everybody of a
    risk changes alike.
    """
    for before, after in of.pairs():
        moved: dict[tuple[str, int, int], list[tuple[Present, Stint]]] = defaultdict(list)
        kept: set[str] = set()
        for one in after.workers:
            earlier = before.find(one.worker)
            for stint, old in _same_contracts(one.worker, earlier.worker if earlier else None):
                if stint.rate is None or old.rate is None or stint.risk != old.risk:
                    continue
                if stint.rate == old.rate:
                    kept.add(stint.risk)
                else:
                    moved[stint.risk, old.rate, stint.rate].append((one, stint))
        yield from _moved(moved, kept, after)


def _moved(
    moved: dict[tuple[str, int, int], list[tuple[Present, Stint]]],
    kept: set[str],
    after: MonthView,
) -> Iterator[Found]:
    risks = [risk for risk, _, _ in moved]
    for (risk, old, new), people in moved.items():
        together = risks.count(risk) == 1 and risk not in kept
        if together and after.month.month == YEARLY_MONTH:
            continue
        one, stint = people[0]
        yield Found(
            one.at,
            matter=f"{risk}:{old}:{new}",
            line=stint.rate_line,
            rubric=RATE,
            value=_text(new),
            details={"before": _text(old), "people": len(people)},
            individual=one.worker.rank,
            compared=(Compared(RATE, _text(old)),),
        )


def _same_contracts(worker: Worker, earlier: Worker | None) -> Iterator[tuple[Stint, Stint]]:
    for stint in worker.stints:
        for old in earlier.stints if earlier else ():
            if stint.key == old.key and stint.start == old.start:
                yield stint, old
                break


def _text(rate: int) -> str:
    return f"{rate / 1000:.2f}"

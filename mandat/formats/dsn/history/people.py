"""Employees from one month to the next: gone, come back, ended twice or not at all."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from mandat.formats.dsn.history.registry import Found, rule
from mandat.formats.dsn.history.sequence import MonthView, Present, Sequence, later
from mandat.formats.dsn.history.trace import Stint, Worker
from mandat.formats.dsn.model import Compared
from mandat.formats.dsn.recalculation.periods import length
from mandat.lib.dates import PARIS, dsn_event_deadline

MOST = 50
"""People of one month named by one rule; beyond, it is the month itself that is wrong (ours)."""
TEMPORARY_MONTHS = 3
"""How long a temporary number may last; ours, after the idea of CRM 121 (facts, rule 26)."""
WITHOUT_EVENT = frozenset({"29", "80", "81"})
"""S21.G00.40.007: trainees, company officers, elected people have no end of contract to declare
by an event [MEM]."""
NOT_ENDED = frozenset({"100", "116", "998", "999"})
"""S21.G00.62.002: the contract goes on elsewhere, or is none; refused in an event (CCH-12)."""
END, START, NUMBER = "S21.G00.62.001", "S21.G00.40.001", "S21.G00.30.020"


@rule("employee-gone")
def employee_gone(of: Sequence) -> Iterator[Found]:
    """Somebody of a month is not in the next one, and nothing said that the contract ended."""
    ended: set[str] = set()
    for before, after in _with_ends(of, ended):
        found = 0
        for one in before.workers:
            worker = one.worker
            if ended.isdisjoint(_keys(worker)) and after.find(worker) is None:
                if any(end.stint.end and end.stint.end <= after.last_day
                       for end in of.endings_of(worker)):  # fmt: skip
                    continue
                found += 1
                if found <= MOST:
                    yield _gone(one, before, after)


def _with_ends(of: Sequence, ended: set[str]) -> Iterator[tuple[MonthView, MonthView]]:
    """Each whole pair, once `ended` holds whoever had left by the end of its first month.

    Pay that comes after the end does not bring anybody back; a contract that begins does.
    """
    pairs = {before.month: after for before, after in of.whole_pairs()}
    for month, view in of.months.items():
        for one in view.workers:
            keys = _keys(one.worker)
            if one.worker.stints and all(stint.end for stint in one.worker.stints):
                ended.update(keys)
            elif _begun(one.worker, view):
                ended.difference_update(keys)
        if month in pairs:
            yield view, pairs[month]


def _begun(worker: Worker, view: MonthView) -> bool:
    """Whether a contract began in that month: somebody who had left is back."""
    return any(one.start is not None and one.start >= view.month for one in worker.stints)


def _keys(worker: Worker) -> set[str]:
    return {key for key in (worker.number, worker.name) if key}


def _gone(one: Present, before: MonthView, after: MonthView) -> Found:
    worker = one.worker
    starts = sorted(stint.start for stint in worker.stints if stint.start)
    compared = tuple(Compared(START, f"{day:%d%m%Y}") for day in starts[:1])
    return Found(
        after.first.at,
        matter=worker.number or worker.name,
        rubric=END,
        details={"rank": worker.rank, "before": f"{before.month:%m/%Y}"},
        compared=compared,
    )


@rule("end-without-event")
def end_without_event(of: Sequence) -> Iterator[Found]:
    """A monthly declaration ends a contract, and no event (FCTU) came within the legal days."""
    for one, stint, end in ends_to_declare(of):
        if of.now >= event_due(end) and not _is_declared(of, one.worker, stint):
            due = dsn_event_deadline(end)
            yield Found(
                one.at,
                matter=f"{one.worker.number or one.worker.name}:{stint.key}:{end}",
                line=stint.end_line,
                rubric=END,
                value=f"{end:%d%m%Y}",
                details={"ended": f"{end:%d/%m/%Y}", "due": f"{due:%d/%m/%Y}"},
                individual=one.worker.rank,
            )


def ends_to_declare(of: Sequence) -> Iterator[tuple[Present, Stint, date]]:
    """The ends of contract of the months declared that an event should tell too, each once."""
    for month, view in of.months.items():
        for one in view.workers:
            for stint in one.worker.stints:
                if (
                    stint.end is not None
                    and stint.end.replace(day=1) == month
                    and stint.end >= of.events_since
                    and stint.reason not in NOT_ENDED
                    and stint.nature not in WITHOUT_EVENT
                ):
                    yield one, stint, stint.end


def event_due(end: date) -> datetime:
    """The moment from which the event of an end of contract is late (facts, §6: five days).

    The law counts from the day the employer knew; the end itself is the latest such day.
    """
    after = dsn_event_deadline(end) + timedelta(days=1)
    return datetime.combine(after, time(0), PARIS)


def _is_declared(of: Sequence, worker: Worker, stint: Stint) -> bool:
    """Whether an event ends a contract of that person: this one, or one on the same day."""
    return any(
        one.stint.end == stint.end or (one.stint.key and one.stint.key == stint.key)
        for one in of.endings_of(worker)
    )


@rule("active-after-end")
def active_after_end(of: Sequence) -> Iterator[Found]:
    """Somebody whose end of contract was declared is paid in a later month as if still there."""
    told: set[tuple[str, str]] = set()
    for month, view in of.months.items():
        for one in view.workers:
            for stint in one.worker.stints:
                key = one.worker.number or one.worker.name, stint.key
                if stint.end is None and key not in told and one.worker.gross > 0:
                    for ending in of.endings_of(one.worker):
                        end = ending.stint.end
                        if end and end < month and _is_same(stint, ending.stint):
                            told.add(key)
                            yield Found(
                                one.at,
                                matter=":".join(key),
                                line=stint.line,
                                rubric=START,
                                value=f"{stint.start:%d%m%Y}" if stint.start else "",
                                details={"ended": f"{end:%d/%m/%Y}"},
                                individual=one.worker.rank,
                                compared=(Compared(END, f"{end:%d%m%Y}"),),
                            )
                            break


def _is_same(running: Stint, ended: Stint) -> bool:
    """The same contract: its number (or its start, where there is none), begun before the end."""
    same = running.key == ended.key if running.key and ended.key else running.start == ended.start
    return same and (running.start is None or ended.end is None or running.start <= ended.end)


@rule("temporary-number", for_trials=False)
def temporary_number(of: Sequence) -> Iterator[Found]:
    """An employee still has no national number months after the contract began.

    Told of the first month in which it lasts too long, as long as the last month has not changed
    it. Not of trials: numbers are often taken out of them.
    """
    told: set[str] = set()
    for view in of.months.values():
        for one in view.workers:
            key = one.worker.number or one.worker.name
            if key in told or not _lasts(one.worker, view):
                continue
            told.add(key)
            now = of.last.find(one.worker) if of.last else None
            if now is None or now.worker.is_temporary:
                yield Found(
                    one.at,
                    matter=one.worker.name or key,
                    line=one.worker.line,
                    rubric=NUMBER,
                    details={"months": TEMPORARY_MONTHS},
                    individual=one.worker.rank,
                )


def _lasts(worker: Worker, view: MonthView) -> bool:
    starts = [stint.start for stint in worker.stints if stint.start]
    if not worker.is_temporary or not starts:
        return False
    bound = later(view.month, -TEMPORARY_MONTHS)
    return min(starts) <= bound.replace(day=length(bound))

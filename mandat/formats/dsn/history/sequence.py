"""The declarations of one establishment in their order: what is in force, month after month."""

from collections.abc import Iterator
from collections.abc import Sequence as List
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from mandat.formats.dsn.history.trace import CANCELS, END, MONTHLY, Stint, Trace, Worker
from mandat.formats.dsn.recalculation.periods import WHOLE, length

YEARS = range(2017, 2101)
"""Before there was no DSN for all; a file that declares beyond says nonsense."""


class Placed(NamedTuple):
    """A trace with its place in the list that was given."""

    at: int
    trace: Trace


class Present(NamedTuple):
    """An employee of a month, in the declaration that says so."""

    at: int
    worker: Worker


class MonthView:
    """One month: the declarations in force, one for each fraction, and everybody in them."""

    def __init__(self, month: date, parts: List[Placed]) -> None:
        """`parts` are in the order of their fractions."""
        self.month = month
        self.parts = parts
        self.first = parts[0]
        self.workers = [Present(p.at, worker) for p in parts for worker in p.trace.workers]
        self.headcount = sum(part.trace.headcount for part in parts)
        self.gross = sum(part.trace.gross for part in parts)
        self._by_key: dict[str, Present] = {}
        for one in reversed(self.workers):
            self._by_key.update(dict.fromkeys(keys_of(one.worker), one))

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """The fractions that are announced (`n` of `d`) and not there; CT25 p.16."""
        said = [part.trace.fraction for part in self.parts]
        split = [text for text in said if len(text) == 2 and text.isdigit() and text != WHOLE]
        wanted = max((int(text[1]) for text in split), default=0)
        there = {int(text[0]) for text in split}
        return tuple(n for n in range(1, wanted + 1) if n not in there)

    @property
    def is_whole(self) -> bool:
        """Whether everybody is in it: every fraction is there, and none is an extract."""
        return not self.missing and not any(part.trace.is_extract for part in self.parts)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.month.replace(day=length(self.month))

    @property
    def is_paid_within(self) -> bool:
        """Whether everybody was paid in the month that was worked, as far as it is said."""
        days = [part.trace.paid_on for part in self.parts]
        return all(day is not None and day <= self.last_day for day in days)

    def find(self, worker: Worker) -> Present | None:
        """The same person in this month: same number, else same names and birth."""
        found = (self._by_key.get(key) for key in keys_of(worker))
        return next((one for one in found if one), None)


def keys_of(worker: Worker) -> list[str]:
    """By what a person is known again, the surest first; a number may change (NTT, then NIR)."""
    return [key for key in (worker.number, worker.name) if key]


def later(month: date, count: int) -> date:
    """The first day of the month `count` months after."""
    rank = month.year * 12 + month.month - 1 + count
    return date(rank // 12, rank % 12 + 1, 1)


class Ending(NamedTuple):
    """An end of contract that was declared by itself (FCTU)."""

    at: int
    worker: Worker
    stint: Stint


class Sequence:
    """Everything known of one establishment at the moment `now`.

    `events_since`: from when on its events are received too, None when they always were. What a
    later declaration replaces is left out of `months` and `events`; `all` has everything.
    """

    def __init__(
        self, placed: List[Placed], *, now: datetime, events_since: date | None = None
    ) -> None:
        """In any order; those replaced are told by their order (CT25 p.15)."""
        self.all = placed
        self.now = now
        self.events_since = events_since or date.min

    @cached_property
    def months(self) -> dict[date, MonthView]:
        """The months declared, in order."""
        best: dict[tuple[date, str], Placed] = {}
        for one in self.all:
            month = one.trace.month
            if one.trace.nature == MONTHLY and month and month.year in YEARS:
                key = month, one.trace.fraction
                if key not in best or _standing(best[key]) < _standing(one):
                    best[key] = one
        parts: dict[date, list[Placed]] = {}
        for (month, _), one in sorted(best.items(), key=lambda item: item[0]):
            parts.setdefault(month, []).append(one)
        return {month: MonthView(month, found) for month, found in parts.items()}

    @cached_property
    def last(self) -> MonthView | None:
        """The last month declared."""
        return self.months[max(self.months)] if self.months else None

    @cached_property
    def events(self) -> list[Placed]:
        """Those in force: neither replaced nor cancelled by one that names them."""
        named = {(one.trace.nature, one.trace.replaces) for one in self.all if one.trace.replaces}
        return [
            one
            for one in self.every_event
            if one.trace.type != CANCELS and (one.trace.nature, one.trace.identifier) not in named
        ]

    @property
    def every_event(self) -> list[Placed]:
        """The events, those replaced and those that cancel too."""
        return [one for one in self.all if one.trace.nature != MONTHLY]

    @cached_property
    def endings(self) -> dict[str, list[Ending]]:
        """What the ends of contract say, by each key of the employee."""
        found: dict[str, list[Ending]] = {}
        for one in self.events:
            if one.trace.nature == END:
                for worker in one.trace.workers:
                    for stint in worker.stints:
                        if stint.end is not None:
                            for key in keys_of(worker):
                                found.setdefault(key, []).append(Ending(one.at, worker, stint))
        return found

    def endings_of(self, worker: Worker) -> list[Ending]:
        """The ends of contract declared for an employee."""
        return [one for key in keys_of(worker) for one in self.endings.get(key, ())]

    def pairs(self) -> Iterator[tuple[MonthView, MonthView]]:
        """Each month with the next one, where both are known."""
        for month, view in self.months.items():
            follower = self.months.get(later(month, 1))
            if follower is not None:
                yield view, follower

    def whole_pairs(self) -> Iterator[tuple[MonthView, MonthView]]:
        """The same, where everybody is in both."""
        return ((one, other) for one, other in self.pairs() if one.is_whole and other.is_whole)


def _standing(one: Placed) -> tuple[bool, int, date, int]:
    """A real declaration stands above any trial; then the greater order; then the later one."""
    trace = one.trace
    return not trace.is_test, trace.order, trace.file_date or date.min, one.at

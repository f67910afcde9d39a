"""Runs every rule on the traces of one establishment or of many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as List
from datetime import date, datetime

from mandat.formats.dsn.catalogue import entry
from mandat.formats.dsn.collector import kept_compared, kept_details, shown
from mandat.formats.dsn.history.months import awaited, deadline
from mandat.formats.dsn.history.people import ends_to_declare, event_due
from mandat.formats.dsn.history.registry import HISTORY, Found, HistoryRule, load
from mandat.formats.dsn.history.sequence import Placed, Sequence
from mandat.formats.dsn.history.trace import Trace
from mandat.formats.dsn.model import Problem


def check_sequence(
    traces: List[Trace], *, now: datetime, events_since: date | None = None
) -> list[tuple[int, Problem]]:
    """What does not follow from one declaration to another, each with the place of its trace.

    `traces` may be of several establishments, in any order, with those that others replace;
    `now` (aware) decides what is late; `events_since`: ends of contract before that day are not
    expected as events. Nothing is said of what a later declaration replaced.
    """
    found = find(traces, now=now, events_since=events_since)
    return [(one.at, _problem(one)) for one in found]


def find(traces: List[Trace], *, now: datetime, events_since: date | None = None) -> list[Found]:
    """The same, as rules find it, with what tells one matter from another."""
    load()
    found: list[Found] = []
    for reals, everything in _establishments(traces):
        of_real = Sequence(reals, now=now, events_since=events_since)
        found += _run(of_real, HISTORY.values())
        if len(everything) > len(reals):
            among = Sequence(everything, now=now, events_since=events_since)
            for one in _run(among, (each for each in HISTORY.values() if each.for_trials)):
                if traces[one.at].is_test and not (reals and one.code == "month-awaited"):
                    found.append(one)
    found.sort(key=lambda one: (one.at, one.line, one.code, one.matter))
    return list(_told_apart(found))


def wakes(
    traces: List[Trace], *, now: datetime, events_since: date | None = None
) -> dict[int, datetime]:
    """When the passing of time alone may change what is found: the place of a trace → after `now`.

    Only the earliest such moment of each; those of which time changes nothing are not there.
    """
    found: dict[int, datetime] = {}
    for reals, everything in _establishments(traces):
        for placed in (reals, everything):
            of = Sequence(placed, now=now, events_since=events_since)
            for at, moment in _moments(of):
                if moment > now and (at not in found or moment < found[at]):
                    found[at] = moment
    return found


def _moments(of: Sequence) -> Iterator[tuple[int, datetime]]:
    due = awaited(of)
    if of.last is not None and due is not None:
        yield of.last.first.at, due
    for month, view in of.months.items():
        late = deadline(month, view) if view.missing else None
        if late is not None:
            yield from ((part.at, late) for part in view.parts)
    for one, _, end in ends_to_declare(of):
        yield one.at, event_due(end)


def _establishments(traces: List[Trace]) -> Iterator[tuple[list[Placed], list[Placed]]]:
    """The real declarations of each establishment, and those with its trials.

    A trial is compared with what was really declared, but never the other way round.
    """
    grouped: dict[str, list[Placed]] = defaultdict(list)
    for at, trace in enumerate(traces):
        if trace.siret:
            grouped[trace.siret].append(Placed(at, trace))
    for placed in grouped.values():
        yield [one for one in placed if not one.trace.is_test], placed


def _run(of: Sequence, rules: Iterable[HistoryRule]) -> Iterator[Found]:
    for rule in rules:
        for one in rule.check(of):
            yield one._replace(code=rule.code, line=one.line or _line(of, one.at))


def _told_apart(found: Iterable[Found]) -> Iterator[Found]:
    """Each with a matter of its own: people without number and name have none."""
    seen: dict[tuple[int, str, str], int] = defaultdict(int)
    for one in found:
        key = one.at, one.code, one.matter
        seen[key] += 1
        yield one if seen[key] == 1 else one._replace(matter=f"{one.matter}#{seen[key]}")


def _line(of: Sequence, at: int) -> int:
    return next(one.trace.line for one in of.all if one.at == at)


def _problem(one: Found) -> Problem:
    known = entry(one.code)
    assert known is not None
    return Problem(
        one.code, one.line, known.level, one.rubric, shown(one.rubric, one.value),
        details=kept_details(one.rubric, one.value, one.details), individual=one.individual,
        compared=tuple(map(kept_compared, one.compared)),
    )  # fmt: skip

"""Anomalies between declarations: compared anew whenever one comes, or a deadline passes.

The establishments of one firm alone are compared; the caller holds the firm's lock.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from django.db.models import Min, Q

from mandat.declarations.choices import AnomalyLevel, AnomalyState, Remedy, StepCause
from mandat.declarations.models import Anomaly, AnomalyStep, Declaration, DeclarationTrace
from mandat.declarations.moving import closing_of, keep
from mandat.declarations.personal import safe_value, tidy
from mandat.declarations.remembering import recall
from mandat.formats.dsn.history.checking import find, wakes
from mandat.formats.dsn.history.registry import HISTORY, Found
from mandat.formats.dsn.history.sequence import YEARS, later
from mandat.formats.dsn.history.trace import Trace
from mandat.vault.crypto import DecryptionError

logger = logging.getLogger(__name__)

_CHUNK: Final = 200
_EVENTS: Final = ("04", "05", "07")
_REACH: Final = 14  # months that a rule looks back: the same of last year and the one before it
_EVENT_REACH: Final = 12  # months before an event that it may be about
_LONG_AGO: Final = date(YEARS[0], 1, 1)
_Matter = tuple[int, str, str]  # declaration, code, subject


@dataclass(frozen=True, slots=True)
class _Window:
    """One establishment: from which month on it is judged anew, and because of what."""

    since: date
    by: Declaration | None


class _Seen:
    """What some establishments show now: of their traces no more is held than what is kept."""

    def __init__(self) -> None:
        self.judged: dict[int, Declaration] = {}
        self.by: dict[int, Declaration | None] = {}  # judged → because of what
        self.found: dict[_Matter, Found] = {}
        self.due: list[DeclarationTrace] = []

    def add(
        self,
        window: _Window,
        kept: Sequence[DeclarationTrace],
        traces: Sequence[Trace],
        since: date,
        at: datetime,
    ) -> None:
        """Compare one establishment."""
        judged = _judged(window, kept, traces)
        for one in find(traces, now=at, events_since=since) if judged else ():
            pk = kept[one.at].declaration_id
            if pk in judged:
                self.found[pk, one.code, _subject(pk, one)] = one
        self.judged |= judged
        self.by |= dict.fromkeys(judged, window.by)
        if kept:
            self.due += _due(kept, wakes(traces, now=at, events_since=since), judged)


def watch(
    firm_id: int, fresh: Iterable[Declaration], *, at: datetime, is_clock: bool = False
) -> set[int]:
    """Compare the establishments of these declarations anew; the clients touched.

    `is_clock`: nothing came, only time passed. Safe to call twice: each matter is one row.
    """
    windows = _windows(fresh, is_clock=is_clock)
    if not windows:
        return set()
    since = _events_since(firm_id)
    touched: set[int] = set()
    seen = _Seen()
    sirets = sorted(windows)
    for start in range(0, len(sirets), _CHUNK):
        part = {siret: windows[siret] for siret in sirets[start : start + _CHUNK]}
        for siret, rows in _traces(firm_id, part):
            seen.add(part[siret], *_opened(rows), since, at)
            if len(seen.judged) >= _CHUNK:
                touched |= _apply(firm_id, seen, at)
                seen = _Seen()
    return touched | _apply(firm_id, seen, at)


def _windows(fresh: Iterable[Declaration], *, is_clock: bool) -> dict[str, _Window]:
    windows: dict[str, _Window] = {}
    for one in sorted(fresh, key=lambda each: each.pk):
        if not one.siret:
            continue
        month = one.month if one.month and one.month.year in YEARS else None
        since = month.replace(day=1) if month else _LONG_AGO
        if one.nature != "01" and month:
            since = max(later(since, -_EVENT_REACH), _LONG_AGO)
        if one.siret in windows:
            since = min(since, windows[one.siret].since)
        windows[one.siret] = _Window(since, None if is_clock else one)
    return windows


def _events_since(firm_id: int) -> date:
    """Since when the firm's events are received too; the last of days where none ever was."""
    events = Declaration.objects.filter(firm_id=firm_id, nature__in=_EVENTS)
    return events.aggregate(first=Min("file_date"))["first"] or date.max


def _traces(
    firm_id: int, windows: dict[str, _Window]
) -> Iterator[tuple[str, list[DeclarationTrace]]]:
    """The traces of each establishment, as far back as its rules look, in order of arrival."""
    oldest = max(later(min(one.since for one in windows.values()), -2 * _REACH), _LONG_AGO)
    rows = (
        DeclarationTrace.objects.filter(firm_id=firm_id, declaration__siret__in=windows)
        .filter(Q(declaration__month__gte=oldest) | Q(declaration__month=None))
        .select_related("declaration")
        .defer("declaration__people", "declaration__summary", "declaration__corrections")
        .order_by("declaration__siret", "declaration_id")
    )
    for siret, kept in groupby(rows.iterator(chunk_size=_CHUNK), lambda row: row.declaration.siret):
        yield siret, list(kept)


def _opened(rows: Iterable[DeclarationTrace]) -> tuple[list[DeclarationTrace], list[Trace]]:
    """The traces that open; one that does not must not keep later files from being read."""
    kept, traces = [], []
    for row in rows:
        try:
            traces.append(recall(row))
        except (DecryptionError, ValueError):
            logger.warning("the trace of declaration %s does not open", row.declaration_id)
        else:
            kept.append(row)
    return kept, traces


def _apply(firm_id: int, seen: _Seen, at: datetime) -> set[int]:
    """Bring the rows of these establishments in line with what is found now."""
    if not seen.judged and not seen.due:
        return set()
    rows = Anomaly.objects.filter(firm_id=firm_id, declaration__in=seen.judged, code__in=HISTORY)
    old = {
        (row.declaration_id or 0, row.code, row.subject): row
        for row in rows.order_by("pk").select_for_update()
    }
    found = seen.found
    steps = list(_steps(old, seen, at))
    keep(steps)
    same = [row for key, row in old.items() if key in found and _say(row, found[key])]
    Anomaly.objects.bulk_update(same, ["line", "details", "individual"], batch_size=_CHUNK)
    new = [_row(seen.judged[key[0]], key, one, at) for key, one in found.items() if key not in old]
    Anomaly.objects.bulk_create(new, batch_size=_CHUNK)
    DeclarationTrace.objects.bulk_update(seen.due, ["due_at"], batch_size=_CHUNK)
    clients = {row.client_id for row in new} | {step.anomaly.client_id for step in steps}
    return {pk for pk in clients if pk}


def _judged(
    window: _Window, kept: Sequence[DeclarationTrace], traces: Sequence[Trace]
) -> dict[int, Declaration]:
    """The declarations in force that may be seen otherwise now."""
    first = max(later(window.since, -_REACH), _LONG_AGO)
    return {
        one.declaration_id: one.declaration
        for one, trace in zip(kept, traces, strict=True)
        if one.declaration.replaced_by_id is None and (trace.month is None or trace.month >= first)
    }


def _subject(declaration_id: int, one: Found) -> str:
    """What tells the matters of a code apart: of one declaration alone, nobody is known again."""
    plain = f"{declaration_id}:{one.code}:{one.matter}"
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def _steps(old: dict[_Matter, Anomaly], seen: _Seen, at: datetime) -> Iterator[AnomalyStep]:
    """What is no longer found is explained; what is found again is open again."""
    for key, row in old.items():
        if key not in seen.found and row.state == AnomalyState.OPEN:
            by = seen.by[key[0]]
            ends = closing_of(by or seen.judged[key[0]], at=at)
            yield row.correct(Remedy.EXPLAINED, by=by, at=at, closes_at=ends)
        elif key in seen.found and row.correction == Remedy.EXPLAINED:
            yield row.reopen(by=None, at=at, cause=StepCause.RETURNED)


def _row(declaration: Declaration, key: _Matter, one: Found, at: datetime) -> Anomaly:
    return Anomaly(
        firm_id=declaration.firm_id,
        file_id=declaration.file_id,
        declaration=declaration,
        client_id=declaration.client_id,
        siren=declaration.siren,
        code=one.code,
        subject=key[2],
        level=AnomalyLevel(HISTORY[one.code].level),
        line=one.line,
        rubric=tidy(one.rubric, 24),
        value=safe_value(one.rubric, one.value),
        details=_details(one),
        individual=one.individual,
        compared=[
            {"rubric": each.rubric, "value": safe_value(each.rubric, each.value), "line": each.line}
            for each in one.compared
        ],
        found_at=at,
    )


def _say(row: Anomaly, one: Found) -> bool:
    """Have the row say what is found now (a gap may have grown); whether it said otherwise."""
    before = row.line, row.details, row.individual
    row.line, row.details, row.individual = one.line, _details(one), one.individual
    return before != (row.line, row.details, row.individual)


def _details(one: Found) -> dict[str, str]:
    return {name: tidy(value) for name, value in one.details.items()}


def _due(
    kept: Sequence[DeclarationTrace], due: dict[int, datetime], judged: dict[int, Declaration]
) -> Iterator[DeclarationTrace]:
    """Where the moment to look again is another now; there is none for what is replaced."""
    for place, one in enumerate(kept):
        moment = due.get(place) if one.declaration.replaced_by_id is None else None
        if one.due_at != moment and (one.declaration_id in judged or one.due_at):
            yield DeclarationTrace(pk=one.pk, due_at=moment)  # without its content

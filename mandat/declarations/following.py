"""What becomes of the anomalies of a declaration that another one replaces.

A fault found again in the one that replaces is the same matter, and goes on there; one that is
gone is corrected. Faults are told apart by code, rubric, employee's rank, value and details: as
many of the old ones go on as the new declaration has of that code and rubric.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from mandat.declarations.choices import AnomalyLevel, AnomalyState, Remedy, StepCause
from mandat.declarations.models import Anomaly, AnomalyStep, Declaration
from mandat.declarations.moving import closing_of, keep

_CHUNK: Final = 200
_CANCELS: Final = "04"  # S20.G00.05.002


@dataclass(frozen=True, slots=True)
class _Group:
    """Anomalies of one declaration or file, those of what replaces it, and by which."""

    olds: Sequence[Anomaly]
    news: Sequence[Anomaly]
    by: Declaration


def follow(
    firm_id: int,
    replaced: Mapping[int, Declaration],
    *,
    at: datetime,
    only: Collection[int] | None = None,
) -> None:
    """Continue or correct what was found in the `replaced` declarations (id → what replaces it).

    Then the same for what concerns their files as a whole, once nothing of a file is in force.
    `only` leaves all anomalies but those ids as they are. The caller holds the firm's lock.
    """
    if not replaced:
        return
    ids = sorted(replaced)
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        _settle(_of_declarations(firm_id, {pk: replaced[pk] for pk in part}), at, only)
    files = set(
        Declaration.objects.filter(firm_id=firm_id, pk__in=ids).values_list("file_id", flat=True)
    )
    follow_files(firm_id, files, at=at, only=only)


def follow_files(
    firm_id: int, files: Collection[int], *, at: datetime, only: Collection[int] | None = None
) -> None:
    """What concerns these files as a whole, where all their declarations are replaced."""
    _settle(_of_files(firm_id, files), at, only)


def _rows(firm_id: int, which: Q) -> list[Anomaly]:
    """The anomalies that have a lifecycle, locked in one order."""
    rows = Anomaly.objects.filter(which, firm_id=firm_id).exclude(level=AnomalyLevel.INFO)
    return list(rows.order_by("pk").select_for_update())


def _of_declarations(firm_id: int, replaced: Mapping[int, Declaration]) -> Iterable[_Group]:
    wanted = {*replaced, *(after.pk for after in replaced.values())}
    found: dict[int, list[Anomaly]] = defaultdict(list)
    for one in _rows(firm_id, Q(declaration__in=wanted)):
        found[one.declaration_id or 0].append(one)
    for pk, after in replaced.items():
        if pk in found:
            yield _Group(found[pk], found.get(after.pk, []), after)


def _of_files(firm_id: int, files: Collection[int]) -> Iterable[_Group]:
    """For each file and company: what replaces the last of its declarations stands for all."""
    mine = Declaration.objects.filter(firm_id=firm_id, file__in=files)
    alive = set(mine.filter(replaced_by=None).values_list("file_id", flat=True))
    dead: dict[int, dict[int, Declaration]] = defaultdict(dict)
    for one in mine.exclude(file__in=alive).select_related("replaced_by").order_by("rank"):
        if one.replaced_by:
            dead[one.file_id][one.replaced_by.pk] = one.replaced_by
    if not dead:
        return
    wanted = {*dead, *(by.file_id for after in dead.values() for by in after.values())}
    found: dict[tuple[int, str], list[Anomaly]] = defaultdict(list)
    for row in _rows(firm_id, Q(declaration=None, file__in=wanted)):
        found[row.file_id, row.siren].append(row)
    for (file, siren), olds in list(found.items()):
        after = list(dead.get(file, {}).values())
        if after:
            places = {by.file_id for by in after}
            news = [row for place in sorted(places) for row in found.get((place, siren), [])]
            last = max(after, key=lambda by: by.pk)
            same = [by for by in after if by.siren == siren] or [last]
            yield _Group(olds, news, max(same, key=lambda by: by.pk))


def _settle(groups: Iterable[_Group], at: datetime, only: Collection[int] | None) -> None:
    steps: list[AnomalyStep] = []
    for group in groups:
        steps += _of_group(group, at, only)
    keep(steps)


def _of_group(group: _Group, at: datetime, only: Collection[int] | None) -> list[AnomalyStep]:
    steps: list[AnomalyStep] = []
    gone_on = {one.continues_in_id for one in group.olds if one.continues_in_id}
    free = [one for one in group.news if one.pk not in gone_on]
    olds = [one for one in group.olds if one.state != AnomalyState.CONTINUED]
    for old, new, is_exact in _pairs([one for one in olds if only is None or one.pk in only], free):
        if new is None:
            if old.state == AnomalyState.OPEN:
                steps.append(_corrected(old, group.by, at))
            continue
        if old.state == AnomalyState.SET_ASIDE and is_exact and new.state == AnomalyState.OPEN:
            carried = {"by": old.state_by, "reason": old.reason, "cause": StepCause.CARRIED}
            steps.append(new.set_aside(at=at, **carried))  # type: ignore[arg-type]  # as named
        steps.append(old.continue_in(new, by=group.by, at=at))
    return steps


def _corrected(old: Anomaly, by: Declaration, at: datetime) -> AnomalyStep:
    remedy = Remedy.CANCELLED if by.type == _CANCELS else Remedy.REPLACED
    return old.correct(remedy, by=by, at=at, closes_at=closing_of(by, at=at))


def _pairs(
    olds: Sequence[Anomaly], news: Sequence[Anomaly]
) -> Iterable[tuple[Anomaly, Anomaly | None, bool]]:
    """Each old one with the new one that goes on for it, and whether the two are alike."""
    free = list(news)
    found: dict[int, tuple[Anomaly | None, bool]] = {}
    for is_exact in (True, False):
        waiting: dict[tuple[object, ...], list[Anomaly]] = defaultdict(list)
        for new in reversed(free):  # popped in the order of the file
            waiting[_key(new, is_exact)].append(new)
        for old in olds:
            alike = waiting.get(_key(old, is_exact)) if old.pk not in found else None
            if alike:
                found[old.pk] = (alike.pop(), is_exact)
        used = {new.pk for new, _ in found.values() if new}
        free = [new for new in free if new.pk not in used]
    for old in olds:
        yield old, *found.get(old.pk, (None, False))


def _key(one: Anomaly, is_exact: bool) -> tuple[object, ...]:  # private, one caller
    if not is_exact:
        return one.code, one.rubric
    details = json.dumps(one.details, sort_keys=True)
    return one.code, one.rubric, one.individual, one.value, details

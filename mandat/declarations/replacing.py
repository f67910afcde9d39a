"""Which declaration is in force where several say the same thing; the others are replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from mandat.declarations.adjusting import adjust
from mandat.declarations.following import follow
from mandat.declarations.models import Declaration
from mandat.declarations.watching import watch

_MONTHLY = "01"
_CHUNK = 200
Key = tuple[str, date | None, str]


def settle(firm_id: int, fresh: Sequence[Declaration], *, at: datetime) -> set[int]:
    """Find what the `fresh` declarations replace and what replaces them; the clients touched.

    Their anomalies follow: those that are gone or put right are corrected, the others go on. What
    the neighbouring declarations show is compared anew first, so that it goes on likewise.
    Nothing is asked but the firm's own declarations; the caller holds the firm's lock.
    """
    replaced: dict[int, Declaration] = {}
    by: dict[int, Declaration] = {}
    for before, after in [*_months(firm_id, fresh), *_events(firm_id, fresh)]:
        before.replaced_by_id = after.pk
        replaced[before.pk], by[before.pk] = before, after
    Declaration.objects.bulk_update(replaced.values(), ["replaced_by"], batch_size=_CHUNK)
    touched = watch(firm_id, fresh, at=at)
    follow(firm_id, by, at=at)
    touched |= adjust(firm_id, {one.siren for one in fresh if one.nature == _MONTHLY}, at=at)
    return touched | {one.client_id for one in replaced.values() if one.client_id}


def _rank(one: Declaration) -> tuple[bool, int, date, int]:
    """A real declaration stands above any test; then the greater order; then the later one."""
    return not one.is_test, one.order, one.file_date or date.min, one.pk


def _key(one: Declaration) -> Key:
    return one.siret, one.month, one.fraction


def _months(
    firm_id: int, fresh: Iterable[Declaration]
) -> Iterable[tuple[Declaration, Declaration]]:
    """Monthly: an establishment, a month and a fraction have one declaration in force.

    CT25 p.359: a monthly declaration does not name what it replaces; its order is greater.
    """
    wanted = {_key(one) for one in fresh if one.nature == _MONTHLY and one.siret and one.month}
    if not wanted:
        return
    groups: dict[Key, list[Declaration]] = defaultdict(list)
    sirets = sorted({siret for siret, _, _ in wanted})
    months = {month for _, month, _ in wanted}
    for start in range(0, len(sirets), _CHUNK):
        found = Declaration.objects.filter(
            firm_id=firm_id, nature=_MONTHLY, siret__in=sirets[start : start + _CHUNK],
            month__in=months,
        ).defer("people", "summary")  # fmt: skip
        for one in found:
            if _key(one) in wanted:
                groups[_key(one)].append(one)
    for group in groups.values():
        first = max(group, key=_rank)
        for one in group:
            if first.pk not in (one.pk, one.replaced_by_id):
                yield one, first


def _events(
    firm_id: int, fresh: Iterable[Declaration]
) -> Iterable[tuple[Declaration, Declaration]]:
    """Events: each replaces or cancels the one that it names, whichever of the two came first."""
    events = [one for one in fresh if one.nature != _MONTHLY and one.siret]
    for one in events:
        day, order = _named(one.replaces)
        if day:
            named = Declaration.objects.filter(
                firm_id=firm_id, siret=one.siret, nature=one.nature, file_date=day, order=order,
                replaced_by=None,
            ).exclude(pk=one.pk)  # fmt: skip
            for older in named:
                if _may_replace(older, one):
                    yield older, one
    for start in range(0, len(events), _CHUNK):
        part = {one.identifier: one for one in events[start : start + _CHUNK] if one.file_date}
        later = Declaration.objects.filter(
            firm_id=firm_id, replaces__in=part, siret__in={one.siret for one in part.values()}
        ).order_by("order")
        for newer in later:
            one = part[newer.replaces]
            if (newer.siret, newer.nature) == (one.siret, one.nature) and _may_replace(one, newer):
                yield one, newer


def _may_replace(older: Declaration, newer: Declaration) -> bool:
    """A test never replaces a real declaration, and nothing replaces itself."""
    return older.pk != newer.pk and (older.is_test or not newer.is_test)


def _named(replaces: str) -> tuple[date | None, int]:
    """Day and order out of S20.G00.05.006; None when it is written otherwise."""
    digits = replaces.isascii() and replaces.isdigit() and 8 < len(replaces) <= 26
    if not digits:
        return None, 0
    try:
        day = date(int(replaces[4:8]), int(replaces[2:4]), int(replaces[:2]))
    except ValueError:
        return None, 0
    return day, int(replaces[8:])

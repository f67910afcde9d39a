"""Rows of the tables of rights before and after a change: applied, turned round, written down.

A change of rights is nothing but rows that come, go or take other values. Said so, undoing one is
applying its rows the other way round, and both refuse where a row is no longer as it was left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, models, transaction
from django.utils.dateparse import parse_datetime

from mandat.clients.models import (
    Confidence,
    ConfidenceMember,
    Placement,
    PlacementSet,
    PlacementSetPortfolio,
)
from mandat.firms.models import Firm, Grant, InvitationPortfolio, Member, Portfolio
from mandat.incidents.models import Incident

Values = tuple[Any, ...]

TABLES: Final[dict[str, type[models.Model]]] = {
    "member": Member,
    "portfolio": Portfolio,
    "grant": Grant,
    "placement": Placement,
    "confidence": Confidence,
    "confidence_member": ConfidenceMember,
    # Not who sees what, but whose task it is: it goes along when somebody leaves.
    "incident": Incident,
}
_HANGING: Final[dict[str, tuple[tuple[type[models.Model], str], ...]]] = {
    "portfolio": (
        (Grant, "portfolio_id"),
        (Placement, "portfolio_id"),
        (InvitationPortfolio, "portfolio_id"),
    ),
    "confidence": ((ConfidenceMember, "confidence_id"),),
}
_BATCH: Final = 500


class Conflict(Exception):
    """A row is not as the change expects it: somebody changed it since."""

    def __init__(self, table: str, key: int | None) -> None:
        super().__init__(f"{table} {key}")
        self.table, self.key = table, key


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row: `before` is None where it comes, `after` is None where it goes.

    The key of a row that comes may be negative: a name for it within one change, which other rows
    may refer to before the database has given it a number.
    """

    key: int
    before: Values | None
    after: Values | None

    def turned(self) -> RowChange:
        """The same, backwards."""
        return RowChange(self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Rows:
    """Changes of rows of one table; values stand in the order of `columns` (`firm_id` left out)."""

    table: str
    columns: tuple[str, ...]
    changes: tuple[RowChange, ...]

    def turned(self) -> Rows:
        """The same, backwards."""
        return replace(self, changes=tuple(one.turned() for one in reversed(self.changes)))

    def as_json(self) -> dict[str, Any]:
        """What JSON can hold; `from_json` gives the same rows again."""
        return {
            "table": self.table,
            "columns": list(self.columns),
            "changes": [[one.key, _told(one.before), _told(one.after)] for one in self.changes],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Rows:
        """The rows that `as_json` told."""
        columns = tuple(data["columns"])
        dated = _dated(data["table"], columns)
        changes = tuple(
            RowChange(key, _read(before, dated), _read(after, dated))
            for key, before, after in data["changes"]
        )
        return cls(data["table"], columns, changes)


def columns_of(table: str) -> tuple[str, ...]:
    """All columns of a table but its key and the firm's."""
    fields = TABLES[table]._meta.concrete_fields  # noqa: SLF001  # Django's own API
    return tuple(f.attname for f in fields if not f.primary_key and f.attname != "firm_id")


def going(table: str, rows: Iterable[models.Model]) -> Rows:
    """The change in which these rows go."""
    columns = columns_of(table)
    return Rows(
        table, columns, tuple(RowChange(row.pk, _values(row, columns), None) for row in rows)
    )


def coming(table: str, rows: Iterable[models.Model]) -> Rows:
    """The change in which these rows, not saved yet, come; a negative `pk` names one."""
    columns = columns_of(table)
    return Rows(
        table,
        columns,
        tuple(
            RowChange(row.pk or -(10**9) - at, None, _values(row, columns))
            for at, row in enumerate(rows)
        ),
    )


def becoming(table: str, rows: Iterable[models.Model], **values: Any) -> Rows:
    """The change in which these rows take `values` (column → value)."""
    columns = tuple(values)
    after = tuple(values.values())
    changes = (RowChange(row.pk, _values(row, columns), after) for row in rows)
    return Rows(table, columns, tuple(one for one in changes if one.before != after))


def turned(edits: Sequence[Rows]) -> tuple[Rows, ...]:
    """A whole change backwards: the last rows first."""
    return tuple(rows.turned() for rows in reversed(edits))


def apply(edits: Iterable[Rows], firm: Firm) -> tuple[Rows, ...]:
    """Write the rows, all or none; the same rows with the numbers that the database gave.

    The caller holds the firm's row locked. Raises Conflict where a row is not as `before` says, or
    where a row that comes is there already.
    """
    names: dict[int, int] = {}
    try:
        with transaction.atomic():
            return tuple(_apply(rows, firm, names) for rows in edits if rows.changes)
    except IntegrityError as error:
        raise Conflict("", None) from error


def _apply(rows: Rows, firm: Firm, names: dict[int, int]) -> Rows:
    model: Any = TABLES[rows.table]
    mine = model.objects.filter(firm_id=firm.pk)
    refers = [at for at, name in enumerate(rows.columns) if name.endswith("_id")]
    changes = [_named(one, refers, names) for one in rows.changes]
    _guard(rows, changes, mine)
    gone = [one.key for one in changes if one.after is None]
    _let_go(rows.table, gone)
    for keys in _some(gone):
        mine.filter(pk__in=keys)._raw_delete(mine.db)  # noqa: SLF001  # rows nothing hangs on
    _update(rows.columns, changes, mine)
    return replace(rows, changes=tuple(_insert(rows.columns, changes, model, firm, names)))


def _some(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def _let_go(table: str, keys: list[int]) -> None:
    """Refuse where something hangs on a row that goes; its empty sets of placements go along."""
    for model, column in _HANGING.get(table, ()):
        held = model._default_manager.filter(**{f"{column}__in": keys}) if keys else None  # noqa: SLF001
        if held is not None and held.exists():
            raise Conflict(table, None)
    if table == "portfolio" and keys:
        links = PlacementSetPortfolio.objects.filter(portfolio_id__in=keys)
        sets = list(links.values_list("placement_set_id", flat=True))
        PlacementSetPortfolio.objects.filter(placement_set_id__in=sets).delete()
        empty = PlacementSet.objects.filter(pk__in=sets)
        empty._raw_delete(empty.db)  # noqa: SLF001  # no client is in them: nothing is placed


def _named(one: RowChange, refers: list[int], names: dict[int, int]) -> RowChange:
    """The same with the numbers of rows that came before in this change."""
    if one.after is None or not names:
        return one
    after = list(one.after)
    for at in refers:
        after[at] = names.get(after[at], after[at])
    return replace(one, after=tuple(after))


def _guard(rows: Rows, changes: list[RowChange], mine: Any) -> None:
    expected = {one.key: one.before for one in changes if one.before is not None}
    for keys in _some(sorted(expected)):
        found = {
            row[0]: row[1:] for row in mine.filter(pk__in=keys).values_list("pk", *rows.columns)
        }
        for key in keys:
            if found.get(key) != expected[key]:
                raise Conflict(rows.table, key)


def _update(columns: tuple[str, ...], changes: list[RowChange], mine: Any) -> None:
    """One statement for all rows that take the same values."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for one in changes:
        if one.before is not None and one.after is not None:
            new = zip(columns, one.before, one.after, strict=True)
            alike[tuple((name, after) for name, before, after in new if before != after)].append(
                one.key
            )
    for values, keys in alike.items():
        for some in _some(keys):
            mine.filter(pk__in=some).update(**dict(values))


def _insert(
    columns: tuple[str, ...],
    changes: list[RowChange],
    model: Any,
    firm: Firm,
    names: dict[int, int],
) -> Iterator[RowChange]:
    """Insert what comes; every change again, those that came with their numbers."""
    new = [one for one in changes if one.before is None and one.after is not None]
    made = [
        model(
            pk=one.key if one.key > 0 else None,
            firm_id=firm.pk,
            **dict(zip(columns, one.after or (), strict=True)),
        )
        for one in new
    ]
    model.objects.bulk_create(made, batch_size=_BATCH)
    numbers = {one.key: row.pk for one, row in zip(new, made, strict=True)}
    names |= {key: number for key, number in numbers.items() if key < 0}
    for one in changes:
        yield replace(one, key=numbers.get(one.key, one.key))


def _values(row: models.Model, columns: tuple[str, ...]) -> Values:
    return tuple(getattr(row, name) for name in columns)


def _told(values: Values | None) -> list[Any] | None:
    if values is None:
        return None
    return [one.isoformat() if isinstance(one, datetime) else one for one in values]


def _dated(table: str, columns: tuple[str, ...]) -> list[int]:
    fields = {f.attname: f for f in TABLES[table]._meta.concrete_fields}  # noqa: SLF001  # as above
    return [at for at, name in enumerate(columns) if isinstance(fields[name], models.DateTimeField)]


def _read(values: list[Any] | None, dated: list[int]) -> Values | None:
    if values is None:
        return None
    read = list(values)
    for at in dated:
        read[at] = parse_datetime(read[at]) if read[at] else None
    return tuple(read)

"""What a change of rights would do to whom, worked out before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_

from mandat.clients.models import Client, Confidence, Placement
from mandat.firms.models import Firm, Member
from mandat.rights.edits import TABLES, Rows
from mandat.rights.reach import Lent, Reach, Seat, reach_of

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Line:
    """What one member gains and loses, in clients."""

    member_id: int
    gained: int
    lost: int


@dataclass(frozen=True)
class Effect:
    """What a change does at `at`: a line for each member who sees other clients than before."""

    at: datetime
    lines: tuple[Line, ...]
    unchanged: int  # how many members see what they saw

    def of(self, member_id: int) -> Line:
        """The line of a member; zeros where nothing changes for them."""
        found = (line for line in self.lines if line.member_id == member_id)
        return next(found, Line(member_id, 0, 0))


@dataclass(frozen=True)
class _Moved:
    """Clients that a change moves: (portfolios before, portfolios after) in bits → how many."""

    groups: Counter[tuple[int, int]]
    bits: int  # the portfolios that some of them come into or go out of
    # client → its portfolios, who is named before and after (None: not confidential then)
    closed: dict[int, tuple[int, frozenset[int] | None, frozenset[int] | None]]


def effect_of(edits: Sequence[Rows], firm: Firm, *, viewer: Member | None, at: datetime) -> Effect:
    """What carrying out `edits` does to what each member of `firm` sees, looked at at `at`.

    Confidential clients whose list names `viewer` neither before nor after are left out: what
    happens to them shows to nobody else. None as viewer leaves nothing out.
    """
    touched = {
        member for rows in edits if rows.table == "grant" for member in values_of(rows, "member_id")
    }
    before = reach_of(firm, at=at, grants_of=touched)
    after = _after(before, edits)
    moved = _moved(before, after, edits, firm)
    return _compare(before, after, moved, viewer.pk if viewer else None)


# ---- the rights after


def _after(before: Reach, edits: Sequence[Rows]) -> Reach:
    reach = before
    for rows in edits:
        if rows.table == "portfolio":
            reach = _portfolios(reach, rows)
        elif rows.table == "member":
            reach = _members(reach, rows)
        elif rows.table == "grant":
            reach = _grants(reach, rows)
    return reach


def _portfolios(reach: Reach, rows: Rows) -> Reach:
    bits, opened = dict(reach.bits), reach.open
    at = rows.columns.index("archived_at") if "archived_at" in rows.columns else None
    for one in rows.changes:
        bit = bits.setdefault(one.key, 1 << len(bits))
        if one.after is None:
            opened &= ~bit
        elif at is not None:
            opened = opened & ~bit if one.after[at] else opened | bit
    return replace(reach, bits=bits, open=opened)


def _members(reach: Reach, rows: Rows) -> Reach:
    seats = dict(reach.seats)
    for one in rows.changes:
        values = dict(zip(rows.columns, one.after or (), strict=False))
        if one.after is None or one.key not in seats:
            continue
        seat = seats[one.key]
        outs = {"suspended_at", "left_at", "frozen_at"} & values.keys()
        is_in = not any(values[name] for name in outs) if outs else seat.is_in
        seats[one.key] = Seat(values.get("role", seat.role), is_in, seat.mask)
    return replace(reach, seats=seats)


def _grants(reach: Reach, rows: Rows) -> Reach:
    """One walk over the changes, however many members they touch."""
    held = {member: dict(reach.grants.get(member, {})) for member in values_of(rows, "member_id")}
    holder = {key: member for member, grants in held.items() for key in grants}
    for one in rows.changes:
        before = holder.pop(one.key, None)
        known = held[before].pop(one.key) if before is not None else None
        values = dict(zip(rows.columns, one.after or (), strict=False))
        member = values.get("member_id", before)
        if one.after is None or member not in held:
            continue
        holder[one.key] = member
        held[member][one.key] = Lent(
            values.get("portfolio_id", known.portfolio if known else 0),
            values.get("starts_at", known.starts_at if known else None),
            values.get("ends_at", known.ends_at if known else None),
        )
    for member, grants in held.items():
        reach = reach.with_grants(member, grants)
    return reach


def values_of(rows: Rows, name: str) -> set[int]:
    """The values of a column, before and after; those of the rows themselves where it is absent."""
    if name not in rows.columns:
        keys = [one.key for one in rows.changes]
        model = TABLES[rows.table]._default_manager  # noqa: SLF001  # Django's own API
        return set(model.filter(pk__in=keys).values_list(name, flat=True))
    at = rows.columns.index(name)
    return {
        values[at]
        for one in rows.changes
        for values in (one.before, one.after)
        if values is not None
    }


# ---- the clients that move


def _moved(before: Reach, after: Reach, edits: Sequence[Rows], firm: Firm) -> _Moved:
    """Which clients change places, and whose lists of names change."""
    changes = list(_placements(edits))
    listed = _listed(edits, before)
    clients = {client for client, _, _ in changes} | set(listed)
    masks, live = _masks(clients, before, firm)
    new = dict(masks)
    for client, gone, come in changes:
        new[client] = new.get(client, 0) & ~after.mask_of(gone) | after.mask_of(come)
    shut = set(before.named) | set(listed)
    groups = Counter(
        (masks.get(client, 0), new.get(client, 0)) for client in live if client not in shut
    )
    closed = {
        client: (masks.get(client, 0), before.named.get(client), names)
        for client, names in listed.items()
        if client in live
    }
    bits = reduce(or_, (here ^ there for here, there in groups), 0)
    return _Moved(groups, bits, closed)


def _placements(edits: Sequence[Rows]) -> Iterator[tuple[int, list[int], list[int]]]:
    """Client, portfolios it goes out of, portfolios it comes into; one row at a time.

    A row that went since is left out: writing the change refuses.
    """
    for rows in edits:
        if rows.table != "placement":
            continue
        owners = _owners(rows)
        for one in rows.changes:
            before = dict(zip(rows.columns, one.before or (), strict=False))
            after = dict(zip(rows.columns, one.after or (), strict=False))
            client = after.get("client_id") or before.get("client_id") or owners.get(one.key)
            if client is None:
                continue
            yield (
                client,
                [before["portfolio_id"]] if before else [],
                [after["portfolio_id"]] if after else [],
            )


def _owners(rows: Rows) -> dict[int, int]:
    """The clients of placements that are only pointed at another portfolio."""
    if "client_id" in rows.columns:
        return {}
    keys = [one.key for one in rows.changes]
    return dict(
        pair
        for some in _some(keys)
        for pair in Placement.objects.filter(pk__in=some).values_list("pk", "client_id")
    )


def _listed(edits: Sequence[Rows], before: Reach) -> dict[int, frozenset[int] | None]:
    """Clients whose confidence changes → the members named afterwards; None once it is lifted."""
    lists = [rows for rows in edits if rows.table == "confidence"]
    names = [rows for rows in edits if rows.table == "confidence_member"]
    keys = {key for rows in names for key in values_of(rows, "confidence_id")}
    keys |= {one.key for rows in lists for one in rows.changes}
    if not keys:
        return {}
    client_of = dict(Confidence.objects.filter(pk__in=keys).values_list("pk", "client_id"))
    found: dict[int, frozenset[int] | None] = {}
    for rows in lists:
        at = rows.columns.index("client_id")
        for one in rows.changes:
            client_of[one.key] = (one.after or one.before or ())[at]
            found[client_of[one.key]] = None if one.after is None else frozenset()
    for rows in names:
        _rename(rows, client_of, found, before)
    return found


def _rename(
    rows: Rows,
    client_of: dict[int, int],
    found: dict[int, frozenset[int] | None],
    before: Reach,
) -> None:
    confidence, member = rows.columns.index("confidence_id"), rows.columns.index("member_id")
    for one in rows.changes:
        values = one.after or one.before or ()
        client = client_of.get(values[confidence])
        if client is None:  # lifted since: writing the change refuses
            continue
        names = found.get(client, before.named.get(client, frozenset()))
        if names is None:  # lifted: its names go along
            continue
        who = frozenset({values[member]})
        found[client] = names | who if one.after else names - who


def _masks(clients: Iterable[int], before: Reach, firm: Firm) -> tuple[dict[int, int], set[int]]:
    """The portfolios (bits) of clients, and which of them are on the firm's list."""
    masks: dict[int, int] = {}
    live: set[int] = set()
    for some in _some(sorted(clients)):
        live |= set(
            Client.objects.filter(firm_id=firm.pk, pk__in=some, removed_at=None).values_list(
                "pk", flat=True
            )
        )
        rows = Placement.objects.filter(firm_id=firm.pk, client_id__in=some)
        for client, portfolio in rows.values_list("client_id", "portfolio_id"):
            masks[client] = masks.get(client, 0) | before.bits[portfolio]
    return masks, live


def _some(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


# ---- the difference


def _compare(before: Reach, after: Reach, moved: _Moved, viewer: int | None) -> Effect:
    still = Counter(before.groups)
    for (old, _), n in moved.groups.items():
        still[old] -= n
    for old, named, _ in moved.closed.values():
        if named is None:
            still[old] -= 1
    lines = []
    for member in before.seats:
        line = _line(member, (before, after), still, moved, viewer)
        if line.gained or line.lost:
            lines.append(line)
    return Effect(before.at, tuple(lines), len(before.seats) - len(lines))


def _line(
    member: int,
    reaches: tuple[Reach, Reach],
    still: Counter[int],
    moved: _Moved,
    viewer: int | None,
) -> Line:
    before, after = reaches
    old, new = before.seats[member], after.seats[member]
    gained = lost = 0
    changes = old != new or before.open != after.open
    if changes:
        for mask, n in still.items():
            did, does = before.sees(old, mask), after.sees(new, mask)
            gained += n * (does and not did)
            lost += n * (did and not does)
    # Clients that move are nothing to who holds none of the portfolios between which they move.
    if changes or old.mask & moved.bits:
        for (here, there), n in moved.groups.items():
            did, does = before.sees(old, here), after.sees(new, there)
            gained += n * (does and not did)
            lost += n * (did and not does)
    for did, does in _closed(member, before, after, moved, viewer):
        gained += does and not did
        lost += did and not does
    return Line(member, gained, lost)


def _closed(
    member: int, before: Reach, after: Reach, moved: _Moved, viewer: int | None
) -> Iterator[tuple[bool, bool]]:
    """For each confidential client that the viewer may know of: did and does the member see it."""
    old, new = before.seats[member], after.seats[member]
    for client, members in before.named.items():
        if client not in moved.closed and (viewer is None or viewer in members):
            yield old.is_in and member in members, new.is_in and member in members
    for mask, were, are in moved.closed.values():
        if viewer is None or viewer in (were or ()) or viewer in (are or ()) or were is None:
            yield (
                before.sees(old, mask) if were is None else old.is_in and member in were,
                after.sees(new, mask) if are is None else new.is_in and member in are,
            )

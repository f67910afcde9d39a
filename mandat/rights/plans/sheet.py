"""The plan of a sheet that was sent back: many grants and placements at once, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from mandat.clients.actions import Refused
from mandat.clients.models import Client, Placement, PlacementSetPortfolio
from mandat.firms.models import Grant, Member, Portfolio
from mandat.lib.text import fold
from mandat.rights import sheet
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import Rows, becoming, coming, going
from mandat.rights.plans.plan import Plan
from mandat.rights.sheet import Span, World
from mandat.rights.sheet_reading import Shelf

Grants = Mapping[tuple[int, Shelf], Span | None]
Places = Mapping[tuple[int, Shelf], bool]


def world_of(by: Member) -> World:
    """The rights of the firm of `by` now, in six questions at any size.

    Confidential clients are never in a sheet, not even for those they name; loans neither, for
    they end by themselves.
    """
    portfolios = list(Portfolio.objects.filter(firm_id=by.firm_id))
    portfolios.sort(key=lambda one: (fold(one.name), one.pk))
    here = {one.pk: one.name for one in portfolios if one.archived_at is None}
    members = list(Member.objects.filter(firm_id=by.firm_id).select_related("user"))
    members.sort(key=lambda one: (fold(one.user.name), one.pk))
    own = Grant.objects.own().filter(firm_id=by.firm_id)
    return World(
        people={
            one.pk: sheet.Person(one.pk, one.user.email, one.user.name, one.role)
            for one in members
            if one.left_at is None
        },
        clients=_clients(by, set(here)),
        portfolios=here,
        archived={one.pk: one.name for one in portfolios if one.archived_at is not None},
        grants={
            (member, portfolio): (sheet.minutes(starts), sheet.minutes(ends))
            for member, portfolio, starts, ends in own.values_list(
                "member_id", "portfolio_id", "starts_at", "ends_at"
            )
        },
        gone=frozenset(one.user.email.casefold() for one in members if one.left_at is not None),
    )


def _clients(by: Member, here: set[int]) -> dict[int, sheet.Client]:
    sets: dict[int | None, frozenset[int]] = {}
    links = PlacementSetPortfolio.objects.filter(firm_id=by.firm_id, portfolio_id__in=here)
    for found, portfolio in links.values_list("placement_set_id", "portfolio_id"):
        sets[found] = sets.get(found, frozenset()) | {portfolio}
    rows = _open_clients(by).order_by("sort_name", "pk")
    return {
        key: sheet.Client(key, name, number, sets.get(found, frozenset()))
        for key, name, number, found in rows.values_list("pk", "name", "number", "placement_set_id")
    }


def _open_clients(by: Member) -> Any:
    """The clients that a sheet speaks of: those of the list that are not confidential."""
    return Client.objects.visible_to(by).filter(placement_set__confidential_id=None)


def change_by_sheet(grants: Grants, places: Places, *, by: Member, at: datetime) -> Plan:
    """Grants and placements as a sheet asks for them; a name for a number is a new portfolio.

    Refused: `unknown_member`, `unknown_client`, `unknown_portfolio`, `archived`, `left`,
    `name_taken`, `dates` for an end that is not to come.
    """
    names = sorted({shelf for _, shelf in (*grants, *places) if isinstance(shelf, str)})
    new = {name: -1 - rank for rank, name in enumerate(names)}
    _check(grants, places, by, at)
    taken = {one.casefold() for one in _names_of(by)}
    if any(name.casefold() in taken for name in names) or len({*map(str.casefold, names)}) < len(
        new
    ):
        raise Refused("name_taken")
    shelves = [Portfolio(pk=new[name], firm=by.firm, name=name, created_at=at) for name in names]
    granting, counts = _granting(grants, new, by, at)
    placing, placed = _placing(places, new, by, at)
    about = {**counts, **placed, "created": len(names), "names": names}
    return Plan(
        ChangeKind.SHEET, by.firm, (coming("portfolio", shelves), *granting, *placing), at, about
    )


def _names_of(by: Member) -> Iterable[str]:
    return Portfolio.objects.filter(firm_id=by.firm_id).values_list("name", flat=True)


def _check(grants: Grants, places: Places, by: Member, at: datetime) -> None:
    """Nobody and nothing that the firm has not, or has no more."""
    people = dict(Member.objects.filter(firm_id=by.firm_id).values_list("pk", "left_at"))
    shelves = dict(Portfolio.objects.filter(firm_id=by.firm_id).values_list("pk", "archived_at"))
    known = set(_open_clients(by).values_list("pk", flat=True)) if places else set()
    if any(member not in people for member, _ in grants):
        raise Refused("unknown_member")
    if any(people[member] is not None for member, _ in grants):
        raise Refused("left")
    if any(client not in known for client, _ in places):
        raise Refused("unknown_client")
    used = {shelf for _, shelf in (*grants, *places) if isinstance(shelf, int)}
    if not used <= shelves.keys():
        raise Refused("unknown_portfolio")
    if any(shelves[shelf] is not None for shelf in used):
        raise Refused("archived")
    now = at.timestamp() / 60
    if any(span is not None and span[1] is not None and span[1] <= now for span in grants.values()):
        raise Refused("dates")


def _granting(
    grants: Grants, new: dict[str, int], by: Member, at: datetime
) -> tuple[tuple[Rows, ...], dict[str, int]]:
    have = {
        (grant.member_id, grant.portfolio_id): grant
        for grant in Grant.objects.own().filter(
            firm_id=by.firm_id, member_id__in={member for member, _ in grants}
        )
    }
    gone, more, dated = [], [], []
    for (member, shelf), span in sorted(grants.items(), key=str):
        key = new[shelf] if isinstance(shelf, str) else shelf
        grant = have.get((member, key))
        if span is None:
            gone += [grant] if grant else []
            continue
        starts, ends = _moment(span[0]), _moment(span[1])
        if grant is None:
            more.append(
                Grant(firm=by.firm, member_id=member, portfolio_id=key, granted_at=at,
                      granted_by=by, starts_at=starts, ends_at=ends)
            )  # fmt: skip
        elif (sheet.minutes(grant.starts_at), sheet.minutes(grant.ends_at)) != span:
            dated.append(becoming("grant", [grant], starts_at=starts, ends_at=ends))
    counts = {"granted": len(more), "revoked": len(gone), "dated": len(dated)}
    return (going("grant", gone), *dated, coming("grant", more)), counts


def _placing(
    places: Places, new: dict[str, int], by: Member, at: datetime
) -> tuple[tuple[Rows, ...], dict[str, int]]:
    used = {shelf for _, shelf in places if isinstance(shelf, int)}
    there = {
        (row.client_id, row.portfolio_id): row
        for row in Placement.objects.filter(firm_id=by.firm_id, portfolio_id__in=used)
        if (row.client_id, row.portfolio_id) in places
    }
    gone = [there[cell] for cell in sorted(there) if not places[cell]]
    more = [
        Placement(
            firm=by.firm, client_id=client, placed_at=at, placed_by=by,
            portfolio_id=new[shelf] if isinstance(shelf, str) else shelf,
        )
        for (client, shelf), wanted in sorted(places.items(), key=str)
        if wanted and (client, shelf) not in there
    ]  # fmt: skip
    counts = {"placed": len(more), "unplaced": len(gone)}
    return (going("placement", gone), coming("placement", more)), counts


def _moment(minute: int | None) -> datetime | None:
    return None if minute is None else datetime.fromtimestamp(minute * 60, UTC)

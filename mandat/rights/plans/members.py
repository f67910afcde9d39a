"""Plans about members: what they are granted, their role, whether they may come in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mandat.clients.actions import Refused
from mandat.firms.models import Grant, Member, Portfolio
from mandat.firms.permissions import Role
from mandat.rights.choices import ChangeKind
from mandat.rights.edits import becoming, coming, going
from mandat.rights.plans.plan import Plan


@dataclass(frozen=True)
class Wanted:
    """A cell of the matrix as it should be: granted (from–until), or not at all."""

    member_id: int
    portfolio_id: int
    granted: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def change_grants(cells: Iterable[Wanted], *, by: Member, at: datetime) -> Plan:
    """Bring own grants in line with `cells` (the last word of a cell counts); loans stay.

    Refused: `unknown_member`, `unknown_portfolio`, `archived`, `left`, `dates` where the end is
    not after the start or not to come.
    """
    wanted = {(one.member_id, one.portfolio_id): one for one in cells}
    members = _members({member for member, _ in wanted}, by)
    portfolios = _portfolios({portfolio for _, portfolio in wanted}, by)
    have = {
        (grant.member_id, grant.portfolio_id): grant
        for grant in Grant.objects.own().filter(
            firm_id=by.firm_id, member_id__in=members, portfolio_id__in=portfolios
        )
    }
    new, gone, dated = [], [], []
    for cell, one in sorted(wanted.items()):
        _check(one, members[cell[0]], portfolios[cell[1]], at)
        grant = have.get(cell)
        if grant is None and one.granted:
            new.append(_grant(one, by, at))
        elif grant is not None and not one.granted:
            gone.append(grant)
        elif grant is not None:
            dated.append(becoming("grant", [grant], starts_at=one.starts_at, ends_at=one.ends_at))
    edits = (going("grant", gone), *(rows for rows in dated if rows.changes), coming("grant", new))
    about = {
        "members": sorted({members[member].user.name for member, _ in wanted}),
        "portfolios": sorted({portfolios[portfolio].name for _, portfolio in wanted}),
        "granted": len(new),
        "revoked": len(gone),
    }
    starts = [one.starts_at for one in wanted.values() if one.starts_at and one.starts_at > at]
    return Plan(
        ChangeKind.GRANTS_CHANGED, by.firm, edits, at, about, min(starts) if starts else None
    )


def set_role(member: Member, role: Role, *, by: Member, at: datetime) -> Plan:
    """Another role. Refused: `left`. The last administrator is kept when it is carried out."""
    _still_here(member)
    rows = becoming("member", [member], role=role.value)
    about = {"member": member.user.name, "before": member.role, "after": role.value}
    return Plan(ChangeKind.ROLE_CHANGED, by.firm, (rows,), at, about)


def suspend(member: Member, *, by: Member, at: datetime) -> Plan:
    """Keep somebody out for a while; their rights wait for them. Refused: `left`, `yourself`."""
    _still_here(member)
    if member.pk == by.pk:
        raise Refused("yourself")
    rows = [member] if member.suspended_at is None else []
    edits = (becoming("member", rows, suspended_at=at, suspended_by_id=by.pk),)
    return Plan(ChangeKind.SUSPENDED, by.firm, edits, at, {"member": member.user.name})


def reactivate(member: Member, *, by: Member, at: datetime) -> Plan:
    """Let somebody who was suspended in again. Refused: `left`."""
    _still_here(member)
    edits = (becoming("member", [member], suspended_at=None, suspended_by_id=None),)
    return Plan(ChangeKind.REACTIVATED, by.firm, edits, at, {"member": member.user.name})


def _check(one: Wanted, member: Member, portfolio: Portfolio, at: datetime) -> None:
    if not one.granted:
        return
    if portfolio.archived_at is not None:
        raise Refused("archived")
    _still_here(member)
    if one.ends_at is not None and one.ends_at <= max(one.starts_at or at, at):
        raise Refused("dates")


def _still_here(member: Member) -> None:
    if member.left_at is not None:
        raise Refused("left")


def _grant(one: Wanted, by: Member, at: datetime) -> Grant:
    return Grant(
        firm=by.firm,
        member_id=one.member_id,
        portfolio_id=one.portfolio_id,
        granted_at=at,
        granted_by=by,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
    )


def _members(keys: set[int], by: Member) -> dict[int, Member]:
    found = Member.objects.filter(firm_id=by.firm_id).select_related("user").in_bulk(keys)
    if len(found) < len(keys):
        raise Refused("unknown_member")
    return found


def _portfolios(keys: set[int], by: Member) -> dict[int, Portfolio]:
    found = Portfolio.objects.filter(firm_id=by.firm_id).in_bulk(keys)
    if len(found) < len(keys):
        raise Refused("unknown_portfolio")
    return found

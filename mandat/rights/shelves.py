"""The portfolios that a member looks after: how much is in each, who opens it and how."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from mandat.firms.models import Grant, Member, Portfolio
from mandat.firms.permissions import Permission, Role
from mandat.rights.reach import reach_of


@dataclass(frozen=True)
class Shelf:
    """A portfolio with its number of clients and of people who open it, administrators apart."""

    portfolio: Portfolio
    clients: int
    members: int


@dataclass(frozen=True)
class Opening:
    """One way in which a member opens a portfolio."""

    grant: Grant
    member: Member
    in_force: bool
    may_end: bool  # whether the reader may take it away here


def looked_after(member: Member) -> QuerySet[Portfolio]:
    """The portfolios whose pages a member opens: all for an administrator, archived ones too."""
    if member.may(Permission.MANAGE_RIGHTS):
        return Portfolio.objects.filter(firm_id=member.firm_id)
    return Portfolio.objects.managed_by(member)


def shelves_of(member: Member, *, at: datetime) -> list[Shelf]:
    """What `looked_after` gives, counted, by name; in eight questions at any size."""
    reach = reach_of(member.firm, at=at)
    sizes, people = reach.sizes(), Counter[int]()
    for seat in reach.seats.values():
        if seat.is_in and seat.role != Role.ADMINISTRATOR:
            people.update(key for key, bit in reach.bits.items() if seat.mask & bit)
    return [Shelf(one, sizes[one.pk], people[one.pk]) for one in looked_after(member)]


def openings_of(portfolio: Portfolio, viewer: Member, *, at: datetime) -> list[Opening]:
    """Who opens a portfolio by a grant or a loan, of now or later, by name."""
    rows = (
        Grant.objects.filter(firm_id=portfolio.firm_id, portfolio=portfolio, member__left_at=None)
        .select_related("member__user", "covering__user", "granted_by__user")
        .order_by("member__user__name", "pk")
    )
    return [
        Opening(
            grant=one,
            member=one.member,
            in_force=one.starts_at is None or one.starts_at <= at,
            may_end=one.covering_id is None and may_grant_to(one.member, by=viewer),
        )
        for one in rows
        if one.ends_at is None or one.ends_at > at
    ]


def may_grant_to(member: Member, *, by: Member) -> bool:
    """Whether `by` may change what `member` is granted: a manager, of those below alone."""
    below = member.role not in {Role.ADMINISTRATOR, Role.MANAGER}
    return by.may(Permission.MANAGE_RIGHTS) or below


def grantable(by: Member) -> QuerySet[Member]:
    """The people to whom `by` may grant a portfolio, by name; administrators see all anyway."""
    people = Member.objects.visible_to(by).filter(left_at=None).exclude(role=Role.ADMINISTRATOR)
    if not by.may(Permission.MANAGE_RIGHTS):
        people = people.exclude(role=Role.MANAGER)
    return people.select_related("user").order_by("user__name", "pk")

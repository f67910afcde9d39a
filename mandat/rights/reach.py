"""Who reaches which clients of a firm at one moment, small enough to be compared in memory.

Clients are counted by the set of portfolios they are in (a few sets, whatever the number of
clients), sets of portfolios are bits of a whole number, and what a member sees is one AND.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count

from mandat.clients.models import Client, ConfidenceMember, PlacementSet, PlacementSetPortfolio
from mandat.firms.models import Firm, Grant, Member, Portfolio
from mandat.firms.permissions import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """A member: their role, whether they may come in, the portfolios granted now (bits)."""

    role: str
    is_in: bool
    mask: int = 0


@dataclass(frozen=True, slots=True)
class Lent:
    """A grant: of which portfolio (id), from–until."""

    portfolio: int
    starts_at: datetime | None
    ends_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it is in force, as `GrantQuerySet.in_force` says."""
        return (self.starts_at is None or self.starts_at <= at) and (
            self.ends_at is None or self.ends_at > at
        )


@dataclass(frozen=True)
class Reach:
    """The rights of a firm at one moment."""

    at: datetime
    seats: dict[int, Seat]
    bits: dict[int, int]  # portfolio → its bit
    open: int  # bits of the portfolios that are not archived
    groups: Counter[int]  # portfolios that clients are in (bits) → how many clients
    named: dict[int, frozenset[int]]  # confidential client → the members it is open to
    grants: dict[int, dict[int, Lent]] = field(default_factory=dict)  # member → grant → it

    def sees(self, seat: Seat, mask: int) -> bool:
        """Whether who sits there sees a client, not confidential, in these portfolios."""
        return seat.is_in and (
            seat.role == Role.ADMINISTRATOR or bool(seat.mask & mask & self.open)
        )

    def count(self, member_id: int) -> int:
        """How many clients the member sees, confidential ones included."""
        seat = self.seats[member_id]
        if not seat.is_in:
            return 0
        named = sum(member_id in members for members in self.named.values())
        if seat.role == Role.ADMINISTRATOR:
            return self.groups.total() + named
        granted = seat.mask & self.open
        return named + sum(n for mask, n in self.groups.items() if mask & granted)

    def known_to(self, *members: int) -> Reach:
        """The same without the confidential clients that are closed to any of these members.

        Counts shown to somebody are made from it: a number too many would tell that there is one.
        """
        named = {client: names for client, names in self.named.items() if names.issuperset(members)}
        return replace(self, named=named)

    def sizes(self) -> Counter[int]:
        """How many clients each portfolio (id) holds, confidential ones left out."""
        of_bit = {bit: key for key, bit in self.bits.items()}
        sizes: Counter[int] = Counter()
        for mask, n in self.groups.items():
            rest = mask
            while rest:
                lowest = rest & -rest
                sizes[of_bit[lowest]] += n
                rest ^= lowest
        return sizes

    def mask_of(self, portfolios: Iterable[int]) -> int:
        """The bits of portfolios; a portfolio of another firm has none."""
        mask = 0
        for key in portfolios:
            mask |= self.bits.get(key, 0)
        return mask

    def with_grants(self, member_id: int, grants: dict[int, Lent]) -> Reach:
        """The same where a member has these grants alone."""
        mask = self.mask_of(one.portfolio for one in grants.values() if one.holds(self.at))
        seats = {**self.seats, member_id: replace(self.seats[member_id], mask=mask)}
        return replace(self, seats=seats, grants={**self.grants, member_id: grants})


def reach_of(firm: Firm, *, at: datetime, grants_of: Iterable[int] = ()) -> Reach:
    """The rights of `firm` at `at`, in seven questions at any size.

    `grants_of` are members whose single grants are wanted too, those of other days included.
    """
    portfolios = list(
        Portfolio.objects.filter(firm_id=firm.pk).order_by("pk").values_list("pk", "archived_at")
    )
    bits = {key: 1 << rank for rank, (key, _) in enumerate(portfolios)}
    return Reach(
        at=at,
        seats=_seats(firm, bits, at),
        bits=bits,
        open=sum(bits[key] for key, archived_at in portfolios if archived_at is None),
        groups=_groups(firm, bits),
        named=_named(firm),
        grants=_single(firm, grants_of),
    )


def _seats(firm: Firm, bits: dict[int, int], at: datetime) -> dict[int, Seat]:
    masks: Counter[int] = Counter()
    rows = Grant.objects.in_force(at).filter(firm_id=firm.pk)
    for member, portfolio in rows.values_list("member_id", "portfolio_id"):
        masks[member] |= bits[portfolio]
    frozen = Firm.objects.filter(pk=firm.pk, frozen_at__isnull=False).exists()
    members = Member.objects.filter(firm_id=firm.pk).select_related("user")
    active = set() if frozen else set(members.active().values_list("pk", flat=True))
    return {
        key: Seat(role, key in active, masks[key])
        for key, role in members.order_by("pk").values_list("pk", "role")
    }


def _groups(firm: Firm, bits: dict[int, int]) -> Counter[int]:
    masks: Counter[int] = Counter()
    links = PlacementSetPortfolio.objects.filter(firm_id=firm.pk)
    for found, portfolio in links.values_list("placement_set_id", "portfolio_id"):
        masks[found] |= bits[portfolio]
    closed = set(
        PlacementSet.objects.filter(firm_id=firm.pk, confidential_id__isnull=False).values_list(
            "pk", flat=True
        )
    )
    counted = (
        Client.objects.filter(firm_id=firm.pk, removed_at=None)
        .order_by()
        .values_list("placement_set_id")
        .annotate(n=Count("*"))
    )
    groups: Counter[int] = Counter()
    for found, n in counted:
        if found not in closed:
            groups[masks[found] if found else 0] += n
    return groups


def _named(firm: Firm) -> dict[int, frozenset[int]]:
    rows = ConfidenceMember.objects.filter(
        firm_id=firm.pk, confidence__client__removed_at=None
    ).values_list("confidence__client_id", "member_id")
    named: dict[int, set[int]] = {}
    for client, member in rows:
        named.setdefault(client, set()).add(member)
    return {client: frozenset(members) for client, members in named.items()}


def _single(firm: Firm, members: Iterable[int]) -> dict[int, dict[int, Lent]]:
    wanted = set(members)
    found: dict[int, dict[int, Lent]] = {member: {} for member in wanted}
    rows = Grant.objects.filter(firm_id=firm.pk, member_id__in=wanted)
    for grant in rows.only("member_id", "portfolio_id", "starts_at", "ends_at"):
        found[grant.member_id][grant.pk] = Lent(grant.portfolio_id, grant.starts_at, grant.ends_at)
    return found

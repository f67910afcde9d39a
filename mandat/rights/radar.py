"""What slips out of everybody's hands: clients, portfolios and people that nobody looks after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from django.db.models import Q

from mandat.clients.models import Client, ConfidenceMember, PlacementSet, PlacementSetPortfolio
from mandat.firms.models import Grant, Invitation, Member, Portfolio
from mandat.firms.permissions import Role
from mandat.lib.text import fold

LONG_AGO: Final = timedelta(days=7)  # an invitation without an answer for so long is forgotten


@dataclass(frozen=True, slots=True)
class Hanging:
    """A client that one person alone looks after; through which portfolios, none by its list."""

    client_id: int
    member_id: int
    portfolios: tuple[int, ...]


@dataclass(frozen=True)
class Radar:
    """The four lists, each in the order in which it is shown."""

    unplaced: tuple[int, ...]  # clients
    idle: tuple[Portfolio, ...]
    absent: tuple[Member, ...]
    invited: tuple[Invitation, ...]
    hanging: tuple[Hanging, ...]
    portfolios: tuple[Portfolio, ...]  # all that are not archived
    members: tuple[Member, ...]  # those who may come in
    sizes: Counter[int]  # portfolio → clients in it

    @property
    def people(self) -> list[Member]:
        """Those to whom a grant opens something: no administrators."""
        return [one for one in self.members if one.role != Role.ADMINISTRATOR]

    def counts(self) -> dict[str, int]:
        """How long each list is."""
        return {
            "unplaced": len(self.unplaced),
            "idle": len(self.idle),
            "absent": len(self.absent) + len(self.invited),
            "hanging": len(self.hanging),
        }

    def through(self, clients: Iterable[int]) -> set[int]:
        """For each of these hanging clients the smallest of its portfolios.

        Who is granted it sees that client, and as little besides as can be.
        """
        wanted = set(clients)
        return {
            min(one.portfolios, key=lambda key: (self.sizes[key], key))
            for one in self.hanging
            if one.client_id in wanted and one.portfolios
        }


class _Scan:
    """The rows of a firm, read once each: eight questions at any size."""

    def __init__(self, viewer: Member, at: datetime) -> None:
        self.viewer, self.at, self.firm_id = viewer, at, viewer.firm_id

    @cached_property
    def portfolios(self) -> dict[int, Portfolio]:
        rows = Portfolio.objects.filter(firm_id=self.firm_id).open()
        return {one.pk: one for one in sorted(rows, key=lambda one: (fold(one.name), one.pk))}

    @cached_property
    def members(self) -> dict[int, Member]:
        """Those who may come in, by name."""
        rows = Member.objects.filter(firm_id=self.firm_id).active().select_related("user")
        return {one.pk: one for one in sorted(rows, key=lambda one: (fold(one.user.name), one.pk))}

    @cached_property
    def bits(self) -> dict[int, int]:
        """Member → bit of a whole number, for those who are no administrators."""
        keys = [key for key, one in self.members.items() if one.role != Role.ADMINISTRATOR]
        return {key: 1 << rank for rank, key in enumerate(keys)}

    @cached_property
    def granted(self) -> tuple[dict[int, int], set[int]]:
        """Portfolio → those who have it now (bits); the portfolios that anybody active has."""
        masks: dict[int, int] = {}
        anybody: set[int] = set()
        rows = Grant.objects.in_force(self.at).filter(firm_id=self.firm_id)
        for member, portfolio in rows.values_list("member_id", "portfolio_id"):
            if member in self.members:
                anybody.add(portfolio)
                masks[portfolio] = masks.get(portfolio, 0) | self.bits.get(member, 0)
        return masks, anybody

    @cached_property
    def sets(self) -> dict[int, tuple[int, ...]]:
        """Set of placements → its portfolios that are not archived."""
        found: dict[int, list[int]] = {}
        rows = PlacementSetPortfolio.objects.filter(firm_id=self.firm_id)
        for key, portfolio in rows.values_list("placement_set_id", "portfolio_id"):
            if portfolio in self.portfolios:
                found.setdefault(key, []).append(portfolio)
        return {key: tuple(one) for key, one in found.items()}

    @cached_property
    def closed(self) -> dict[int, int]:
        """Set of a confidential client → the client."""
        rows = PlacementSet.objects.filter(firm_id=self.firm_id, confidential_id__isnull=False)
        return {key: client for key, client in rows.values_list("pk", "confidential_id") if client}

    @cached_property
    def named(self) -> dict[int, list[int]]:
        """Confidential client → those of its list who may come in."""
        found: dict[int, list[int]] = {}
        rows = ConfidenceMember.objects.filter(firm_id=self.firm_id)
        for client, member in rows.values_list("confidence__client_id", "member_id"):
            if member in self.members:
                found.setdefault(client, []).append(member)
        return found

    @cached_property
    def clients(self) -> list[tuple[int, int | None]]:
        """(client, its set) as the viewer's own list shows them."""
        rows = Client.objects.visible_to(self.viewer).order_by("sort_name", "pk")
        return list(rows.values_list("pk", "placement_set_id"))

    def only_one(self, found: int | None) -> int | None:
        """The one member, administrators aside, who reaches the clients of a set; else None."""
        if found in self.closed:
            named = self.named.get(self.closed[found], [])
            return named[0] if len(named) == 1 else None
        mask = 0
        for portfolio in self.sets.get(found or 0, ()):
            mask |= self.granted[0].get(portfolio, 0)
        return self.of_bit[mask] if mask.bit_count() == 1 else None

    @cached_property
    def of_bit(self) -> dict[int, int]:
        return {bit: key for key, bit in self.bits.items()}

    def hanging(self) -> tuple[Hanging, ...]:
        known: dict[int | None, int | None] = {}
        found = []
        for client, key in self.clients:
            if key not in known:
                known[key] = self.only_one(key)
            member = known[key]
            if member is not None:
                found.append(Hanging(client, member, self.sets.get(key or 0, ())))
        return tuple(found)

    def sizes(self) -> Counter[int]:
        """Portfolio → clients in it; confidential ones are in none, as far as this goes."""
        sizes: Counter[int] = Counter()
        for key, n in Counter(key for _, key in self.clients).items():
            for portfolio in self.sets.get(key or 0, ()):
                sizes[portfolio] += n
        return sizes


def radar_of(viewer: Member, *, at: datetime) -> Radar:
    """The four lists of the viewer's firm, as an administrator may read them, at `at`.

    A confidential client counts for those it names alone. Somebody active without a role of
    administrator is what "looked after" means; loans in force count.
    """
    scan = _Scan(viewer, at)
    invited = Invitation.objects.filter(firm_id=viewer.firm_id).waiting()
    forgotten = invited.filter(Q(expires_at__lte=at) | Q(sent_at__lte=at - LONG_AGO))
    return Radar(
        unplaced=tuple(
            client
            for client, key in scan.clients
            if key not in scan.closed and not scan.sets.get(key or 0)
        ),
        idle=tuple(one for key, one in scan.portfolios.items() if key not in scan.granted[1]),
        absent=tuple(one for one in scan.members.values() if one.user.last_login is None),
        invited=tuple(forgotten.order_by("sent_at", "pk")),
        hanging=scan.hanging(),
        portfolios=tuple(scan.portfolios.values()),
        members=tuple(scan.members.values()),
        sizes=scan.sizes(),
    )

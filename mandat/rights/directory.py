"""The people of a firm as one list: how each stands, and how much each sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.http import QueryDict

from mandat.firms.models import Firm, Invitation, Member
from mandat.firms.permissions import Permission, Role
from mandat.lib.text import fold
from mandat.rights.choices import Standing
from mandat.rights.reach import reach_of

SORTS: Final = ("name", "role", "portfolios", "clients", "came")
_LONGEST: Final = 100
_RANK: Final = {role.value: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True)
class Person:
    """A member, or somebody invited; counts are None where the reader may not know them."""

    name: str
    email: str
    role: str
    standing: Standing
    member_id: int | None = None
    came_at: datetime | None = None
    has_factor: bool = True
    portfolios: int | None = None
    clients: int | None = None

    @property
    def role_label(self) -> str:
        """The role in the reader's language."""
        return str(Role(self.role).label)

    @property
    def sees_all(self) -> bool:
        """Whether no portfolio limits them."""
        return self.role == Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Wish:
    """One way to look at the people; empty values filter nothing."""

    q: str = ""
    role: str = ""
    state: str = ""
    no_factor: bool = False
    sort: str = "name"

    @classmethod
    def read(cls, data: QueryDict) -> Wish:
        """From a query string; what is not understood is left out."""
        role, state, sort = (data.get(name, "") for name in ("role", "state", "sort"))
        return cls(
            q=data.get("q", "").replace("\x00", "").strip()[:_LONGEST],
            role=role if role in Role.values else "",
            state=state if state in Standing.values else "",
            no_factor=data.get("factor") == "none",
            sort=sort if sort.removeprefix("-") in SORTS else "name",
        )

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return replace(self, sort="name") != Wish()

    def passes(self, person: Person) -> bool:
        """Whether a person is wanted; who has left only where that is asked for."""
        if self.state:
            if person.standing != self.state:
                return False
        elif person.standing is Standing.LEFT:
            return False
        words = fold(self.q).split()
        text = fold(f"{person.name} {person.email}")
        return (
            self.role in {"", person.role}
            and not (self.no_factor and (person.has_factor or person.member_id is None))
            and all(word in text for word in words)
        )

    def sorted(self, people: Iterable[Person]) -> list[Person]:
        """In the order asked for, then by name."""
        found = sorted(people, key=lambda one: fold(one.name))
        name = self.sort.removeprefix("-")
        if name != "name":
            found.sort(key=_KEYS[name])
        return found[::-1] if self.sort.startswith("-") else found


_KEYS: Final[dict[str, Callable[[Person], Any]]] = {
    "role": lambda one: _RANK[one.role],
    "portfolios": lambda one: -(10**9) if one.sees_all else -(one.portfolios or 0),
    "clients": lambda one: -(one.clients or 0),
    "came": lambda one: -one.came_at.timestamp() if one.came_at else 0,
}


def people_of(viewer: Member, *, at: datetime) -> list[Person]:
    """Everybody of the viewer's firm, those invited included, in eleven questions at any size.

    How much each sees is told to administrators alone.
    """
    firm = viewer.firm
    counts = _counts(viewer, at) if viewer.may(Permission.MANAGE_RIGHTS) else {}
    factors = _with_factor(firm)
    members = Member.objects.visible_to(viewer).select_related("user")
    return [
        *(_person(one, counts.get(one.pk), has_factor=one.user_id in factors) for one in members),
        *_invited(viewer),
    ]


def standing_of(member: Member) -> Standing:
    """How a member stands; what keeps them out longest counts."""
    if member.left_at is not None:
        return Standing.LEFT
    if member.frozen_at is not None:
        return Standing.FROZEN
    if member.suspended_at is not None:
        return Standing.SUSPENDED
    return Standing.ACTIVE if member.user.last_login else Standing.NEVER_CAME


def _counts(viewer: Member, at: datetime) -> dict[int, tuple[int, int]]:
    """Member → portfolios granted now, clients seen, as far as the viewer may know."""
    eyes = [viewer] if viewer.onlooker is None else [viewer, viewer.onlooker]
    reach = reach_of(viewer.firm, at=at).known_to(*(one.pk for one in eyes))
    return {
        key: ((seat.mask & reach.open).bit_count(), reach.count(key))
        for key, seat in reach.seats.items()
    }


def _with_factor(firm: Firm) -> set[int]:
    """The ids of users of the firm who have a second factor; which one is nobody's business."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found = Authenticator.objects.filter(user__member__firm_id=firm.pk, type__in=kinds)
    return set(found.values_list("user_id", flat=True))


def _person(member: Member, counts: tuple[int, int] | None, *, has_factor: bool) -> Person:
    portfolios, clients = counts or (None, None)
    return Person(
        name=member.user.name,
        email=member.user.email,
        role=member.role,
        standing=standing_of(member),
        member_id=member.pk,
        came_at=member.user.last_login,
        has_factor=has_factor,
        portfolios=portfolios,
        clients=clients,
    )


def _invited(viewer: Member) -> list[Person]:
    if not viewer.may(Permission.MANAGE_RIGHTS):
        return []
    rows = Invitation.objects.filter(firm_id=viewer.firm_id).waiting()
    return [
        Person(name=one.name, email=one.email, role=one.role, standing=Standing.INVITED)
        for one in rows
    ]

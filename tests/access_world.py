"""A world with one record of each kind on two sides, and every address of the space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from mandat.affiliates.choices import Service
from mandat.affiliates.models import Loading
from mandat.affiliates.tests.factories import AccountFactory, AffiliateFactory
from mandat.clients.choices import ServiceState
from mandat.clients.models import ClientContact, ClientService
from mandat.clients.tests.factories import ClientFactory, place
from mandat.declarations.tests import factories as dsn
from mandat.documents.actions import Upload, publish_document, publish_guide
from mandat.firms.models import (
    AccessRequest,
    Alarm,
    Firm,
    Grant,
    Invitation,
    Member,
    Office,
    Portfolio,
    Staff,
    User,
)
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import (
    Cast,
    MemberFactory,
    PortfolioFactory,
    StaffFactory,
    make_cast,
)
from mandat.identifiers.making import make_enterprise
from mandat.incidents.tests.factories import make_incident
from mandat.messages.actions import open_thread
from mandat.onboarding.actions.leaving import remove_client
from mandat.onboarding.models import Request
from mandat.rights.models import RightsChange
from mandat.vault import files

ROLES = (
    "anonymous",
    "administrator",
    "manager",
    "collaborator",
    "reader",
    "newcomer",
    "stranger",
    "staff",
)
MISSING = 999_999_999
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass(frozen=True)
class Side:
    """A firm with a member and a portfolio, an office with a person, a record of each kind."""

    firm: Firm
    member: Member
    office: Office
    staff: Staff
    records: dict[str, Any]

    def id_of(self, kind: str) -> Any:
        """The id in an address of the record of this kind."""
        found = self.records[kind]
        return found if isinstance(found, str) else found.pk


@dataclass(frozen=True)
class World:
    """The cast, their side and the side of strangers."""

    cast: Cast
    ours: Side
    theirs: Side

    def person(self, role: str) -> User | None:
        """Who plays the role; nobody is anonymous."""
        return None if role == "anonymous" else getattr(self.cast, role).user


def make_world() -> World:
    """Build it in the database."""
    cast = make_cast()
    colleague = MemberFactory.create(firm=cast.other_firm, role=Role.COLLABORATOR)
    foreign = PortfolioFactory.create(firm=cast.other_firm, name="Ailleurs")
    Grant.objects.create(firm=cast.other_firm, member=colleague, portfolio=foreign)
    other_staff = StaffFactory.create(office=cast.belgian_office)
    return World(
        cast,
        make_side(1, cast.collaborator, cast.portfolio, cast.staff),
        make_side(2, colleague, foreign, other_staff),
    )


def make_side(seed: int, member: Member, portfolio: Portfolio, staff: Staff) -> Side:
    """One record of each kind, all of them in reach of `member` or of `staff`."""
    firm, office, now = member.firm, staff.office, timezone.now()
    company = dsn.company(seed)
    client = place(ClientFactory.create(firm=firm, office=office, number=company.siren), portfolio)
    for service in Service.values:
        ClientService.objects.create(
            firm=firm, client=client, service=service, state=ServiceState.ACTIVE
        )
    gone = place(ClientFactory.create(firm=firm, office=office), portfolio)
    remove_client(gone, by=member, at=now)
    file = dsn.received(firm, dsn.dsn(company, dsn.MONTH, *dsn.FAULTS), by=member)
    declaration = file.declarations.get()
    affiliate = AffiliateFactory.create(office=office)
    AccountFactory.create(affiliate=affiliate)
    title: dict[str, Any] = {"language": "fr", "by": staff.user, "at": now}
    records = {
        "client": client,
        "removed": gone,
        "contact": ClientContact.objects.create(firm=firm, client=client, name="Ada"),
        "incident": make_incident(client),
        "file": file,
        "declaration": declaration,
        "anomaly": declaration.anomalies.first(),
        "thread": open_thread(
            firm, office, subject="Un mot", body="Oui ?", by=staff.user, at=now, client=client
        ),
        "document": publish_document(
            client, office, group="social_status", title="Avis",
            upload=Upload(BytesIO(PDF), "a.pdf"), **title,
        ),
        "guide": publish_guide(
            office, title="Guide", summary="", dated=now.date(),
            upload=Upload(BytesIO(PDF), "a.pdf"), **title,
        ),
        "draft": _request(member, office, 100 + seed, sent=False),
        "request": _request(member, office, 200 + seed, sent=True),
        "affiliate": affiliate,
        "loading": Loading.objects.create(
            office=office, name="a.csv", sha256="0" * 64, size=8, given_at=now,
            file=files.store(
                BytesIO(b"nothing\n"), context=f"loading:{office.pk}", max_bytes=9
            ).name,
        ),
        "key": Authenticator.objects.create(
            user=MemberFactory.create(firm=firm).user, type="webauthn",
            data={"name": "Clé", "credential": {}},
        ),
        "change": RightsChange.objects.create(
            firm=firm, kind="portfolio_edited", at=now, by=member,
            about={"portfolio": "Avant", "name": "Après"},
        ),
        "invitation": Invitation.objects.create(
            firm=firm, email=f"guest{seed}@example.test", name="Gus", token_hash=f"{seed:064d}",
            invited_by=member, sent_at=now, expires_at=now + timedelta(days=7),
        ),
        "member": member,
        "portfolio": portfolio,
        "alarm": Alarm.objects.create(firm=firm, kind="bulk_reading", member=member),
        "asked": AccessRequest.objects.create(
            firm=firm, member=member, wanted="Le dossier voisin", reason="Renfort"
        ),
        "session": UserSession.objects.create(
            user=member.user, ip="192.0.2.1", session_key=f"key{seed}", user_agent="-"
        ),
    }  # fmt: skip
    return Side(firm, member, office, staff, records)


def _request(member: Member, office: Office, seed: int, *, sent: bool) -> Request:
    """A request of the member about a company that the office does not know."""
    return Request.objects.create(
        firm=member.firm, office=office, kind="affiliation", subject_kind="company",
        name="Nouvelle SRL", number=make_enterprise(Random(seed)), asked_by=member,
        state="sent" if sent else "draft", sent_at=timezone.now() if sent else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One line of the URL table."""

    name: str
    route: str
    view: Any

    @property
    def holes(self) -> list[str]:
        """The names of what varies in it."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.route)

    @property
    def kinds(self) -> list[str]:
        """Which kind of record each hole takes; KeyError for an address nobody described."""
        return [KINDS[f"{self.name}.{hole}"] if f"{self.name}.{hole}" in KINDS
                else _kind(self.route, hole) for hole in self.holes]  # fmt: skip

    def path(self, *values: Any) -> str:
        """The address with its holes filled."""
        given = iter(values)
        return "/" + re.sub(r"<[^>]+>", lambda _: str(next(given)), self.route)


# What an address is about, by the part before its number; then where that is not enough.
_PREFIXES = {
    "clients/": "client", "contacts/": "contact", "incidents/": "incident",
    "declarations/files/": "file", "declarations/": "declaration", "anomalies/": "anomaly",
    "messages/": "thread", "documents/": "document", "guides/": "guide", "requests/": "request",
    "affiliates/": "affiliate", "load/": "loading", "sessions/": "session",
    "portfolios/": "portfolio", "users/": "member", "webauthn/": "key", "changes/": "change",
    "watch/alarms/": "alarm", "watch/members/": "member",
    "invitations/": "invitation", "access/": "asked", "asked/": "asked",
}  # fmt: skip
KINDS = {
    "onboarding:restore.pk": "removed",
    "onboarding:draft.pk": "draft",
    "onboarding:sending.pk": "draft",
    "rights:join.token": "nothing",
    "account_reset_password_from_key.uidb36": "nothing",
    "account_reset_password_from_key.key": "nothing",
}


def _kind(route: str, hole: str) -> str:
    if hole == "service":
        return "=employees"  # no record: a word
    before = route.partition(f":{hole}>")[0].rpartition("<")[0]
    for prefix in sorted(_PREFIXES, key=len, reverse=True):
        if before.endswith(prefix):
            return _PREFIXES[prefix]
    raise KeyError(f"say in tests/access_world.py what {hole} of {route} is")


def addresses() -> Iterator[Address]:
    """Every address of the space."""
    yield from _walk(get_resolver(settings.ROOT_URLCONF).url_patterns, "", "")


def _walk(patterns: Any, before: str, spaces: str) -> Iterator[Address]:
    for entry in patterns:
        route = before + _readable(str(entry.pattern))
        if isinstance(entry, URLResolver):
            space = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from _walk(entry.url_patterns, route, space)
        elif isinstance(entry, URLPattern):
            yield Address(f"{spaces}{entry.name}", route, entry.callback)


def _readable(pattern: str) -> str:
    """A regular expression written like a path."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern.removeprefix("^").removesuffix("$"))

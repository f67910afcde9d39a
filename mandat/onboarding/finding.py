"""Who knows a number: the firm's own list, and the offices that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from mandat.affiliates.choices import AccountKind, AccountStatus
from mandat.affiliates.models import Account, Affiliate
from mandat.clients.models import Client
from mandat.clients.national import national_number_of
from mandat.firms.choices import Country, ProofPolicy
from mandat.firms.models import Firm, Member, Office
from mandat.identifiers import Kind, compact
from mandat.onboarding.choices import UNDECIDED
from mandat.onboarding.models import Request
from mandat.onboarding.numbers import Subject, understand


@dataclass(frozen=True)
class Way:
    """One way to go on: an office with what it knows, or the proof (no office, nothing known)."""

    office: Office | None
    affiliate: Affiliate | None
    names: str

    @property
    def value(self) -> str:
        """What stands for it in a form."""
        return str(self.office.pk) if self.office else "proof"

    @property
    def policy(self) -> str:
        """What is asked before the client is on the list."""
        return self.office.proof_policy if self.office else ProofPolicy.DECLARATION


def offices_for(subject: Subject) -> list[Office]:
    """The offices of the number's country."""
    return list(Office.objects.filter(country=subject.country))


def proving(offices: list[Office]) -> list[Office]:
    """Those that say nothing without a proof."""
    return [office for office in offices if office.proof_policy == ProofPolicy.DECLARATION]


def match(subject: Subject, offices: list[Office]) -> Q:
    """The condition that finds an affiliate of these offices by this number."""
    ids = [office.pk for office in offices]
    if subject.is_person:
        hashes = [subject.hash_for(office) for office in offices]
        return Q(office__in=ids, number_hash__in=hashes)
    if subject.company:
        return Q(office__in=ids, number=subject.company)
    return Q(office__in=ids, establishments__number=subject.number)


def known_in(subject: Subject, offices: list[Office]) -> dict[int, Affiliate]:
    """The affiliates of this number by office; never ask it of an office that wants a proof."""
    found = Affiliate.objects.filter(match(subject, offices)).select_related("office").distinct()
    return {affiliate.office_id: affiliate for affiliate in found}


def ways(subject: Subject) -> list[Way]:
    """How this number may go on.

    Offices that know it, else all that may take it on; beside them the proof, whether or not an
    office that wants one knows the number: what it knows must not show.
    """
    offices = offices_for(subject)
    wanting = proving(offices)
    telling = [office for office in offices if office not in wanting]
    known = known_in(subject, telling) if telling else {}
    chosen = [office for office in telling if office.pk in known] or telling
    found = [Way(office, known.get(office.pk), office.name) for office in chosen]
    if wanting:
        found.append(Way(None, None, ", ".join(office.name for office in wanting)))
    return found


def listed(subject: Subject, member: Member) -> Client | None:
    """The client of this number on the member's own list.

    A client that this member does not see answers as one that the firm does not have.
    """
    identity = subject.identity_in(member.firm)
    return (
        Client.objects.visible_to(member).filter(country=subject.country, identity=identity).first()
    )


def in_firm(firm: Firm, *, country: str, identity: str) -> Client | None:
    """The live client of this identity, whoever sees it: for actions alone."""
    return (
        Client.objects.of(firm).filter(country=country, identity=identity, removed_at=None).first()
    )


def subject_of(client: Client) -> Subject:
    """The number of a client on the list; a person's is decrypted."""
    french = client.country == Country.FRANCE
    if client.number_hash:
        return Subject(Kind.NIR if french else Kind.NISS, national_number_of(client))
    return Subject(Kind.SIREN if french else Kind.ENTERPRISE, client.number)


def asked(subject: Subject, firm: Firm) -> Request | None:
    """The undecided request of the firm about this number."""
    return Request.objects.filter(
        firm=firm,
        number=subject.company,
        number_hash=subject.hash_for(firm),
        state__in=UNDECIDED,
    ).first()


def open_accounts(affiliate: Affiliate) -> dict[str, Account]:
    """The accounts of an affiliate that are not closed, the latest of each kind."""
    found = affiliate.accounts.exclude(status=AccountStatus.CLOSED).order_by("opened_on", "pk")
    return {account.kind: account for account in found}


def services_of(office: Office, kinds: set[str]) -> list[str]:
    """The services that the office offers to somebody with accounts of these kinds.

    Nothing is held back where no account is known; else what is about employees needs an
    employer account.
    """
    if not kinds or AccountKind.EMPLOYER in kinds:
        return list(office.services)
    return [service for service in office.services if service != "employees"]


def recently_removed(member: Member, *, since: datetime) -> list[Client]:
    """What this member can still take back, the latest first."""
    return list(
        Client.objects.recoverable_by(member)
        .filter(removed_at__gte=since)
        .select_related("removed_by__user")
        .order_by("-removed_at")
    )


def by_any_number(typed: str, member: Member, *, today: date) -> list[Client]:
    """The clients on the member's list with this company, national or account number."""
    bare = compact(typed)
    condition = Q(account_number__in=[typed.strip(), bare])
    subject = understand(typed, today=today, home=member.firm.country).subject
    if subject is not None and subject.kind is not Kind.ESTABLISHMENT:
        condition |= Q(country=subject.country, identity=subject.identity_in(member.firm))
    return list(Client.objects.visible_to(member).filter(condition).order_by("sort_name", "pk"))

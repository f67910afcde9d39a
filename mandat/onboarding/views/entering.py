"""From a sealed step to the client that it is about: read again from the tables, then saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from mandat.affiliates.choices import AccountKind
from mandat.affiliates.models import Account, Affiliate, Establishment
from mandat.clients.choices import ClientKind, ServiceState
from mandat.clients.models import Client
from mandat.firms.choices import ProofPolicy
from mandat.firms.models import Member, Office
from mandat.identifiers import Kind
from mandat.onboarding.actions.adding import Wanted, add_client, of_affiliate
from mandat.onboarding.actions.asking import ask_confirmation
from mandat.onboarding.finding import known_in, open_accounts, services_of
from mandat.onboarding.forms.adding import EngagementForm
from mandat.onboarding.numbers import Subject
from mandat.onboarding.state import Stale, Step


@dataclass(frozen=True)
class Entry:
    """What is known of a client that is about to be added."""

    subject: Subject
    office: Office
    affiliate: Affiliate | None
    accounts: dict[str, Account]
    wanted: Wanted

    @property
    def confirms(self) -> bool:
        """Whether the office has to confirm before anything opens."""
        return self.office.proof_policy == ProofPolicy.CONFIRMATION

    @property
    def is_employer(self) -> bool:
        """Whether it has an employer account (in Belgium: with the payroll office)."""
        return AccountKind.EMPLOYER in self.accounts

    @property
    def in_fund(self) -> bool:
        """Whether the fund knows it: as a company, or as a self-employed person."""
        return bool({AccountKind.COMPANY, AccountKind.SELF_EMPLOYED} & self.accounts.keys())

    @property
    def may_affiliate(self) -> bool:
        """L15: a known company that is no employer yet may become one."""
        return self.confirms and not self.subject.is_person and not self.is_employer

    @property
    def establishments(self) -> list[Establishment]:
        """Its places of work that are not closed."""
        return list(self.affiliate.establishments.filter(closed_on=None)) if self.affiliate else []

    def form(self, member: Member, data: Any = None) -> EngagementForm:
        """The form of services, e-mails and portfolios for this client."""
        return EngagementForm(
            data,
            member=member,
            services=services_of(self.office, set(self.accounts)),
            named=self.affiliate is not None,
            initial={"kind": self.wanted.kind},
        )


def entry_of(step: Step) -> Entry:
    """What a step is about; `Stale` where it lacks its proof or the office has lost the number."""
    subject = Subject(step.kind, step.number)
    affiliate: Affiliate | None
    account = _proven(step)
    if account is not None:
        office, affiliate = account.affiliate.office, account.affiliate
    else:
        office, affiliate = _untold(step, subject)
    number = subject.number if subject.is_person else ""
    if affiliate is not None:
        wanted = of_affiliate(affiliate, account=account, national_number=number)
        if not subject.is_person:
            kind = Kind.SIREN if affiliate.country == "FR" else Kind.ENTERPRISE
            subject = Subject(kind, affiliate.number)
        return Entry(subject, office, affiliate, open_accounts(affiliate), wanted)
    return Entry(subject, office, None, {}, _unknown(subject, office, number))


def _proven(step: Step) -> Account | None:
    """The account whose proof was right; None for a step without proof."""
    if step.account is None:
        return None
    found = Account.objects.select_related("affiliate__office").filter(pk=step.account).first()
    if found is None:
        raise Stale
    return found


def _untold(step: Step, subject: Subject) -> tuple[Office, Affiliate | None]:
    """The office of a step without proof: it must be one that asks for none."""
    office = Office.objects.filter(pk=step.office or 0, country=subject.country).first()
    if office is None or office.proof_policy == ProofPolicy.DECLARATION:
        raise Stale
    affiliate = known_in(subject, [office]).get(office.pk)
    if affiliate is None and office.proof_policy == ProofPolicy.CONFIRMATION:
        raise Stale
    return office, affiliate


def _unknown(subject: Subject, office: Office, national_number: str) -> Wanted:
    """A client of an office that has no file of it: the firm says its name."""
    return Wanted(
        office=office,
        country=subject.country,
        name="",
        kind=ClientKind.SELF_EMPLOYED if subject.is_person else ClientKind.EMPLOYER,
        number=subject.company,
        national_number=national_number,
    )


@transaction.atomic
def save_entry(entry: Entry, form: EngagementForm, *, by: Member, at: datetime) -> Client:
    """The client on the list; where the office confirms, its request with it. `AlreadyThere`."""
    wanted = form.complete(entry.wanted)
    if entry.confirms:
        wanted = replace(wanted, state=ServiceState.PENDING)
    client = add_client(by.firm, wanted, by=by.user, member=by, at=at)
    if entry.confirms:
        ask_confirmation(client, entry.subject, wanted.services, by=by, at=at)
    return client

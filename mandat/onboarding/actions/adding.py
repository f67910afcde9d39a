"""Puts a company or person on a firm's list, or back on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from mandat.affiliates.choices import AccountKind, AffiliateKind
from mandat.affiliates.models import Account, Affiliate
from mandat.clients.actions import index_fields, place_client, refresh_attention, set_service_state
from mandat.clients.choices import ClientKind, ServiceState
from mandat.clients.models import (
    Client,
    ClientEmailService,
    ClientService,
    Placement,
    clients_closed_to,
)
from mandat.clients.national import number_hash, seal_person
from mandat.declarations.actions import attach_declarations
from mandat.firms import audit
from mandat.firms.models import Firm, Member, Office, Portfolio, User
from mandat.onboarding.finding import in_firm, open_accounts
from mandat.vault.jobs import enqueue


class AlreadyThere(Exception):
    """The firm has this client; who may be told so is the caller's question."""


@dataclass(frozen=True)
class Wanted:
    """Everything that is to be true of the client afterwards.

    A company has `number`, a person `national_number`. Services ticked go to `state`.
    """

    office: Office
    country: str
    name: str
    kind: ClientKind
    number: str = ""
    national_number: str = field(default="", repr=False)
    affiliate: Affiliate | None = None
    account_number: str = ""
    services: Sequence[str] = ()
    state: ServiceState = ServiceState.ACTIVE
    email_services: Sequence[str] = ()
    portfolios: Sequence[Portfolio] = ()


def of_affiliate(
    affiliate: Affiliate, *, account: Account | None = None, national_number: str = ""
) -> Wanted:
    """What the office's file says of a client; nothing ticked and nowhere placed yet."""
    accounts = open_accounts(affiliate)
    if affiliate.kind == AffiliateKind.PERSON:
        kind, shown = ClientKind.SELF_EMPLOYED, AccountKind.SELF_EMPLOYED
    elif AccountKind.EMPLOYER in accounts:
        kind, shown = ClientKind.EMPLOYER, AccountKind.EMPLOYER
    else:
        kind, shown = ClientKind.COMPANY, AccountKind.COMPANY
    account = account or accounts.get(shown)
    return Wanted(
        office=affiliate.office,
        country=affiliate.country,
        name=affiliate.name,
        kind=kind,
        number=affiliate.number,
        national_number=national_number,
        affiliate=affiliate,
        account_number=account.number if account else "",
    )


def adopt(client: Client, affiliate: Affiliate) -> None:
    """Tie a client on the list to the office's file of it, which came later."""
    wanted = of_affiliate(affiliate)
    client.affiliate, client.office = affiliate, affiliate.office
    client.kind, client.account_number = wanted.kind, wanted.account_number
    index_fields(client)
    client.save()


@transaction.atomic
def add_client(
    firm: Firm, wanted: Wanted, *, by: User | None, member: Member | None, at: datetime
) -> Client:
    """The client on the firm's list, its contact person told after the commit.

    `member` is whose list it is added for; `by` may be a person of the office, or nobody when
    time alone brings it. A client that was taken off the list comes back as the same record, with
    the services and portfolios of now.
    Raises `AlreadyThere` when the firm has it, also when it was added at the same moment, or when
    it was confidential and is closed to `member`.
    """
    identity = number_hash(firm.pk, wanted.national_number) if wanted.national_number else ""
    client = _former(firm, wanted, identity or wanted.number) or Client(firm=firm)
    revived = client.pk is not None
    if revived and member and _is_closed(client, member):
        raise AlreadyThere
    _describe(client, wanted, member=member, at=at)
    _save_once(client, firm)
    _open_services(client, wanted, by=by, at=at)
    _choose_emails(client, wanted, by=by, at=at)
    _place(client, wanted, member=member, at=at)
    attached = attach_declarations(client)
    refresh_attention(firm.pk, [client.pk], today=at.date())
    audit.record(
        firm,
        "client.returned" if revived else "client.added",
        by=by,
        at=at,
        target=client,
        services=list(wanted.services),
        state=wanted.state.value,
        declarations=attached,
    )
    enqueue("mandat.onboarding.tasks.tell_contact", client.pk)
    return client


def _former(firm: Firm, wanted: Wanted, identity: str) -> Client | None:
    """The same client, taken off the list before."""
    return (
        Client.objects.of(firm)
        .select_for_update()
        .filter(country=wanted.country, identity=identity, removed_at__isnull=False)
        .order_by("-removed_at")
        .first()
    )


def _is_closed(client: Client, member: Member) -> bool:
    return clients_closed_to(member).filter(confidential_id=client.pk).exists()


def _describe(client: Client, wanted: Wanted, *, member: Member | None, at: datetime) -> None:
    affiliate = wanted.affiliate
    client.office, client.affiliate = wanted.office, affiliate
    client.country, client.kind, client.name = wanted.country, wanted.kind, wanted.name
    client.account_number = wanted.account_number
    if wanted.national_number:
        sealed, found_by = seal_person(client.firm, wanted.national_number)
        client.national_number, client.number_hash = sealed, found_by
    client.number = wanted.number
    client.identity = client.number_hash or client.number
    client.language = affiliate.language if affiliate else wanted.office.language
    if affiliate:
        client.trade_name = affiliate.trade_name
        client.postcode, client.city = affiliate.postcode, affiliate.city
        client.activity = affiliate.activity
    client.added_at, client.added_by = at, member
    client.removed_at = client.removed_by = None
    index_fields(client)


def _save_once(client: Client, firm: Firm) -> None:
    """Saves; where the unique key says that the firm has it, `AlreadyThere`."""
    try:
        with transaction.atomic():
            client.save()
    except IntegrityError:
        if in_firm(firm, country=client.country, identity=client.identity) is None:
            raise
        raise AlreadyThere from None


def _open_services(client: Client, wanted: Wanted, *, by: User | None, at: datetime) -> None:
    """One row for each service of the office: those ticked in their state, the others not yet."""
    have = {row.service: row for row in client.services.all()}
    for service in wanted.office.services:
        state = wanted.state if service in wanted.services else ServiceState.NONE
        row = have.get(service)
        if row is None:
            ClientService.objects.create(
                firm=client.firm, client=client, service=service, state=state,
                changed_at=at, changed_by=by,
            )  # fmt: skip
        elif state != ServiceState.NONE:
            move_service(row, state, by=by, at=at)


def move_service(row: ClientService, state: ServiceState, *, by: User | None, at: datetime) -> None:
    """Moves a service to `state`, by way of "asked for" where the table of states wants it."""
    if row.state != state and not row.may_become(state):
        set_service_state(row, ServiceState.ASKED, by=by, at=at)
    set_service_state(row, state, by=by, at=at)


def turn_services(
    client_id: int, services: Sequence[str], state: ServiceState, *, by: User | None, at: datetime
) -> None:
    """Services that still wait go to `state`; what was ended meanwhile stays as it is."""
    for row in ClientService.objects.filter(
        client=client_id, service__in=services, state=ServiceState.PENDING
    ).select_related("client", "firm"):
        move_service(row, state, by=by, at=at)


def _choose_emails(client: Client, wanted: Wanted, *, by: User | None, at: datetime) -> None:
    ClientEmailService.objects.filter(client=client).delete()
    ClientEmailService.objects.bulk_create(
        ClientEmailService(
            firm=client.firm, client=client, service=service, chosen_at=at, chosen_by=by
        )
        for service in wanted.email_services
    )


def _place(client: Client, wanted: Wanted, *, member: Member | None, at: datetime) -> None:
    Placement.objects.filter(client=client).delete()
    for portfolio in wanted.portfolios if member else ():
        assert member is not None
        place_client(client, portfolio, by=member, at=at)

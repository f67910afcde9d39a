"""The office's answer to a request, and what follows from it in the firm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from mandat.affiliates.choices import AccountKind, AffiliateKind
from mandat.affiliates.models import Account, Affiliate
from mandat.clients.choices import ServiceState
from mandat.clients.models import Client, ClientService
from mandat.clients.national import number_hash
from mandat.firms import audit
from mandat.firms.models import Portfolio, Staff, User
from mandat.firms.scope import scope
from mandat.onboarding.actions.adding import (
    AlreadyThere,
    add_client,
    adopt,
    move_service,
    of_affiliate,
    turn_services,
)
from mandat.onboarding.actions.asking import NotAllowed, move
from mandat.onboarding.choices import RequestKind, RequestState
from mandat.onboarding.finding import in_firm
from mandat.onboarding.models import Request
from mandat.vault.keys import keyring

REFLECTION: Final = timedelta(days=10)  # domain.md, L19
KEPT_ACCOUNT: Final = "account_number"  # in a request's form, while it is in reflection


@dataclass(frozen=True)
class Decision:
    """What the office says; `account_number` is the account that it opened, if any."""

    accepted: bool
    answer: str = ""
    account_number: str = ""


def decide(request: Request, decision: Decision, *, by: Staff, at: datetime, today: date) -> None:
    """Accept or refuse a request of the staff member's own office.

    Accepting the affiliation of a self-employed person first opens ten days of reflection, and
    keeps the account number until they are over: then the client comes to the list, by itself
    (`reflecting`) or by a second word. `NotAllowed`: `other_office`, `transition`, or `reflection`
    before those days are over.
    """
    if request.office_id != by.office_id:
        raise NotAllowed("other_office")
    # The firm's rows change by the office's word: the database answers for both, here alone.
    with scope(firm_id=request.firm_id, office_id=request.office_id), transaction.atomic():
        request.answer = decision.answer
        if not decision.accepted:
            _refuse(request, by=by, at=at)
        elif _wants_reflection(request):
            request.reflection_until = today + REFLECTION
            request.form = {**request.form, KEPT_ACCOUNT: decision.account_number}
            move(request, RequestState.REFLECTION, by=by.user, at=at)
        else:
            accept(request, decision.account_number, by=by.user, at=at, today=today)


def national_number_of(request: Request) -> str:
    """The whole number of a person; '' for a company."""
    if request.national_number is None:
        return ""
    context = f"request:{request.firm_id}:{request.number_hash}"
    return keyring().decrypt(request.national_number, context=context).decode()


def _wants_reflection(request: Request) -> bool:
    return (
        request.kind == RequestKind.AFFILIATION
        and request.subject_kind == AffiliateKind.PERSON
        and request.state != RequestState.REFLECTION
    )


def _refuse(request: Request, *, by: Staff, at: datetime) -> None:
    request.decided_at, request.decided_by = at, by.user
    move(request, RequestState.REFUSED, by=by.user, at=at)
    if request.client_id and request.kind == RequestKind.CONFIRMATION:
        turn_services(request.client_id, request.services, ServiceState.NONE, by=by.user, at=at)


def accept(
    request: Request, account_number: str, *, by: User | None, at: datetime, today: date
) -> None:
    """Do what the request asks for, in the caller's transaction and scope of both sides.

    `by` is nobody where the end of the reflection accepts.
    """
    if request.reflection_until and today < request.reflection_until:
        raise NotAllowed("reflection")
    request.decided_at, request.decided_by = at, by
    move(request, RequestState.ACCEPTED, by=by, at=at)
    if request.kind == RequestKind.CONFIRMATION:
        if request.client_id:
            services = request.services
            turn_services(request.client_id, services, ServiceState.ACTIVE, by=by, at=at)
        return
    number = account_number or request.form.get(KEPT_ACCOUNT, "")
    affiliate = _affiliate(request, number, by=by, today=today, at=at)
    request.client = _client(request, affiliate, by=by, at=at)
    request.save(update_fields=["client"])


def _affiliate(
    request: Request, account_number: str, *, by: User | None, today: date, at: datetime
) -> Affiliate:
    """The office's file of the company or person: a new one, or the one that it has."""
    office, number = request.office, national_number_of(request)
    found_by = keyring().index(number, scope=f"office:{office.pk}") if number else ""
    affiliate = Affiliate.objects.filter(
        office=office, number=request.number, number_hash=found_by
    ).first()
    if affiliate is None:
        affiliate = Affiliate(
            office=office, kind=request.subject_kind, country=office.country,
            number=request.number, number_hash=found_by, name=request.name,
            language=office.language,
        )  # fmt: skip
        if number:
            context = f"affiliate:{office.pk}:{found_by}"
            affiliate.national_number = keyring().encrypt(number.encode(), context=context)
        for name in ("street", "postcode", "city", "activity"):
            setattr(affiliate, name, request.form.get(name, ""))
        affiliate.updated_at = at
        affiliate.save()
        audit.record(office, "affiliate.added", by=by, at=at, target=affiliate)
    if account_number:
        Account.objects.get_or_create(
            affiliate=affiliate, kind=_account_kind(request), number=account_number,
            defaults={"opened_on": _opening(request, today)},
        )  # fmt: skip
    return affiliate


def _account_kind(request: Request) -> AccountKind:
    person = request.subject_kind == AffiliateKind.PERSON
    return AccountKind.SELF_EMPLOYED if person else AccountKind.EMPLOYER


def _opening(request: Request, today: date) -> date:
    written = request.form.get("effective_on") or request.form.get("starts_on")
    return date.fromisoformat(written) if written else today


def _client(request: Request, affiliate: Affiliate, *, by: User | None, at: datetime) -> Client:
    """The firm's client with its services open: added now, or the one that is on the list."""
    wanted = replace(
        of_affiliate(affiliate, national_number=national_number_of(request)),
        services=request.services,
        portfolios=list(
            Portfolio.objects.open().filter(
                firm=request.firm, pk__in=request.form.get("portfolios", [])
            )
        ),
    )
    try:
        return add_client(request.firm, wanted, by=by, member=request.asked_by, at=at)
    except AlreadyThere:
        return _updated(request, affiliate, by=by, at=at)


def _updated(request: Request, affiliate: Affiliate, *, by: User | None, at: datetime) -> Client:
    """A client that the firm had before: it gains its affiliate and the services asked for."""
    number = national_number_of(request)
    identity = number_hash(request.firm_id, number) if number else request.number
    client = in_firm(request.firm, country=affiliate.country, identity=identity)
    assert client is not None
    adopt(client, affiliate)
    for service in request.services:
        row, _ = ClientService.objects.get_or_create(
            firm=request.firm, client=client, service=service,
            defaults={"changed_at": at, "changed_by": by},
        )  # fmt: skip
        move_service(row, ServiceState.ACTIVE, by=by, at=at)
    return client

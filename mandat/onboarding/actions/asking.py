"""Requests to an office: drafted, sent, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from mandat.affiliates.choices import AffiliateKind
from mandat.clients.choices import ServiceState
from mandat.clients.models import Client
from mandat.firms import audit
from mandat.firms.models import Firm, Member, Office, User
from mandat.firms.scope import scope
from mandat.onboarding.actions.adding import turn_services
from mandat.onboarding.choices import RequestKind, RequestState
from mandat.onboarding.models import Request, RequestStep
from mandat.onboarding.numbers import Subject
from mandat.vault.keys import keyring


class NotAllowed(Exception):
    """The present state does not allow this; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AlreadyAsked(Exception):
    """The firm has an undecided affiliation or transfer of this number at this office."""


@dataclass(frozen=True)
class Asked:
    """What is asked of an office about a number; `form` never holds a national one."""

    office: Office
    kind: RequestKind
    name: str
    services: Sequence[str] = ()
    form: dict[str, Any] = field(default_factory=dict)


def move(request: Request, state: RequestState, *, by: User | None, at: datetime) -> None:
    """Bring a request to `state` and note who and when; `NotAllowed` says the table of states.

    Saves the whole request: set what goes with the state before.
    """
    present = Request.objects.select_for_update().values_list("state", flat=True).get(pk=request.pk)
    request.state = present
    if not request.may_become(state):
        raise NotAllowed("transition")
    request.state = state
    request.save()
    note_step(request, by=by, at=at)


def note_step(request: Request, *, by: User | None, at: datetime) -> None:
    """Keep who brought the request to its present state.

    The firm's audit hears of every step, the office's of those that reached it.
    """
    owners: list[Firm | Office] = [request.firm]
    if request.sent_at:
        owners.append(request.office)
    with scope(firm_id=request.firm_id, office_id=request.office_id):
        RequestStep.objects.create(
            firm=request.firm, office=request.office, request=request, state=request.state,
            at=at, by=by,
        )  # fmt: skip
        for owner in owners:
            audit.record(
                owner, f"request.{request.state}", by=by, at=at, target=request, kind=request.kind
            )


@transaction.atomic
def draft_request(subject: Subject, asked: Asked, *, by: Member, at: datetime) -> Request:
    """A new draft about a number; `AlreadyAsked` where an affiliation waits already."""
    firm = by.firm
    found_by = subject.hash_for(firm)
    sealed = None
    if subject.is_person:
        context = f"request:{firm.pk}:{found_by}"
        sealed = keyring().encrypt(subject.number.encode(), context=context)
    request = Request(
        firm=firm, office=asked.office, kind=asked.kind, name=asked.name,
        subject_kind=AffiliateKind.PERSON if subject.is_person else AffiliateKind.COMPANY,
        number=subject.company, national_number=sealed, number_hash=found_by,
        services=list(asked.services), form=asked.form, asked_by=by, asked_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        raise AlreadyAsked from None
    note_step(request, by=by.user, at=at)
    return request


@transaction.atomic
def redraft_request(request: Request, asked: Asked, *, by: Member, at: datetime) -> None:
    """Change what a draft says; `NotAllowed` once it is sent."""
    state = Request.objects.select_for_update().values_list("state", flat=True).get(pk=request.pk)
    if state != RequestState.DRAFT:
        raise NotAllowed("sent")
    request.kind, request.name = asked.kind, asked.name
    request.services, request.form = list(asked.services), asked.form
    request.save(update_fields=["kind", "name", "services", "form"])
    audit.record(by.firm, "request.changed", by=by.user, at=at, target=request)


@transaction.atomic
def send_request(request: Request, *, by: Member, at: datetime) -> None:
    """Hand a draft to the office."""
    request.sent_at = at
    move(request, RequestState.SENT, by=by.user, at=at)


@transaction.atomic
def ask_confirmation(
    client: Client, subject: Subject, services: Sequence[str], *, by: Member, at: datetime
) -> Request:
    """Ask the office whether a known client's services may be opened; sent at once."""
    assert client.office is not None
    asked = Asked(client.office, RequestKind.CONFIRMATION, client.name, services)
    request = draft_request(subject, asked, by=by, at=at)
    request.client = client
    send_request(request, by=by, at=at)
    return request


@transaction.atomic
def cancel_request(request: Request, *, by: Member, at: datetime) -> None:
    """Take back a request that is not decided.

    With a confirmation, the services that it asked for are no longer asked for: `NotAllowed`
    (`hidden`) for a member who does not see its client.
    """
    confirms = request.kind == RequestKind.CONFIRMATION
    seen = Client.objects.visible_to(by).filter(pk=request.client_id or 0)
    if confirms and not seen.exists():
        raise NotAllowed("hidden")
    move(request, RequestState.CANCELLED, by=by.user, at=at)
    if confirms and request.client_id:
        turn_services(request.client_id, request.services, ServiceState.NONE, by=by.user, at=at)

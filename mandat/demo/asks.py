"""Requests to the Belgian office in every state, and the confirmations of what is pending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from mandat.affiliates.choices import AffiliateKind, Service
from mandat.clients.choices import ServiceState
from mandat.clients.models import ClientService
from mandat.demo.subjects import Subject, belgian_company, belgian_person
from mandat.demo.world import BATCH, FirmWorld, World
from mandat.firms.models import Member
from mandat.onboarding.choices import RequestKind, RequestState
from mandat.onboarding.models import Request, RequestStep
from mandat.vault.keys import keyring

_STATES = (
    RequestState.DRAFT, RequestState.SENT, RequestState.SENT, RequestState.REFLECTION,
    RequestState.REFLECTION, RequestState.REFUSED, RequestState.CANCELLED,
)  # fmt: skip
_SERVICES = [Service.SOCIAL_STATUS.value, Service.ORGANISATION.value]


def build(world: World) -> None:
    """Write the requests of the firms with Belgian clients, and every step they took."""
    for slug in ("lindenhof", "arvensis"):
        rng, firm = world.rng(f"asks-{slug}"), world.firms[slug]
        made = [*_confirmations(world, firm), *_of_unknown(world, rng, firm)]
        Request.objects.bulk_create(made, batch_size=BATCH)
        RequestStep.objects.bulk_create(
            [step for one in made for step in _steps(world, firm, one)], batch_size=BATCH
        )


def _confirmations(world: World, firm: FirmWorld) -> Iterator[Request]:
    """One request for each client of whom a service waits, and those accepted of late."""
    waiting: dict[int, list[str]] = {}
    pending = ClientService.objects.filter(firm=firm.firm, state=ServiceState.PENDING)
    for client_id, service in pending.values_list("client_id", "service"):
        waiting.setdefault(client_id, []).append(service)
    belgian = [pair for pair in firm.pairs() if pair[1].country == "BE" and pair[1].added_by]
    for rank, (one, client) in enumerate(belgian):
        if client.pk not in waiting and rank % 15 != 2:
            continue
        assert client.added_by is not None
        request = _request(world, firm, one, client.added_by, client.added_at)
        request.kind, request.client = RequestKind.CONFIRMATION, client
        request.services = waiting.get(client.pk, _SERVICES)
        request.state = RequestState.SENT if client.pk in waiting else RequestState.ACCEPTED
        _advance(world, request)
        yield request


def _of_unknown(world: World, rng: Random, firm: FirmWorld) -> Iterator[Request]:
    """People and employers that the office does not know yet."""
    for rank in range(max(2, len(firm.clients) // 12)):
        person = rng.random() < 0.6
        one = belgian_person(rng) if person else belgian_company(rng, employer=True)
        asked = world.ago(rng.randrange(2, 9), rng)
        request = _request(world, firm, one, rng.choice(firm.members[:3]), asked)
        if person and rng.random() < 0.3:
            request.kind = RequestKind.TRANSFER
        request.state = _STATES[rank % len(_STATES)]
        _advance(world, request)
        yield request


def _request(world: World, firm: FirmWorld, one: Subject, member: Member, at: datetime) -> Request:
    request = Request(
        firm=firm.firm, office=world.offices["BE"], kind=RequestKind.AFFILIATION, name=one.name,
        subject_kind=AffiliateKind.PERSON if one.is_person else AffiliateKind.COMPANY,
        services=_SERVICES, asked_by=member, asked_at=at,
        form={
            "street": one.street, "postcode": one.town.postcode, "city": one.town.name,
            "activity": one.trade_name or one.activity,
        },
    )  # fmt: skip
    if one.is_person:
        ring = keyring()
        request.number_hash = ring.index(one.number, scope=f"firm:{firm.firm.pk}")
        context = f"request:{firm.firm.pk}:{request.number_hash}"
        request.national_number = ring.encrypt(one.number.encode(), context=context)
    else:
        request.number = one.number
    return request


def _advance(world: World, request: Request) -> None:
    """Fill in the dates that the state asks for."""
    if request.state == RequestState.DRAFT:
        return
    request.sent_at = min(request.asked_at + timedelta(hours=2), world.now)
    if request.state == RequestState.REFLECTION:
        request.reflection_until = request.sent_at.date() + timedelta(days=10)
    if request.state in {RequestState.ACCEPTED, RequestState.REFUSED}:
        request.decided_at = min(request.sent_at + timedelta(days=1), world.now)
        request.decided_by = world.staff["BE"][1].user
    if request.state == RequestState.REFUSED:
        request.answer = "De aansluiting loopt al bij een ander fonds tot het einde van het jaar."


def _steps(world: World, firm: FirmWorld, request: Request) -> Iterator[RequestStep]:
    """Draft, sent, and what came after."""
    by_firm = request.asked_by.user if request.asked_by else None
    clerk = world.staff["BE"][1].user
    moves = [(RequestState.DRAFT, request.asked_at, by_firm)]
    if request.sent_at:
        moves.append((RequestState.SENT, request.sent_at, by_firm))
        after = request.decided_at or min(request.sent_at + timedelta(days=1), world.now)
        if request.decided_at or request.state == RequestState.REFLECTION:
            moves.append((RequestState(request.state), after, clerk))
        if request.state == RequestState.CANCELLED:
            moves.append((RequestState.CANCELLED, after, by_firm))
    for state, at, by in moves:
        yield RequestStep(
            firm=firm.firm, office=request.office, request=request, state=state, at=at, by=by
        )

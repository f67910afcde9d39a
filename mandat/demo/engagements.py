"""The clients of each firm: where they are placed, what is open for them, whom the firm knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from mandat.affiliates.choices import AccountStatus, EmailService, Service
from mandat.clients.choices import ServiceState
from mandat.clients.indexing import index_fields
from mandat.clients.models import (
    Client,
    ClientContact,
    ClientEmailService,
    ClientService,
    Placement,
)
from mandat.clients.national import seal_person
from mandat.demo import words
from mandat.demo.subjects import Subject
from mandat.demo.world import BATCH, FirmWorld, World

_NOTES = {
    "fr": ("Joindre de préférence le matin.", "Absente le mercredi.", ""),
    "nl": ("Liefst voor de middag bellen.", "Woensdag afwezig.", ""),
}


def build(world: World) -> None:
    """Write clients, placements, services, e-mail services and the firms' own contacts."""
    for slug, firm in world.firms.items():
        rng = world.rng(f"engagements-{slug}")
        firm.clients = [_client(world, rng, firm, one) for one in firm.subjects]
        Client.objects.bulk_create(firm.clients, batch_size=BATCH)
        Placement.objects.bulk_create(list(_placements(rng, firm)), batch_size=BATCH)
        ClientService.objects.bulk_create(list(_services(world, rng, firm)), batch_size=BATCH)
        ClientEmailService.objects.bulk_create(list(_mails(rng, firm)), batch_size=BATCH)
        ClientContact.objects.bulk_create(list(_contacts(world, rng, firm)), batch_size=BATCH)


def _client(world: World, rng: Random, firm: FirmWorld, one: Subject) -> Client:
    client = Client(
        firm=firm.firm, office=world.offices[one.country], affiliate=one.affiliate,
        country=one.country, kind=one.kind, name=one.name, trade_name=one.trade_name,
        language=one.language, postcode=one.town.postcode, city=one.town.name,
        activity=one.activity, added_at=world.ago(rng.randrange(30, 470), rng),
        added_by=rng.choice(firm.members[:3]),
        account_number=next(
            (each.number for each in one.accounts if each.status == AccountStatus.OPEN), ""
        ),
    )  # fmt: skip
    if one.is_person:
        client.national_number, client.number_hash = seal_person(firm.firm, one.number)
        client.identity = client.number_hash
    else:
        client.number = client.identity = one.number
    index_fields(client)
    return client


def _placements(rng: Random, firm: FirmWorld) -> Iterator[Placement]:
    """One portfolio each, a second one for a few; every ninetieth is forgotten by all."""
    names = list(firm.portfolios)
    for rank, (one, client) in enumerate(firm.pairs()):
        if rank % 90 == 89:
            continue
        wanted = {one.portfolio if one.portfolio in firm.portfolios else names[0]}
        if rng.random() < 0.05:
            wanted.add(rng.choice(names))
        for name in sorted(wanted):
            yield Placement(
                firm=firm.firm, client=client, portfolio=firm.portfolios[name],
                placed_at=client.added_at, placed_by=client.added_by,
            )  # fmt: skip


def _services(world: World, rng: Random, firm: FirmWorld) -> Iterator[ClientService]:
    for one, client in firm.pairs():
        waiting = rng.random() < 0.06
        for service in Service.values:
            state, draw = ServiceState.ACTIVE, rng.random()
            if service == Service.EMPLOYEES and not one.is_employer:
                state = ServiceState.NONE
            elif waiting:
                state = ServiceState.PENDING if one.country == "BE" else ServiceState.ASKED
            elif draw < 0.09:
                state = ServiceState.NONE
            elif draw < 0.11:
                state = ServiceState.ENDING if draw < 0.1 else ServiceState.ENDED
            days = timedelta(days=rng.randrange(28))
            yield ClientService(
                firm=firm.firm, client=client, service=service, state=state,
                changed_at=client.added_at + days * (state != ServiceState.NONE),
                changed_by=client.added_by.user if client.added_by else None,
            )  # fmt: skip


def _mails(rng: Random, firm: FirmWorld) -> Iterator[ClientEmailService]:
    for client in firm.clients:
        for service in EmailService.values:
            if rng.random() < 0.45:
                yield ClientEmailService(
                    firm=firm.firm, client=client, service=service, chosen_at=client.added_at,
                    chosen_by=client.added_by.user if client.added_by else None,
                )  # fmt: skip


def _contacts(world: World, rng: Random, firm: FirmWorld) -> Iterator[ClientContact]:
    for one, client in firm.pairs():
        if rng.random() < 0.35:
            name = words.person(rng, one.language)
            yield ClientContact(
                firm=firm.firm, client=client, name=name, phone=words.phone(rng, one.country),
                email=words.address(name),
                role={"fr": "Interlocutrice au quotidien", "nl": "Dagelijks contact"}[one.language],
                note=rng.choice(_NOTES[one.language]), changed_by=client.added_by,
                changed_at=world.ago(rng.randrange(1, 200), rng),
            )  # fmt: skip

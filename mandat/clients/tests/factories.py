"""Clients for every test: a French employer unless told otherwise, and whole firms in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import factory
from django.utils import timezone

from mandat.affiliates.choices import Service
from mandat.clients.choices import Attention, ClientKind, ServiceState
from mandat.clients.indexing import index_fields
from mandat.clients.models import Client, ClientService, Placement
from mandat.clients.national import seal_person
from mandat.firms.choices import Country
from mandat.firms.models import Firm, Portfolio
from mandat.firms.tests.factories import FirmFactory
from mandat.identifiers.making import make_enterprise, make_nir, make_niss, make_siren

_SEED = Random(20260101)
_FIRST = ("Atelier", "Boulangerie", "Garage", "Menuiserie", "Cabinet", "Jardins", "Transports")
_SECOND = ("Énergie", "Bélier", "Dupont", "Rivière", "Saint-Étienne", "Noël", "Totalys", "Van Dijk")
_THIRD = ("du Val", "et Fils", "Conseil", "SARL", "du Littoral", "Développement", "Services")


class ClientFactory(factory.django.DjangoModelFactory[Client]):
    """A company; `country` chooses which number it gets."""

    class Meta:
        model = Client

    firm = factory.SubFactory(FirmFactory)
    country = Country.FRANCE
    kind = ClientKind.EMPLOYER
    name = factory.Sequence(lambda n: f"Menuiserie {n}")
    number = factory.LazyAttribute(
        lambda o: make_siren(_SEED) if o.country == Country.FRANCE else make_enterprise(_SEED)
    )
    identity = factory.SelfAttribute("number")

    @classmethod
    def _create(cls, model_class: type[Client], *args: Any, **kwargs: Any) -> Client:
        client = model_class(*args, **kwargs)
        index_fields(client)
        client.save(force_insert=True)
        return client


def make_person_client(
    firm: Firm,
    *,
    name: str = "Jeanne Moreau-Lindt",
    country: str = Country.FRANCE,
    number: str = "",
    **fields: Any,
) -> Client:
    """A self-employed person, with an invented NIR or NISS unless `number` gives one."""
    if not number:
        number = make_nir(_SEED) if country == Country.FRANCE else make_niss(_SEED)
    sealed, found_by = seal_person(firm, number)
    return ClientFactory.create(
        firm=firm,
        name=name,
        country=country,
        kind=ClientKind.SELF_EMPLOYED,
        number="",
        national_number=sealed,
        number_hash=found_by,
        identity=found_by,
        **fields,
    )


def place(client: Client, *portfolios: Portfolio) -> Client:
    """`client`, now in `portfolios` too."""
    for portfolio in portfolios:
        Placement.objects.create(firm_id=client.firm_id, client=client, portfolio=portfolio)
    return client


def fill_firm(
    firm: Firm, portfolio: Portfolio | Iterable[Portfolio], n: int, *, seed: int = 1
) -> list[Client]:
    """`n` companies in bulk, shared out over the portfolio(s), each with its three services."""
    portfolios = [portfolio] if isinstance(portfolio, Portfolio) else list(portfolio)
    rng, taken = Random(f"{firm.pk}-{seed}"), set[str]()
    clients = Client.objects.bulk_create(
        [_invented(firm, rng, rank, taken) for rank in range(n)], batch_size=1000
    )
    Placement.objects.bulk_create(
        [
            Placement(firm=firm, client=client, portfolio=portfolios[rank % len(portfolios)])
            for rank, client in enumerate(clients)
        ],
        batch_size=1000,
    )
    states = [ServiceState.ACTIVE, ServiceState.ACTIVE, ServiceState.PENDING, ServiceState.NONE]
    ClientService.objects.bulk_create(
        [
            ClientService(firm=firm, client=client, service=service, state=rng.choice(states))
            for client in clients
            for service in Service.values
        ],
        batch_size=1000,
    )
    return clients


def _invented(firm: Firm, rng: Random, rank: int, taken: set[str]) -> Client:
    french = rng.random() < 0.8
    number = ""
    while not number or number in taken:  # fifty thousand random numbers meet by chance
        number = make_siren(rng) if french else make_enterprise(rng)
    taken.add(number)
    incidents = rng.choice([0] * 9 + [1])
    anomalies = rng.choice([0] * 7 + [1, 2])
    client = Client(
        firm=firm,
        country=Country.FRANCE if french else Country.BELGIUM,
        kind=rng.choice(ClientKind.values),
        name=f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {rng.choice(_THIRD)} {rank}",
        trade_name=rng.choice(["", "", rng.choice(_SECOND)]),
        number=number,
        identity=number,
        account_number=f"{rng.randrange(10**17, 10**18)}",
        city="Lyon" if french else "Gent",
        added_at=timezone.now() - timedelta(minutes=rank),
        attention=Attention.ACT if incidents else Attention.WATCH if anomalies else Attention.FINE,
        open_incidents=incidents,
        open_anomalies=anomalies,
        next_due_on=date(2026, 1, 5) + timedelta(days=rng.randrange(60)),
        headcount=rng.randrange(1, 80),
    )
    index_fields(client)
    return client

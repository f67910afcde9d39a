"""What the offices know: affiliates, accounts, establishments, contacts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from mandat.affiliates.choices import AccountKind, AccountStatus, AffiliateKind
from mandat.affiliates.models import Account, Affiliate, Contact, Establishment
from mandat.demo import words
from mandat.demo.subjects import Subject, account_number
from mandat.demo.world import BATCH, World
from mandat.firms.models import Office
from mandat.vault.keys import keyring

_ROLES = {
    "fr": ("Gérant", "Responsable paie", "Assistante de direction", "Comptable"),
    "nl": ("Zaakvoerder", "Verantwoordelijke loon", "Boekhouder"),
}


def build(world: World) -> None:
    """Write every subject once into the office of its country."""
    rng = world.rng("knowledge")
    subjects = list(everybody(world))
    for one in subjects:
        one.affiliate = _affiliate(world, world.offices[one.country], one)
    Affiliate.objects.bulk_create([_known(one) for one in subjects], batch_size=BATCH)
    for one in subjects:
        one.accounts = _accounts(world, rng, one)
    Account.objects.bulk_create(
        [account for one in subjects for account in one.accounts], batch_size=BATCH
    )
    Establishment.objects.bulk_create(
        [place for one in subjects for place in _places(rng, one)], batch_size=BATCH
    )
    Contact.objects.bulk_create(
        [contact for one in subjects for contact in _contacts(rng, one)], batch_size=BATCH
    )


def everybody(world: World) -> Iterator[Subject]:
    """Every subject once, whoever shares it, in one order."""
    seen: set[int] = set()
    for firm in world.firms.values():
        for one in firm.subjects:
            if id(one) not in seen:
                seen.add(id(one))
                yield one
    yield from world.unclaimed


def _known(subject: Subject) -> Affiliate:
    assert subject.affiliate is not None
    return subject.affiliate


def _affiliate(world: World, office: Office, one: Subject) -> Affiliate:
    row = Affiliate(
        office=office, country=one.country, name=one.name, trade_name=one.trade_name,
        kind=AffiliateKind.PERSON if one.is_person else AffiliateKind.COMPANY,
        language=one.language, street=one.street, postcode=one.town.postcode, city=one.town.name,
        activity=one.activity, updated_at=world.ago(12),
    )  # fmt: skip
    if one.is_person:
        ring = keyring()
        row.number_hash = ring.index(one.number, scope=f"office:{office.pk}")
        context = f"affiliate:{office.pk}:{row.number_hash}"
        row.national_number = ring.encrypt(one.number.encode(), context=context)
    else:
        row.number = one.number
    return row


def _accounts(world: World, rng: Random, one: Subject) -> list[Account]:
    """The account that the kind asks for; Belgian employers have the company's one too."""
    kinds = {
        "employer": [AccountKind.EMPLOYER],
        "self_employed": [AccountKind.SELF_EMPLOYED],
        "company": [AccountKind.COMPANY],
    }[one.kind]
    if one.country == "BE" and one.is_employer:
        kinds = [*kinds, AccountKind.COMPANY]
    found = [
        Account(
            affiliate=one.affiliate, kind=kind, number=account_number(rng, one, kind),
            opened_on=world.today - timedelta(days=rng.randrange(420, 9000)),
        )
        for kind in kinds
    ]  # fmt: skip
    if one.is_employer and rng.random() < 0.05:  # an older account, closed since
        closed = found[0].opened_on + timedelta(days=300)
        found.append(
            Account(
                affiliate=one.affiliate, kind=AccountKind.EMPLOYER, opened_on=found[0].opened_on,
                number=account_number(rng, one, AccountKind.EMPLOYER), closed_on=closed,
                status=AccountStatus.CLOSED,
            )
        )  # fmt: skip
    return found


def _places(rng: Random, one: Subject) -> Iterator[Establishment]:
    for rank, number in enumerate(one.places):
        town = one.town if rank == 0 else words.town(rng, one.country, one.language)
        yield Establishment(
            affiliate=one.affiliate, number=number, name=one.trade_name or one.name,
            street=one.street if rank == 0 else words.street(rng, one.language),
            postcode=town.postcode, city=town.name, activity=one.activity, is_head=rank == 0,
        )  # fmt: skip


def _contacts(rng: Random, one: Subject) -> Iterator[Contact]:
    """The person themselves, or one to three people of the company."""
    roles = _ROLES[one.language]
    for rank in range(1 if one.is_person else 1 + rng.choice((0, 0, 1, 2))):
        name = one.name if one.is_person else words.person(rng, one.language)
        yield Contact(
            affiliate=one.affiliate, name=name, phone=words.phone(rng, one.country),
            role="" if one.is_person else roles[rank % len(roles)],
            email=words.address(name), is_main=rank == 0,
        )  # fmt: skip

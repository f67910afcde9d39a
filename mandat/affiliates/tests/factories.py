"""Companies and persons that an office knows, for tests."""

from __future__ import annotations

from datetime import date
from random import Random

import factory

from mandat.affiliates.choices import AccountKind, AffiliateKind
from mandat.affiliates.models import Account, Affiliate, AmountDue, Contact, Establishment
from mandat.firms.models import Office
from mandat.firms.tests.factories import OfficeFactory
from mandat.identifiers.making import make_enterprise, make_siren, make_siret
from mandat.vault.keys import keyring

_rng = Random(20261121)


class AffiliateFactory(factory.django.DjangoModelFactory[Affiliate]):
    """A company of its office's country."""

    class Meta:
        model = Affiliate

    office = factory.SubFactory(OfficeFactory)
    kind = AffiliateKind.COMPANY
    country = factory.LazyAttribute(lambda o: o.office.country)
    name = factory.Sequence(lambda n: f"Affilié {n}")
    number = factory.LazyAttribute(
        lambda o: make_siren(_rng) if o.office.country == "FR" else make_enterprise(_rng)
    )
    language = factory.LazyAttribute(lambda o: o.office.language)
    street = "Rue du Port 4"
    postcode = factory.LazyAttribute(lambda o: "59000" if o.office.country == "FR" else "1000")
    city = factory.LazyAttribute(lambda o: "Lille" if o.office.country == "FR" else "Bruxelles")
    activity = "43.32"


def make_person_affiliate(office: Office, number: str, **fields: object) -> Affiliate:
    """A self-employed person of an office, by a normalised national number."""
    found_by = keyring().index(number, scope=f"office:{office.pk}")
    context = f"affiliate:{office.pk}:{found_by}"
    return AffiliateFactory.create(
        office=office,
        kind=AffiliateKind.PERSON,
        number="",
        number_hash=found_by,
        national_number=keyring().encrypt(number.encode(), context=context),
        **fields,
    )


class AccountFactory(factory.django.DjangoModelFactory[Account]):
    """An open employer account."""

    class Meta:
        model = Account

    affiliate = factory.SubFactory(AffiliateFactory)
    kind = AccountKind.EMPLOYER
    number = factory.Sequence(lambda n: f"117{n:015d}")
    opened_on = date(2020, 1, 1)


class AmountDueFactory(factory.django.DjangoModelFactory[AmountDue]):
    """The declared amount of October 2026."""

    class Meta:
        model = AmountDue

    account = factory.SubFactory(AccountFactory)
    period = date(2026, 10, 1)
    declared_on = date(2026, 11, 12)
    due_on = date(2026, 11, 15)
    due_cents = 123456


class ContactFactory(factory.django.DjangoModelFactory[Contact]):
    """The main contact person."""

    class Meta:
        model = Contact

    affiliate = factory.SubFactory(AffiliateFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@client.test")
    is_main = True


class EstablishmentFactory(factory.django.DjangoModelFactory[Establishment]):
    """The head office of a French company."""

    class Meta:
        model = Establishment

    affiliate = factory.SubFactory(AffiliateFactory)
    number = factory.LazyAttribute(lambda o: make_siret(_rng, o.affiliate.number))
    name = "Siège"
    city = "Lille"
    is_head = True

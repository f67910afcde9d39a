"""Invents companies and self-employed people before any row of the database exists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from mandat.affiliates.models import Account, Affiliate
from mandat.clients.choices import ClientKind
from mandat.demo import words
from mandat.firms.choices import Country
from mandat.formats.dsn.generate import Life, company_life
from mandat.identifiers.making import (
    make_enterprise,
    make_establishment,
    make_nir,
    make_niss,
    make_onss,
    make_siren,
    make_siret,
)

_SIZES = ((1, 4, 42), (5, 12, 36), (13, 30, 16), (31, 48, 4), (51, 60, 2))


@dataclass(eq=False)
class Subject:
    """A company or person; `number` is its SIREN, enterprise or national number."""

    country: str
    kind: str
    name: str
    number: str = field(repr=False)
    language: str
    portfolio: str
    activity: str
    street: str
    town: words.Town
    places: tuple[str, ...] = ()  # SIRET or establishment units, the head first
    size: int = 0
    trade_name: str = ""
    life: Life | None = field(default=None, repr=False)
    affiliate: Affiliate | None = None
    accounts: list[Account] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        """Whether `number` is a national one."""
        return self.kind == ClientKind.SELF_EMPLOYED

    @property
    def is_employer(self) -> bool:
        """Whether it has employees."""
        return self.kind == ClientKind.EMPLOYER


def employer_size(rng: Random) -> int:
    """How many employees: mostly few, sometimes more than fifty."""
    low, high, _ = rng.choices(_SIZES, [weight for *_, weight in _SIZES])[0]
    return rng.randint(low, high)


def french_employer(rng: Random, start: date, *, months: int = 12, size: int = 0) -> Subject:
    """An employer with the life of its people from `start` on, under a name of our own."""
    size = size or employer_size(rng)
    life = company_life(rng, size=size, start_month=start, months=months)
    company = life.company
    portfolio, patterns = words.FRENCH_EMPLOYERS[company.ape]
    name = words.company(rng, patterns, "fr")
    address = company.address
    return Subject(
        country=Country.FRANCE, kind=ClientKind.EMPLOYER, name=name, number=company.siren,
        language="fr", portfolio=portfolio, activity=company.ape,
        street=address.street.capitalize(), size=size,
        town=words.Town(address.town.title(), address.postcode),
        places=(company.siren + company.nic, *_more_sirets(rng, company.siren)),
        trade_name="" if rng.random() < 0.8 else words.company(rng, patterns, "fr"),
        life=replace(life, company=replace(company, name=_shout(name))),
    )  # fmt: skip


def _shout(name: str) -> str:
    """A name as files write it: capitals of Latin-1, no typographic signs."""
    return name.upper().replace("’", "'")


def _more_sirets(rng: Random, siren: str) -> tuple[str, ...]:
    return tuple(make_siret(rng, siren, nic) for nic in range(2, 2 + rng.choice((0, 0, 0, 1, 2))))


def french_company(rng: Random) -> Subject:
    """A company without employees."""
    portfolio, ape, patterns = rng.choice(words.FRENCH_COMPANIES)
    siren = make_siren(rng)
    return Subject(
        country=Country.FRANCE, kind=ClientKind.COMPANY, name=words.company(rng, patterns, "fr"),
        number=siren, language="fr", portfolio=portfolio, activity=ape,
        street=words.street(rng, "fr"), town=words.town(rng, "FR", "fr"),
        places=(make_siret(rng, siren),),
    )  # fmt: skip


def french_person(rng: Random) -> Subject:
    """A self-employed person, found by NIR."""
    portfolio, ape, trade = rng.choice(words.FRENCH_TRADES)
    return Subject(
        country=Country.FRANCE, kind=ClientKind.SELF_EMPLOYED, name=words.person(rng, "fr"),
        number=make_nir(rng), language="fr", portfolio=portfolio, activity=ape, trade_name=trade,
        street=words.street(rng, "fr"), town=words.town(rng, "FR", "fr"),
    )  # fmt: skip


def belgian_company(rng: Random, *, employer: bool) -> Subject:
    """A company of Flanders, Wallonia or Brussels, with or without employees."""
    language = "nl" if rng.random() < 0.7 else "fr"
    portfolio, nace, dutch, french = rng.choice(words.BELGIAN_EMPLOYERS)
    units = 1 + rng.choice((0, 0, 0, 1, 2)) if employer else 1
    suffix = rng.choice(("BV", "NV", "VZW") if language == "nl" else ("SRL", "SA", "ASBL"))
    name = words.company(rng, dutch if language == "nl" else french, language)
    return Subject(
        country=Country.BELGIUM, kind=ClientKind.EMPLOYER if employer else ClientKind.COMPANY,
        name=f"{name} {suffix}", number=make_enterprise(rng), language=language,
        portfolio=portfolio, activity=nace, street=words.street(rng, language),
        town=words.town(rng, "BE", language), size=employer_size(rng) if employer else 0,
        places=tuple(make_establishment(rng) for _ in range(units)),
    )  # fmt: skip


def belgian_person(rng: Random) -> Subject:
    """A self-employed person, found by NISS."""
    language = "nl" if rng.random() < 0.7 else "fr"
    portfolio, nace, dutch, french = rng.choice(words.BELGIAN_TRADES)
    return Subject(
        country=Country.BELGIUM, kind=ClientKind.SELF_EMPLOYED, number=make_niss(rng),
        name=words.person(rng, language), language=language, portfolio=portfolio, activity=nace,
        trade_name=dutch if language == "nl" else french, street=words.street(rng, language),
        town=words.town(rng, "BE", language),
    )  # fmt: skip


def account_number(rng: Random, subject: Subject, kind: str) -> str:
    """The number of an account as that country's office writes it."""
    if subject.country == Country.BELGIUM:
        return make_onss(rng) if kind == "employer" else f"{rng.randrange(10**9, 10**10)}"
    return f"{rng.choice((117, 217, 827, 937))}{rng.randrange(10**14, 10**15)}"

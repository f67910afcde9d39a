"""Every shape of conformant file, by name and from a seed: `generate` is the way in."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import BinaryIO

from mandat.formats.dsn.generate import priming as primings
from mandat.formats.dsn.generate import substitution as substitutions
from mandat.formats.dsn.generate import twists, variety
from mandat.formats.dsn.generate.envois import Envoi
from mandat.formats.dsn.generate.events import (
    Replaced,
    end_of_contract,
    return_to_work,
    sick_leave,
)
from mandat.formats.dsn.generate.life import later
from mandat.formats.dsn.generate.monthly import declare, monthly, write_monthly
from mandat.formats.dsn.generate.particulars import Arrear, PlaceParticulars
from mandat.formats.dsn.generate.people import Company, Contract, Emitter, Employee
from mandat.formats.dsn.generate.rates import norm_of
from mandat.formats.dsn.generate.scenes import Scene
from mandat.formats.dsn.generate.variety import Recipe
from mandat.identifiers.making import make_siren, make_siret

NORMS = ("P24V01", "P25V01", "P26V01")
DEFAULT_SIZE = 12


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: month, norm, size, SIREN, and whether the file says it is a test."""

    month: date
    norm: str
    size: int = DEFAULT_SIZE
    siren: str | None = None
    test: bool = True
    wanted: tuple[str, ...] = ()

    def company(self, rng: Random, *, places: int = 1, agency: bool = False) -> Company:
        """A varied company."""
        recipe = Recipe(max(self.size, 1), self.wanted, places, agency)
        return variety.varied_company(rng, self.month, self.norm, recipe, self.siren)


Maker = Callable[[Random, Order], bytes]


def generate(
    shape: str,
    seed: int,
    *,
    month: date | None = None,
    norm: str | None = None,
    size: int = DEFAULT_SIZE,
    siren: str | None = None,
    test: bool = True,
    wanted: tuple[str, ...] = (),
) -> bytes:
    """Give the file of a shape: the same arguments give the same bytes.

    Without `month` the seed chooses one of the norm's year (2026's without `norm` either).
    `wanted` names the twists every person gets (`variety.MAIN`, `AGENCY`, `BESIDE`) instead of
    chance. `KeyError` for an unknown shape or twist, `ValueError` for a month without rates.
    """
    make = SHAPES[shape]
    rng = Random(seed)  # noqa: S311 - the same seed must give the same file
    if month is None:
        year = 2000 + int((norm or NORMS[-1])[1:3])
        month = date(year, rng.randrange(1, 13), 1)
    month = month.replace(day=1)
    return make(rng, Order(month, norm or norm_of(month), size, siren, test, wanted))


def write_large(
    target: BinaryIO,
    seed: int,
    size: int,
    *,
    month: date = date(2026, 1, 1),
    norm: str | None = None,
    test: bool = True,
) -> int:
    """Write a monthly file of `size` people, one at a time; give the number of its lines."""
    rng = Random(seed)  # noqa: S311
    name, siren = norm or norm_of(month), make_siren(rng)
    scene = variety.scene_of(rng, month, name, siren)
    company = variety.varied_company(rng, month, name, Recipe(1, ("plain",)), siren)
    [place] = company.establishments
    place = replace(place, more=PlaceParticulars(scene.town.commune, adhesions=scene.adhesions))
    company = replace(company, establishments=(place,))
    return write_monthly(
        target, company, month, test=test, norm=name, headcount=size,
        staff=lambda _: variety.streamed_staff(seed, scene, size),
    )  # fmt: skip


# ---- monthly


def _monthly(
    rng: Random,
    order: Order,
    *,
    places: int = 1,
    fractions: int = 1,
    agency: bool = False,
    replacing: bool = False,
) -> bytes:
    return monthly(
        order.company(rng, places=places, agency=agency), order.month, test=order.test,
        norm=order.norm, fractions=fractions, replaces=7 if replacing else None,
    )  # fmt: skip


def _nobody(rng: Random, order: Order, *, replacing: bool = False) -> bytes:
    company = order.company(rng)
    places = tuple(
        replace(place, employees=(), more=PlaceParticulars()) for place in company.establishments
    )
    empty = replace(company, establishments=places)
    return monthly(
        empty, order.month, test=order.test, norm=order.norm, replaces=7 if replacing else None
    )


def _one_place_empty(rng: Random, order: Order) -> bytes:
    company = order.company(rng, places=2)
    first, second = company.establishments
    second = replace(second, employees=(), more=PlaceParticulars())
    company = replace(company, establishments=(first, second))
    return monthly(company, order.month, test=order.test, norm=order.norm)


def _only_outsiders(rng: Random, order: Order) -> bytes:
    company = order.company(rng)
    scene = _scene(rng, order, company)
    [place] = company.establishments
    someone = variety.outsider_of(rng, scene, 1, "05", "04")
    more = PlaceParticulars(outsiders=(someone,))
    company = replace(company, establishments=(replace(place, employees=(), more=more),))
    return monthly(company, order.month, test=order.test, norm=order.norm)


def _several_companies(rng: Random, order: Order) -> bytes:
    """One envoi of a firm, for some of its clients."""
    companies = [replace(order, siren=None).company(rng) for _ in range(3)]
    siret = make_siret(rng)
    firm = Emitter(siret[:9], siret[9:], "CABINET INVENTE", companies[0].address)
    return _in_one_envoi(order, firm, [(one, order.month) for one in companies])


def _two_months(rng: Random, order: Order) -> bytes:
    """The same establishment for a month and the month before, in one envoi."""
    company = replace(order, wanted=("plain",)).company(rng)
    before = later(order.month, -1)
    months = (before, order.month) if before.year == order.month.year else (order.month,)
    return _in_one_envoi(order, company.emitter(), [(company, month) for month in months])


def _in_one_envoi(order: Order, sender: Emitter, parts: list[tuple[Company, date]]) -> bytes:
    target = io.BytesIO()
    with Envoi(sender, order.norm, test=order.test) as envoi:
        for company, month in parts:
            declare(envoi, company, month)
        envoi.write(target)
    return target.getvalue()


def _several_envois(rng: Random, order: Order) -> bytes:
    return b"".join(_monthly(rng, replace(order, siren=None)) for _ in range(3))


# ---- events


def _scene(rng: Random, order: Order, company: Company) -> Scene:
    return variety.scene_of(rng, order.month, order.norm, company.siren)


def _with_first(company: Company, one: Employee) -> Company:
    place = company.establishments[0]
    place = replace(place, employees=(one, *place.employees[1:]))
    return replace(company, establishments=(place, *company.establishments[1:]))


def _someone(rng: Random, order: Order, *names: str) -> tuple[Company, Employee]:
    """A company, and its first employee made by twists."""
    company = replace(order, wanted=("plain",)).company(rng)
    scene = _scene(rng, order, company)
    one = variety.person(rng, 1, scene, (*names, *order.wanted) or ("plain",))
    return _with_first(company, one), one


@dataclass(frozen=True, slots=True)
class _Stop:
    """Makes the file of a sick leave (04), or of the return from it (05)."""

    motive: str
    back: bool = False
    subrogated: bool = False
    replacing: bool = False

    def __call__(self, rng: Random, order: Order) -> bytes:
        beside = rng.choice((("nir",), ("cover",), ("nir", "married-name"), ("plain",)))
        company, one = _someone(rng, order, *beside)
        after, days = timedelta(days=rng.randrange(1, 9)), rng.randrange(3, 15)
        one = twists.away(one, order.month, self.motive, after, days, subrogated=self.subrogated)
        company = _with_first(company, one)
        [stop] = one.absences
        earlier = Replaced(stop.last_worked, 3) if self.replacing else None
        make = return_to_work if self.back else sick_leave
        stop = stop if self.back else replace(stop, resumed=None)
        return make(company, one, stop, test=order.test, norm=order.norm, replaces=earlier)


def _end(rng: Random, order: Order, *, how: str = "01") -> bytes:
    """An end of contract, of any kind of contract that this declaration is for."""
    kind = rng.choice((
        "plain", "plain", "part-time", "fixed-term", "apprentice", "professionalisation",
        "project", "mission", "days", "complementary-hours", "benefits", "overtime",
    ))  # fmt: skip
    beside = rng.choice((("nir",), ("cover",), ("nir", "cover"), ()))
    company, one = _someone(rng, order, kind, *beside)
    scene = _scene(rng, order, company)
    while one.exit is None:
        if one.contract in (Contract.OFFICER, Contract.INTERN):
            raise ValueError("such a contract ends without a declaration of its own")
        one = twists.leaving(rng, one, scene)
        one = one if one.exit else replace(one, start=later(order.month, -2))
    if rng.randrange(4) == 0:
        former = (make_siret(rng, company.siren, 55), f"{one.number}B")
        one = replace(one, more=replace(one.more, former=former))
    company = _with_first(company, one)
    earlier = None if how == "01" else Replaced(order.month, 5)
    place = company.establishments[0]
    if one.contract is Contract.MISSION:
        place = replace(place, accident_code="745BD")
        company = replace(company, establishments=(place,))
    return end_of_contract(
        company, one, test=order.test, norm=order.norm, replaces=earlier, cancels=how == "04"
    )


def _priming(rng: Random, order: Order, *, trigger: str, cancelled: bool = False) -> bytes:
    names = {
        primings.HIRED: ("entry", "nir"),
        primings.MOVED: ("workplace",),
        primings.UNCOVERED: ("cover",),
        primings.COVER_CHANGED: ("cover", "nir"),
        primings.COVER_NEW: ("cover", "unpaid-leave"),
        primings.SOFTWARE: ("nir",),
    }.get(trigger, ("plain",))
    company, one = _someone(rng, order, *names)
    scene = _scene(rng, order, company)
    someone = variety.outsider_of(rng, scene, 1, "06", "10")
    built = order.month.replace(day=rng.randrange(1, 28))
    former = trigger in (primings.MOVED, primings.SOFTWARE)
    return primings.priming(
        company, company.establishments[0], someone if trigger == primings.OUTSIDER else one,
        trigger, built, former=make_siret(rng) if former else None, test=order.test,
        norm=order.norm, cancels=Replaced(built, 2) if cancelled else None,
    )  # fmt: skip


def _substitution(rng: Random, order: Order, *, variety_code: str, kind: str = "01") -> bytes:
    names = rng.choice((("nir",), ("hardship",), ("contract-change", "nir"), ("plain",)))
    company, one = _someone(rng, order, *names)
    people = (one, *company.establishments[0].employees[1:])
    corrections = []
    for person in people:
        months = [
            month for back in range(rng.randrange(1, 4), 0, -1)
            if (month := later(order.month, -back)) >= date(2024, 1, 1)
        ]  # fmt: skip
        crm = f"CRM124{order.month:%Y}" if variety_code == substitutions.RELIABILITY else ""
        arrears = [Arrear(month, 100 * rng.randrange(-90, 300), crm) for month in months]
        corrections.append((person, [one for one in arrears if one.base]))
    return substitutions.substitution(
        company, company.establishments[0], order.month, corrections, variety_code, kind=kind,
        order=1 if kind == "01" else 2, test=order.test, norm=order.norm,
    )  # fmt: skip


SHAPES: Mapping[str, Maker] = {
    "monthly": _monthly,
    "several-places": partial(_monthly, places=3),
    "replacing": partial(_monthly, replacing=True),
    "two-fractions": partial(_monthly, fractions=2),
    "three-fractions": partial(_monthly, fractions=3),
    "temporary-work": partial(_monthly, agency=True),
    "nobody": _nobody,
    "nobody-replacing": partial(_nobody, replacing=True),
    "one-place-empty": _one_place_empty,
    "only-outsiders": _only_outsiders,
    "several-companies": _several_companies,
    "two-months": _two_months,
    "several-envois": _several_envois,
    "sick-leave": _Stop("01"),
    "sick-leave-accident": _Stop("06"),
    "sick-leave-subrogated": _Stop("01", subrogated=True),
    "maternity": _Stop("02"),
    "paternity": _Stop("03"),
    "sick-leave-replacing": _Stop("01", replacing=True),
    "return": _Stop("01", back=True),
    "return-accident": _Stop("04", back=True),
    "return-replacing": _Stop("01", back=True, replacing=True),
    "end-of-contract": _end,
    "end-of-contract-replacing": partial(_end, how="03"),
    "end-of-contract-cancelled": partial(_end, how="04"),
    "priming-hired": partial(_priming, trigger=primings.HIRED),
    "priming-moved": partial(_priming, trigger=primings.MOVED),
    "priming-uncovered": partial(_priming, trigger=primings.UNCOVERED),
    "priming-cover-changed": partial(_priming, trigger=primings.COVER_CHANGED),
    "priming-cover-new": partial(_priming, trigger=primings.COVER_NEW),
    "priming-outsider": partial(_priming, trigger=primings.OUTSIDER),
    "priming-software": partial(_priming, trigger=primings.SOFTWARE),
    "priming-cancelled": partial(_priming, trigger=primings.HIRED, cancelled=True),
    "substitution-control": partial(_substitution, variety_code=substitutions.CONTROL),
    "substitution-reliability": partial(_substitution, variety_code=substitutions.RELIABILITY),
    "substitution-law": partial(_substitution, variety_code=substitutions.LAW),
    "substitution-replacing": partial(
        _substitution, variety_code=substitutions.RELIABILITY, kind="03"
    ),
    "substitution-cancelled": partial(
        _substitution, variety_code=substitutions.RELIABILITY, kind="04"
    ),
}
"""Name → what makes the file."""

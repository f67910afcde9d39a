"""People who differ, from a seed: each twist turns an ordinary employee into a special one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from mandat.formats.dsn.generate import additions, twists
from mandat.formats.dsn.generate.invention import (
    BIC,
    PENSION_SIRET,
    TEMP_AGENCY,
    TOWNS,
    TRADES,
    Town,
    Trade,
    make_iban,
    pick_address,
    pick_family,
)
from mandat.formats.dsn.generate.life import ordinary_employee
from mandat.formats.dsn.generate.particulars import (
    Adhesion,
    Fee,
    Outsider,
    PlaceParticulars,
)
from mandat.formats.dsn.generate.people import (
    Company,
    Employee,
    Establishment,
)
from mandat.formats.dsn.generate.scenes import Scene
from mandat.identifiers.making import make_siren, make_siret

Twist = Callable[[Random, Employee, Scene], Employee]

MAIN: Mapping[str, Twist] = {
    "plain": twists.plain,
    "part-time": twists.part_time,
    "complementary-hours": twists.complementary_hours,
    "fixed-term": twists.fixed_term,
    "apprentice": twists.apprentice,
    "professionalisation": twists.professionalisation,
    "intern": twists.intern,
    "officer": twists.officer,
    "intermittent": twists.intermittent,
    "project": twists.project,
    "days": twists.days_contract,
    "fewer-days": twists.fewer_days,
    "two-contracts": twists.two_contracts,
    "two-payments": twists.two_payments,
    "entry": twists.entry,
    "exit": twists.leaving,
    "sick": twists.sick,
    "long-sick": twists.long_sick,
    "therapeutic": twists.therapeutic,
    "unpaid-leave": twists.unpaid_leave,
    "away-all-month": twists.away_all_month,
    "idle": twists.idle,
    "overtime": twists.overtime,
    "executive": twists.high_pay,
}
"""What a person mainly is: one each."""

AGENCY: Mapping[str, Twist] = {
    "mission": twists.mission,
    "agency-permanent": twists.agency_permanent,
}
"""For the people of an agency for temporary work, and only there."""

BESIDE: Mapping[str, Twist] = {
    "nir": additions.nir,
    "born-abroad": additions.born_abroad,
    "married-name": additions.married_name,
    "identity-change": additions.identity_change,
    "hardship": additions.hardship,
    "disabled": additions.disabled,
    "cover": additions.cover,
    "bonus": additions.bonus,
    "benefits": additions.benefits,
    "tax-correction": additions.tax_correction,
    "seizure": additions.seizure,
    "arrear": additions.arrear,
    "contract-change": additions.contract_change,
    "workplace": additions.workplace,
    "pensioner": additions.pensioner,
    "misfiled": additions.misfiled,
}
"""What a person may have beside: any of them."""

_CHANCE = {"nir": 70, "cover": 50, "benefits": 30, "bonus": 20}
_ORDINARY = 45
"""Chance in a hundred of having nothing special as the main thing."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make people from: size, names of the twists wanted (all, by chance, if none)."""

    size: int = 12
    wanted: tuple[str, ...] = ()
    places: int = 1
    agency: bool = False


def person(rng: Random, rank: int, scene: Scene, wanted: tuple[str, ...] = ()) -> Employee:
    """One employee of a scene; with `wanted` names, exactly those twists."""
    one = ordinary_employee(rng, rank, scene.town, scene.trade, scene.month)
    if wanted:
        known = {**MAIN, **AGENCY, **BESIDE}
        for name in wanted:
            one = known[name](rng, one, scene)
        return one
    if rank > 1:  # the first is ordinary, so that a declaration always has contributions
        mains = {**MAIN, **AGENCY} if scene.agency else MAIN
        name = "plain" if rng.randrange(100) < _ORDINARY else rng.choice(list(mains))
        one = mains[name](rng, one, scene)
    for name, twist in BESIDE.items():
        if rng.randrange(100) < _CHANCE.get(name, 6):
            one = twist(rng, one, scene)
    return one


def scene_of(rng: Random, month: date, norm: str, siren: str, *, agency: bool = False) -> Scene:
    """Where and when: a town, a trade, provident contracts."""
    town: Town = rng.choice(TOWNS)
    trade: Trade = TEMP_AGENCY if agency else rng.choice(TRADES)
    adhesions = (
        Adhesion("1", "PREV-2020-A", "P9999", rate=1_500, former=rng.choice(("", "", "P9998"))),
        Adhesion("2", "SANTE-2019-B", "A99999", flat=4_200 + 10 * rng.randrange(90)),
    )
    return Scene(month.replace(day=1), norm, siren, town, trade, adhesions, agency)


def varied_company(
    rng: Random, month: date, norm: str, recipe: Recipe, siren: str | None = None
) -> Company:
    """A company all of whose people are made by a recipe; the same `rng` gives the same one."""
    siren = siren or make_siren(rng)
    places = []
    scene = scene_of(rng, month, norm, siren, agency=recipe.agency)
    for rank in range(1, recipe.places + 1):
        size = recipe.size // recipe.places + (rank <= recipe.size % recipe.places)
        people = tuple(
            person(rng, 1_000 * (rank - 1) + at, scene, recipe.wanted) for at in range(1, size + 1)
        )
        places.append(_place(rng, scene, rank, people))
    head, trade = places[0], scene.trade
    return Company(
        siren, head.nic, f"{trade.name} {pick_family(rng)}".upper(), trade.ape, head.address,
        trade.idcc, tuple(places), make_iban(rng), BIC, PENSION_SIRET,
    )  # fmt: skip


def _place(rng: Random, scene: Scene, rank: int, people: tuple[Employee, ...]) -> Establishment:
    """An establishment, with what it declares beside its people."""
    town, trade = scene.town, scene.trade
    nic = make_siret(rng, scene.siren, rank)[9:]
    covered = any(one.more.cover for one in people)
    more = PlaceParticulars(
        commune=town.commune,
        mobility=rng.choice((0, 0, 2_000, 1_850)),
        adhesions=scene.adhesions if covered else (),
        taxes=rng.randrange(3) == 0,
        disabled_duty=rng.randrange(4) == 0,
        external_disabled=rng.choice((0, 0, 0, 150)),
        fees=_fees(rng, scene) if rng.randrange(4) == 0 else (),
        outsiders=_outsiders(rng, scene) if rng.randrange(4) == 0 else (),
        shares=rng.randrange(5) == 0,
    )
    return Establishment(
        nic, trade.ape, pick_address(rng, town), town.urssaf, trade.accident_code,
        trade.accident_rate, people, more,
    )  # fmt: skip


def streamed_staff(
    seed: int, scene: Scene, size: int, wanted: tuple[str, ...] = ()
) -> Iterator[Employee]:
    """The people of a place one after the other, each from a seed of its own: none is kept.

    Only their numbers are remembered, so that no two have the same.
    """
    numbers: set[str] = set()
    for rank in range(1, size + 1):
        one = person(Random(seed * 1_000_003 + rank), rank, scene, wanted)  # noqa: S311
        number = one.more.nir
        while number in numbers:
            number = f"{number[:10]}{int(number[10:]) % 999 + 1:03d}"
        if number:
            numbers.add(number)
            one = replace(one, more=replace(one.more, nir=number))
        yield one


def _fees(rng: Random, scene: Scene) -> tuple[Fee, ...]:
    someone = Fee(
        "EXPERT", 120_000 + rng.randrange(900_000), family=pick_family(rng), given="CAMILLE",
        allowance=rng.choice((0, 12_000)),
    )  # fmt: skip
    firm = make_siret(rng)
    company = Fee(
        "CONSEIL", 250_000 + rng.randrange(900_000), siret=firm, company="CONSEIL INVENTE",
        benefit=rng.choice((0, 30_000)),
    )  # fmt: skip
    return rng.choice(((someone,), (company,), (someone, company)))


def _outsiders(rng: Random, scene: Scene) -> tuple[Outsider, ...]:
    """Somebody whom no contract binds: a payment to a third person, or a pension."""
    result = []
    for rank in range(1, rng.randrange(1, 3) + 1):
        kind, pension = rng.choice((("06", "10"), ("05", "10"), ("05", "04"), ("03", "04")))
        result.append(outsider_of(rng, scene, rank, kind, pension))
    return tuple(result)


def outsider_of(rng: Random, scene: Scene, rank: int, kind: str, pension: str) -> Outsider:
    """One such person, named by a temporary number."""
    born = date(rng.randrange(1950, 1990), rng.randrange(1, 13), rng.randrange(1, 29))
    return Outsider(
        f"X{rank:04d}", pick_family(rng), "DOMINIQUE", born, scene.town.name,
        scene.town.department, kind, "06", pension, 10_000 + 100 * rng.randrange(900),
        corrected=rng.choice((0, 0, 4_500)),
    )  # fmt: skip

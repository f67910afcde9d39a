"""What a person may have beside the main thing, one function for each, like those of `twists`."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from mandat.formats.dsn.generate.invention import pick_family, pick_given
from mandat.formats.dsn.generate.particulars import (
    Arrear,
    Change,
    Dependant,
    Gift,
    Seizure,
    TaxCorrection,
    Workplace,
)
from mandat.formats.dsn.generate.pay import DAY
from mandat.formats.dsn.generate.people import Contract, Employee
from mandat.formats.dsn.generate.rates import FULL_TIME_HOURS
from mandat.formats.dsn.generate.scenes import Scene, is_plain, pick
from mandat.identifiers.making import make_siret


def nir(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A right number, of a commune that does not exist: it belongs to nobody."""
    department = "99" if one.more.birth_country != "FR" else one.birth_department
    number = (
        f"{2 if one.female else 1}{one.born:%y%m}{department}"
        f"{rng.randrange(991, 999)}{int(one.number[-4:]) % 900 + 1:03d}"
    )
    return replace(one, more=replace(one.more, nir=number))


def born_abroad(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Born in another country."""
    if one.more.nir:
        return one
    country, town = rng.choice((("PT", "PORTO"), ("IT", "TURIN"), ("MA", "FES"), ("BE", "MONS")))
    return replace(one, birth_town=town, more=replace(one.more, birth_country=country))


def married_name(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Another name in use than that of birth."""
    return replace(one, more=replace(one.more, usage=pick_family(rng)))


def identity_change(rng: Random, one: Employee, scene: Scene) -> Employee:
    """The name changed in the month."""
    change = Change(scene.month.replace(day=rng.randrange(1, 20)), "009", pick_family(rng))
    return replace(one, more=replace(one.more, identity=change))


def hardship(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Hard conditions that give points."""
    factors = tuple(sorted(rng.sample(("05", "06", "07", "08", "09", "10"), rng.randrange(1, 3))))
    return replace(one, more=replace(one.more, hardship=factors))


def disabled(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Counted for the duty to employ disabled people."""
    return replace(one, more=replace(one.more, disabled=pick(rng, ("01", "02", "03", "08"))))


def cover(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Provident and health contracts, sometimes with a family."""
    if not one.kind.employment or one.contract is Contract.APPRENTICE or not scene.adhesions:
        return one
    chosen = rng.choice((scene.adhesions, scene.adhesions[:1], scene.adhesions[1:]))
    family: tuple[Dependant, ...] = ()
    if rng.randrange(2):
        family = (
            Dependant(
                "02", max(one.start, scene.month - timedelta(days=400)),
                date(scene.month.year - rng.randrange(3, 15), 6, 1 + rng.randrange(28)),
                one.family, pick_given(rng, female=True),
            ),
        )  # fmt: skip
    return replace(one, more=replace(one.more, cover=chosen, dependants=family))


def bonus(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A bonus in the pay, or one shared out free of contributions."""
    if not is_plain(one):
        return one
    code, pay = rng.choice((("028", True), ("904", False), ("906", False)))
    gift = Gift(code, 5_000 + 100 * rng.randrange(900), pay=pay)
    return replace(one, more=replace(one.more, bonuses=(*one.more.bonuses, gift)))


def benefits(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Benefits in kind, meal vouchers, transport."""
    if not one.kind.employment or one.leaves or one.absences:
        return one
    kinds = rng.sample((("02", True), ("04", True), ("05", True), ("17", False), ("18", False)), 2)
    gifts = tuple(
        Gift(code, 2_000 + 100 * rng.randrange(90), pay=pay) for code, pay in sorted(kinds)
    )
    return replace(one, more=replace(one.more, benefits=gifts))


def tax_correction(rng: Random, one: Employee, scene: Scene) -> Employee:
    """The net of an earlier month was wrong: of the year, or in January of the year before."""
    before = (scene.month - DAY).replace(day=1)
    if one.start >= before or not one.tax_rate:
        return one
    base = 100 * rng.choice((120, 350, 80, -90))
    return replace(
        one, more=replace(one.more, correction=TaxCorrection(before, base, one.tax_rate))
    )


def seizure(rng: Random, one: Employee, scene: Scene) -> Employee:
    """The Treasury takes a part of the wages."""
    if not is_plain(one):
        return one
    order = Seizure(
        f"SATD{scene.month:%Y%m}{one.number}", pick(rng, ("04", "06")), 100 * rng.randrange(20, 90)
    )
    return replace(one, more=replace(one.more, seizures=(order,)))


def arrear(rng: Random, one: Employee, scene: Scene) -> Employee:
    """The capped base of the month before was wrong."""
    before = (scene.month - DAY).replace(day=1)
    if one.start >= before or before < date(2024, 1, 1) or not one.kind.employment:
        return one
    crm = rng.choice(("", f"CRM120{before:%Y%m}"))
    found = Arrear(before, 100 * rng.randrange(40, 300), crm)
    return replace(one, more=replace(one.more, arrears=(found,)))


def contract_change(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Something in the contract changed in the month."""
    first = max(scene.month, one.start)
    on = min(first + timedelta(days=rng.randrange(0, 9)), scene.last)
    old = rng.choice((("007", "75.83"), ("019", "554a"), ("011", "2098"), ("002", "05")))
    found = [Change(on, *old)]
    if old[0] == "007":
        found.append(Change(on, "008", "20" if one.hours >= FULL_TIME_HOURS else "10"))
    return replace(one, more=replace(one.more, changes=tuple(found)))


def workplace(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Work done elsewhere: another establishment, a building site, at home."""
    if one.more.workplace is not None:
        return one
    town = scene.town
    street = f"{rng.randrange(1, 90)} RUE DES TILLEULS"
    at = rng.choice((
        Workplace(make_siret(rng, scene.siren, 77), "01", scene.trade.ape, street,
                  town.postcode, town.name, town.commune),
        Workplace("CHANTIER01", "02", "", street, town.postcode, town.name, town.commune),
        Workplace("DOMICILE01", "03", "", street, town.postcode, town.name, town.commune),
    ))  # fmt: skip
    return replace(one, more=replace(one.more, workplace=at))


def pensioner(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Somebody who has a pension and works."""
    if one.more.nir or one.contract in (Contract.APPRENTICE, Contract.INTERN):
        return one
    born = date(scene.month.year - rng.randrange(63, 70), 4, 12)
    return replace(one, born=born, more=replace(one.more, pensioner=True))


def misfiled(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Declared to a wrong pension scheme the month before."""
    started = one.start < (scene.month - DAY).replace(day=1)
    if not started or one.contract is Contract.INTERN or one.more.previous is not None:
        return one
    return replace(one, more=replace(one.more, misfiled=True))

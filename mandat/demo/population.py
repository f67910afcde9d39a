"""Who is whose client: the subjects of each firm, and those that nobody has added yet."""

from __future__ import annotations

from random import Random

from mandat.clients.choices import ClientKind
from mandat.demo.subjects import (
    Subject,
    belgian_company,
    belgian_person,
    french_company,
    french_employer,
    french_person,
)
from mandat.demo.world import World

_LARGE = 54  # the DSN of such an employer is due on the 5th


def build(world: World) -> None:
    """Invent the subjects of every firm and the unclaimed ones; the stranger shares some."""
    arvensis = _french(world, world.rng("arvensis"), world.sized(226), months=12)
    for one in _belgian(world.rng("abroad"), world.sized(14)):
        one.portfolio = "Services"
        arvensis.append(one)
    world.firms["arvensis"].subjects = arvensis
    world.firms["lindenhof"].subjects = _belgian(world.rng("lindenhof"), world.sized(180))
    shared = [one for one in arvensis if one.country == "FR"][:: max(1, len(arvensis) // 8)]
    stranger = _french(world, world.rng("treviere"), world.sized(17), months=3)
    world.firms["treviere"].subjects = [*shared[:8], *stranger]
    rng = world.rng("unclaimed")
    world.unclaimed = [
        *_french(world, rng, world.sized(60), months=0),
        *_belgian(rng, world.sized(60)),
    ]


def _french(world: World, rng: Random, count: int, *, months: int) -> list[Subject]:
    """Nearly half employers, a third self-employed people, the rest companies without staff."""
    start = world.last_month.shifted(1 - max(months, 1)).first_day
    found: list[Subject] = []
    for rank in range(count):
        share = rank * 7 % 20  # mixed, so that a few are of every kind already
        if share < 9:
            size = _LARGE if rank in (20, 40, 80) and months == 12 else 0
            one = french_employer(rng, start, months=max(months, 1), size=size)
            if not months:
                one.life = None
        else:
            one = french_person(rng) if share < 16 else french_company(rng)
        found.append(one)
    return _told_apart(found)


def _belgian(rng: Random, count: int) -> list[Subject]:
    """Two fifths employers, two fifths self-employed people, the rest companies of the fund."""
    found = [
        belgian_person(rng) if rank % 5 in (1, 3) else belgian_company(rng, employer=rank % 5 < 3)
        for rank in range(count)
    ]
    return _told_apart(found)


def _told_apart(found: list[Subject]) -> list[Subject]:
    """Give those of one name their town too: nobody wants two lines that look alike."""
    seen: set[str] = set()
    for one in found:
        if one.name in seen and one.kind != ClientKind.SELF_EMPLOYED:
            one.name = f"{one.name} {one.town.name}"
        seen.add(one.name)
    return found

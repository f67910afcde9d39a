"""Where and when people are made, which every twist looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from mandat.formats.dsn.generate.invention import Town, Trade
from mandat.formats.dsn.generate.particulars import Adhesion
from mandat.formats.dsn.generate.pay import month_end
from mandat.formats.dsn.generate.people import Employee


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when people are made: month, norm, employer, town, trade, provident contracts."""

    month: date
    norm: str
    siren: str
    town: Town
    trade: Trade
    adhesions: tuple[Adhesion, ...]
    agency: bool = False

    @property
    def last(self) -> date:
        """The last day of the month."""
        return month_end(self.month)


def is_plain(one: Employee) -> bool:
    """Whether the person has an ordinary contract and works the whole month."""
    more = one.more
    quiet = not (one.absences or one.leaves or one.exit or more.previous or more.idle)
    return quiet and one.kind.employment and not more.forfait and not more.late_bonus


def pick(rng: Random, choices: Sequence[str]) -> str:
    """One of some codes."""
    return rng.choice(choices)

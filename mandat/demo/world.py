"""The frame of the demonstration world: its seed, its day, who is in it, how it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from mandat.clients.models import Client
from mandat.demo.subjects import Subject
from mandat.firms.models import Firm, Member, Office, Portfolio, Staff
from mandat.lib.dates import Month

PASSWORD = "visite-guidee-2026"  # noqa: S105  # known to everybody: the demo runs on one machine
PARIS = ZoneInfo("Europe/Paris")
BATCH = 500

Tell = Callable[[str], None]


@dataclass
class FirmWorld:
    """One firm with its people, portfolios and clients; the lists stand side by side."""

    firm: Firm
    language: str
    members: list[Member]
    portfolios: dict[str, Portfolio]
    subjects: list[Subject] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)

    def pairs(self) -> list[tuple[Subject, Client]]:
        """Each client with what it was made from."""
        return list(zip(self.subjects, self.clients, strict=True))


@dataclass
class World:
    """Everything that the builders share; the same seed and day give the same rows."""

    seed: int
    today: date
    scale: float = 1.0
    tell: Tell = lambda _step: None
    offices: dict[str, Office] = field(default_factory=dict)  # by country
    staff: dict[str, list[Staff]] = field(default_factory=dict)  # by country
    firms: dict[str, FirmWorld] = field(default_factory=dict)  # by slug
    unclaimed: list[Subject] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)  # files to forget if the build fails

    def rng(self, part: str) -> Random:
        """A generator for one part: what one part draws never moves another."""
        return Random(f"{self.seed}:{part}")

    def sized(self, number: int) -> int:
        """How many at this scale, at least one."""
        return max(1, round(number * self.scale))

    def moment(self, day: date, rng: Random | None = None) -> datetime:
        """A moment of office hours on that day, never after the world's own midnight."""
        minutes = rng.randrange(9 * 60) if rng else 0
        at = datetime.combine(day, time(8, 30), PARIS) + timedelta(minutes=minutes)
        return min(at, self.now)

    def ago(self, days: int, rng: Random | None = None) -> datetime:
        """A moment so many days before."""
        return self.moment(self.today - timedelta(days=days), rng)

    @property
    def now(self) -> datetime:
        """The first minute of the world's day: everything in it has happened already."""
        return datetime.combine(self.today, time(0, 1), PARIS)

    @property
    def last_month(self) -> Month:
        """The month that is being declared."""
        return Month.of(self.today).previous

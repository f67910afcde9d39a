"""The dated figures of the recalculation: ceilings, minimum wages, rates, who collects.

Each row of `data/*.tsv` carries its mark: V primary document, E secondary page, INF inferred,
MEM general knowledge. What is not in a table is not known, and the rules then say nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["contribution", "reduction", "addition"]
OwnRate = Literal["adds", "is", "no"]
Figure = Literal["base", "amount", "relief"]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The social-security ceiling of a year, in cents."""

    since: date
    month_cents: int
    year_cents: int
    mark: str


@dataclass(frozen=True, slots=True)
class Ctp:
    """One row of what is known of a CTP: for one qualifier (empty: either), for some time.

    `rate` in thousandths of a percent, None when not known. `own_rate`: what the rate of the
    line (S21.G00.23.003) does: `adds` to it, `is` it, or `no`.
    """

    code: str
    qualifier: str
    kind: Kind
    rate: int | None
    own_rate: OwnRate
    needs_commune: bool
    since: date
    until: date | None
    mark: str

    def holds_in(self, month: date) -> bool:
        """Whether the row holds in the month that begins on that day."""
        return self.since <= month and (self.until is None or month <= self.until)


@dataclass(frozen=True, slots=True)
class Share:
    """Where an individual contribution goes in the statement: CTP, or CTP/qualifier."""

    ctps: tuple[str, ...]
    figure: Figure
    mark: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table, by the names of its first line; lines that begin with # are notes."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    for cells in lines[1:]:
        yield dict(zip(lines[0], cells, strict=True))


@cache
def ceilings() -> tuple[Ceiling, ...]:
    """Every ceiling known, the oldest first."""
    return tuple(
        Ceiling(
            date.fromisoformat(row["since"]),
            int(row["month_euros"]) * 100,
            int(row["year_euros"]) * 100,
            row["mark"],
        )
        for row in _rows("ceilings.tsv")
    )


@cache
def ceiling(month: date) -> Ceiling | None:
    """The ceiling of the year of a month; None for a year not in the table."""
    return next((one for one in ceilings() if one.since.year == month.year), None)


@cache
def minimum_wages() -> tuple[tuple[date, int], ...]:
    """From when on, cents for an hour; the oldest first."""
    rows = _rows("minimum_wages.tsv")
    return tuple((date.fromisoformat(row["since"]), int(row["hour_cents"])) for row in rows)


@cache
def minimum_wage(month: date) -> int | None:
    """Cents for an hour of work in a month; None before the table begins."""
    return next((cents for since, cents in reversed(minimum_wages()) if since <= month), None)


@cache
def ctps() -> dict[str, tuple[Ctp, ...]]:
    """What is known of each CTP."""
    found: dict[str, list[Ctp]] = {}
    for row in _rows("ctp.tsv"):
        found.setdefault(row["code"], []).append(_ctp(row))
    return {code: tuple(rows) for code, rows in found.items()}


def _ctp(row: dict[str, str]) -> Ctp:
    return Ctp(
        code=row["code"],
        qualifier=row["qualifier"],
        kind=row["kind"],  # type: ignore[arg-type]  # a test holds the values
        rate=int(row["rate"]) if row["rate"] else None,
        own_rate=row["own_rate"],  # type: ignore[arg-type]  # a test holds the values
        needs_commune=row["commune"] == "yes",
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        mark=row["mark"],
    )


@cache
def ctp(code: str, qualifier: str, month: date) -> Ctp | None:
    """The row that holds for a line of the statement; None when there is none."""
    rows = (one for one in ctps().get(code, ()) if one.qualifier in ("", qualifier))
    return next((one for one in rows if one.holds_in(month)), None)


@cache
def shares() -> dict[tuple[str, str], Share]:
    """Individual contribution (S21.G00.81.001) and base (S21.G00.78.001) → the statement."""
    return {
        (row["code"], row["base"]): Share(
            tuple(row["ctps"].split()),
            row["figure"],  # type: ignore[arg-type]  # a test holds the values
            row["mark"],
        )
        for row in _rows("mapping.tsv")
    }


@cache
def thresholds() -> tuple[int, ...]:
    """The headcounts from which duties change."""
    return tuple(int(row["headcount"]) for row in _rows("thresholds.tsv"))


@cache
def collectors() -> frozenset[str]:
    """The numbers of the Urssaf and of the CGSS. Never apply the key of a SIRET to them."""
    return frozenset(row["siret"] for row in _rows("collectors.tsv"))

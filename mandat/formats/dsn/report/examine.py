"""Checks one file and keeps only what a report says of it: small, and fit for another process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from mandat.formats.dsn.collector import shown, visible
from mandat.formats.dsn.model import Block, Declaration, Envoi, Level, Problem, Reading
from mandat.formats.dsn.norms import is_known
from mandat.formats.dsn.reader import check

Status = Literal["clean", "blocked", "unreadable"]
LEVELS: tuple[Level, ...] = ("blocking", "signal", "info")
Wrap = Callable[[BinaryIO], BinaryIO]


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """One declaration: what its head says, as written, and what was counted.

    `month` is `2026-01` (for an event that of its file), empty when the file does not say.
    """

    rank: int
    nature: str
    type: str
    fraction: str
    order: str
    month: str
    main_month: str
    replaces: str
    file_date: str
    siren: str
    nic_head: str
    siret: str
    first_line: int
    last_line: int
    individuals: int


@dataclass(frozen=True, slots=True)
class EnvoiFacts:
    """One envoi: what its head says, as written. `header` has the values of S10.G00.00."""

    rank: int
    first_line: int
    norm: str
    is_test: bool
    emitter_siret: str
    header: Mapping[str, str]
    counted_rubrics: int
    stated_rubrics: int | None
    declarations: tuple[DeclarationFacts, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file, checked. `reason`: why it could not be opened (then there is nothing else)."""

    path: str
    status: Status
    reason: str = ""
    encoding: str = ""
    lines: int = 0
    is_lot: bool = False
    envois: tuple[EnvoiFacts, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def declarations(self) -> tuple[DeclarationFacts, ...]:
        """Every declaration of every envoi."""
        return tuple(each for envoi in self.envois for each in envoi.declarations)

    def nature(self, rank: int | None) -> str:
        """The nature of the declaration of that rank; empty for none."""
        found = (each.nature for each in self.declarations if each.rank == rank)
        return next(found, "")

    def counts(self) -> dict[Level, int]:
        """How many problems of each level."""
        found: dict[Level, int] = dict.fromkeys(LEVELS, 0)
        for problem in self.problems:
            found[problem.level] += 1
        return found


def examine(
    path: str,
    tables: Mapping[str, frozenset[str]] | None = None,
    wrap: Wrap | None = None,
) -> FileReport:
    """Check the file of that path, without ever raising; `wrap` may count what is read."""
    try:
        with Path(path).open("rb") as stream:
            reading = check(wrap(stream) if wrap else stream, tables=tables, keep=False)
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        return FileReport(path, "unreadable", reason=getattr(error, "strerror", None) or str(error))
    return report_of(path, reading)


def report_of(path: str, reading: Reading) -> FileReport:
    """What a report says of a file that was read."""
    status: Status = "blocked" if reading.is_blocked else "clean"
    return FileReport(
        path,
        status if reading.is_dsn else "unreadable",
        "",
        reading.encoding,
        reading.line_count,
        reading.is_lot,
        tuple(_envoi(each) for each in reading.envois),
        tuple(reading.problems),
    )


def _envoi(envoi: Envoi) -> EnvoiFacts:
    return EnvoiFacts(
        envoi.rank,
        envoi.first_line,
        visible(envoi.norm),
        envoi.is_test,
        visible(envoi.emitter_siret),
        {name: _header(name, value) for name, value in envoi.header.values.items()},
        envoi.counted_rubrics,
        envoi.stated_rubrics,
        tuple(facts_of(each) for each in envoi.declarations),
    )


def _header(number: str, value: str) -> str:
    rubric = f"S10.G00.00.{number}"
    return shown(rubric, value) if is_known(rubric) else visible(value)


def facts_of(each: Declaration) -> DeclarationFacts:
    """What a report says of a declaration."""
    root = each.root
    return DeclarationFacts(
        each.rank,
        visible(each.nature),
        visible(each.type),
        visible(each.fraction),
        visible(each.order),
        f"{each.month:%Y-%m}" if each.month else "",
        visible(root.value("005")),
        visible(each.replaces),
        visible(root.value("007")),
        visible(each.siren),
        visible(each.nic_head),
        visible(each.siret),
        each.first_line,
        each.last_line,
        each.individuals + _outsiders(root),
    )


def _outsiders(root: Block) -> int:
    """People who are no employees."""
    return len(root.below("S89.G00.91"))

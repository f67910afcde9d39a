"""What a DSN file becomes once read: records in a tree of blocks, and problems with their place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from mandat.formats.dsn.values import cents, day

Level = Literal["blocking", "signal", "info"]


class Record(NamedTuple):
    """What one line says: `S21.G00.30`, `002`, `S21.G00.30.002`, `MARTIN`.

    Lines that are alike share one record, so it knows no line number: its block does
    (`Block.line_of`, `Block.numbered`). The rest is the reader's own: `kind`, what the line
    brings (see `kinds`); `step`, where the block that it begins stands in the tree (depth, parent,
    rank), when a block of a declaration always begins so.
    """

    code: str
    number: str
    rubric: str
    value: str
    kind: Any = None
    step: tuple[int, str, int] | None = None


_value: Callable[[Record], str] = itemgetter(3)

_CHILDLESS: list["Block"] = []
"""The children of every block that has none: most have none. Never changed (see `adopt`)."""


class Block:
    """One instance of a block: `S21.G00.30`, its records, its parent, the blocks below it."""

    __slots__ = (
        "_values",
        "children",
        "code",
        "line",
        "parent",
        "places",
        "rank",
        "records",
        "shape",
    )

    def __init__(self, code: str, line: int, parent: "Block | None" = None, rank: int = 0) -> None:
        """A block of that code whose first record stands on `line` (from 1).

        `rank` is its place among all the blocks of a declaration (`norms.PLACES`).
        """
        self.code = code
        self.line = line
        self.records: list[Record] = []
        self.children: list[Block] = _CHILDLESS
        self.parent = parent
        self.rank = rank
        self.places: list[int] | None = None
        """The line of each record, when they do not simply follow one another."""
        self.shape: Any = None
        """What the reader knows of it by its lines (see `kinds`), when they are in order."""
        self._values: dict[str, str] | None = None

    def __repr__(self) -> str:
        """Code and place only: the values may say who somebody is."""
        return f"Block({self.code!r}, line={self.line})"

    def adopt(self, child: "Block") -> None:
        """Put a block below this one, after those it has."""
        if self.children is _CHILDLESS:
            self.children = [child]
        else:
            self.children.append(child)

    @property
    def values(self) -> dict[str, str]:
        """Number → value of every rubric of the block, the first where one is there twice."""
        values = self._values
        if values is None:
            shape = self.shape
            if shape is not None:  # no rubric is there twice
                values = dict(zip(shape.numbers, map(_value, self.records), strict=True))
            else:
                values = {record[1]: record[3] for record in reversed(self.records)}
            self._values = values
        return values

    def value(self, number: str) -> str:
        """The value of rubric `number` (`'001'`), empty when the block has none."""
        values = self._values
        return (self.values if values is None else values).get(number, "")

    def has(self, number: str) -> bool:
        """Whether the block has rubric `number`, with a value or without."""
        return number in self.values

    def day(self, number: str) -> date | None:
        """The date in rubric `number`; None when absent or no date."""
        return day(self.value(number))

    def cents(self, number: str) -> int | None:
        """The amount (or quantity, or rate) in rubric `number`, in hundredths; None likewise."""
        return cents(self.value(number))

    def line_of(self, number: str) -> int:
        """The line of the first record of rubric `number`; that of the block when it has none."""
        for line, record in self.numbered():
            if record.number == number:
                return line
        return self.line

    def numbered(self) -> Iterator[tuple[int, Record]]:
        """Every record with its line."""
        if self.places is not None:
            return zip(self.places, self.records, strict=True)
        return enumerate(self.records, self.line)

    def above(self, code: str) -> "Block":
        """The nearest block of that code above this one; an empty one when there is none."""
        block = self.parent
        while block is not None and block.code != code:
            block = block.parent
        return block if block is not None else NO_BLOCK

    def below(self, code: str) -> list["Block"]:
        """The children (not their own children) of that code."""
        return [block for block in self.children if block.code == code]

    def blocks(self, code: str) -> Iterator["Block"]:
        """The blocks of that code anywhere below this one, in the order of the file."""
        for block in self.children:
            if block.code == code:
                yield block
            yield from block.blocks(code)

    def walk(self) -> Iterator["Block"]:
        """Yield this block, then every block below it, in the order of the file."""
        yield self
        for block in self.children:
            yield from block.walk()


NO_BLOCK = Block("", 0)
"""Stands for a block that is not there: it has no value and no child. Never changed."""


class Compared(NamedTuple):
    """A value another was compared with, masked when private. Line 0: not from one line."""

    rubric: str
    value: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, told by a stable code: `texts` has the sentences.

    `value` and `compared` never hold what says who a person is; `declaration` is the rank of the
    declaration in the file, `individual` that of the employee in the declaration, both from 1;
    `details` fills the places of the sentences.
    """

    code: str
    line: int
    level: Level
    rubric: str = ""
    value: str = ""
    declaration: int | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)
    individual: int | None = None
    compared: tuple[Compared, ...] = ()


@dataclass(slots=True)
class Declaration:
    """One declaration: one establishment, for one month or one event.

    `rank` counts the declarations of the whole file, from 1; `envoi` is the rank of its envoi.
    `month` is the first day of the main month; an event has none, so it gets the month in which
    its file was made. Texts are empty, dates None, when the file does not say or says nonsense.
    `individuals` counts its employees, whether they are kept in the tree or not.
    """

    rank: int
    envoi: int
    root: Block
    first_line: int
    last_line: int = 0
    nature: str = ""
    type: str = ""
    fraction: str = ""
    order: str = ""
    month: date | None = None
    replaces: str = ""
    file_date: date | None = None
    siren: str = ""
    nic_head: str = ""
    siret: str = ""
    ape: str = ""
    individuals: int = 0

    @property
    def identifier(self) -> str:
        """What a declaration that replaces this one writes in S20.G00.05.006."""
        return self.root.value("007") + self.root.value("004")


@dataclass(slots=True)
class Envoi:
    """One sending, from S10 to S90, with the declarations it holds.

    `stated_*` is what its S90 says (None when it says nothing readable), `counted_rubrics` what
    was counted, those of S90 and those the platform added included.
    """

    rank: int
    first_line: int
    header: Block
    norm: str = ""
    is_test: bool = False
    is_neant: bool = False
    software: str = ""
    emitter_siren: str = ""
    emitter_siret: str = ""
    emitter_name: str = ""
    declarations: list[Declaration] = field(default_factory=list)
    trailer: Block | None = None
    counted_rubrics: int = 0
    stated_rubrics: int | None = None
    stated_declarations: int | None = None


@dataclass(slots=True)
class Reading:
    """A whole file, read. A file that is not a DSN has `is_dsn` False and one problem saying so."""

    encoding: str = "iso-8859-1"
    line_count: int = 0
    is_dsn: bool = True
    envois: list[Envoi] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lot_header: Block | None = None
    lot_blocks: list[Block] = field(default_factory=list)

    @property
    def is_lot(self) -> bool:
        """Whether the national platform wrapped the file in a lot."""
        return bool(self.lot_blocks)

    @property
    def declarations(self) -> list[Declaration]:
        """Every declaration of every envoi, in the order of the file."""
        return [declaration for envoi in self.envois for declaration in envoi.declarations]

    @property
    def is_blocked(self) -> bool:
        """Whether a problem would make the administration refuse something."""
        return any(problem.level == "blocking" for problem in self.problems)

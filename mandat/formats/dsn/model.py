"""What a DSN file becomes once read: records in a tree of blocks, and problems with their place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Level = Literal["blocking", "signal", "info"]


class Record(NamedTuple):
    """One line of the file: its number (from 1), its rubric, its value."""

    line: int
    rubric: str
    value: str


@dataclass(slots=True)
class Block:
    """One instance of a block: `S21.G00.30` and its records, and the blocks that belong to it."""

    code: str
    line: int
    records: list[Record] = field(default_factory=list)
    children: list["Block"] = field(default_factory=list)

    def value(self, number: str) -> str:
        """The value of rubric `number` (`'001'`), empty when the block has none."""
        record = self.record(number)
        return record.value if record else ""

    def record(self, number: str) -> Record | None:
        """The first record of rubric `number` (`'001'`) in this block."""
        for record in self.records:
            if record.rubric[11:] == number:
                return record
        return None

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


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, told by a stable code: `catalogue.py` has the sentences.

    `value` never holds what says who a person is; `declaration` is the rank of the declaration
    in the file; `details` fills the places of the sentence.
    """

    code: str
    line: int
    level: Level
    rubric: str = ""
    value: str = ""
    declaration: int | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(slots=True)
class Declaration:
    """One declaration: one establishment, for one month or one event.

    `rank` counts the declarations of the whole file, from 1; `envoi` is the rank of its envoi.
    `month` is the first day of the main month; an event has none, so it gets the month in which
    its file was made. Texts are empty, dates None, when the file does not say or says nonsense.
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

"""What a rule may look at besides its own block: the declaration being read, the employee in it."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from mandat.formats.dsn.model import NO_BLOCK, Block, Declaration, Envoi
from mandat.formats.dsn.values import day, month

_T = TypeVar("_T")


class Collected(NamedTuple):
    """One value of a collected rubric, with where it stands."""

    value: str
    line: int


class Context:
    """The declaration being read. Blocks that are not there are empty ones (`NO_BLOCK`).

    `nature`, `type`: S20.G00.05.001 and .002. `month`, `month_end`: first and last day of the
    main month, None for an event; `month_text` is how dates of that month end (`032026`), `-`
    without it. `file_date`: S20.G00.05.007. `today`: of the reading.
    `is_extract`: the platform wrapped the file in a lot, which holds for each organisation only
    the rubrics meant for it, so what is absent proves nothing.
    """

    __slots__ = (
        "_by_code",
        "_collected",
        "_facts",
        "company",
        "declaration",
        "envoi",
        "establishment",
        "file_date",
        "individual",
        "is_extract",
        "month",
        "month_end",
        "month_text",
        "nature",
        "norm",
        "person",
        "root",
        "siren",
        "tables",
        "today",
        "type",
    )

    def __init__(
        self,
        envoi: Envoi,
        declaration: Declaration,
        norm: str,
        tables: Mapping[str, frozenset[str]],
        today: date,
    ) -> None:
        """A declaration begins; its own records are not read yet (see `know`)."""
        self.envoi = envoi
        self.declaration = declaration
        self.root = declaration.root
        self.norm = norm
        self.tables = tables
        self.today = today
        self.nature = self.type = self.siren = ""
        self.month: date | None = None
        self.month_end: date | None = None
        self.month_text = "-"
        self.file_date: date | None = None
        self.company = self.establishment = self.person = NO_BLOCK
        self.individual = 0
        self.is_extract = False
        self._by_code: dict[str, list[Block]] = {}
        self._collected: dict[str, list[Collected]] = {}
        self._facts: dict[Callable[[Context], Any], Any] = {}

    @property
    def header(self) -> Block:
        """The block S10.G00.00 of the envoi; `S10.G00.01` and `.02` are below it."""
        return self.envoi.header

    def know(self) -> None:
        """Take from the blocks 05, 06 and 11 what they say by now."""
        root = self.root
        self.nature, self.type = root.value("001"), root.value("002")
        self.month = month(root.value("005"))
        if self.month:
            last = monthrange(self.month.year, self.month.month)[1]
            self.month_end = self.month.replace(day=last)
            self.month_text = f"{self.month:%m%Y}"
        self.file_date = day(root.value("007"))
        self.company = next(iter(root.below("S21.G00.06")), NO_BLOCK)
        self.establishment = next(iter(self.company.below("S21.G00.11")), NO_BLOCK)
        self.siren = self.company.value("001")

    def table(self, name: str) -> frozenset[str] | None:
        """The codes of an outside table; None when it was not given."""
        return self.tables.get(name)

    def blocks(self, code: str) -> list[Block]:
        """The blocks of that code of the employee being looked at, in the order of the file."""
        return self._by_code.get(code, [])

    def fact(self, find: Callable[["Context"], _T]) -> _T:
        """What `find` says of the employee being looked at; it is asked once for all rules."""
        facts = self._facts
        if find in facts:
            known: _T = facts[find]
            return known
        found = facts[find] = find(self)
        return found

    def collected(self, rubric: str) -> list[Collected]:
        """Every value of a rubric in the declaration so far; a rule must say it `collects` it."""
        return self._collected.get(rubric, [])

    # ---- for the reader

    def enter(self, person: Block, blocks: dict[str, list[Block]]) -> None:
        """Another employee is complete."""
        self.person = person
        self.individual += 1
        self._by_code = blocks
        self._facts = {}

    def leave(self) -> None:
        """No employee is looked at any more."""
        self.person = NO_BLOCK
        self._by_code = {}
        self._facts = {}

    def collect(self, rubric: str, value: str, line: int) -> None:
        """Keep a value for the rules on the whole declaration."""
        self._collected.setdefault(rubric, []).append(Collected(value, line))

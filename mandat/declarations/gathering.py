"""Takes from a file, while it is read, what is kept of it: employees pass one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.corrections import MOST, Correction, corrections_in, corrections_of
from mandat.formats.dsn.figures import Summary
from mandat.formats.dsn.history.tracer import Tracer
from mandat.formats.dsn.model import Block, Declaration
from mandat.formats.dsn.summary import Adding

_CORRECTING = ("S21.G00.56", "S21.G00.78")


@dataclass(frozen=True, slots=True)
class Gathered:
    """One declaration, its figures and what it corrects; its employees are gone from its tree."""

    declaration: Declaration
    summary: Summary
    corrections: tuple[Correction, ...]


class Gathering:
    """What `reader.check(keep=False)` is given: `each_person` and `each_declaration`.

    `key` is that of the traces of the firm; `beat` is called now and then with the number of
    declarations complete.
    """

    def __init__(self, key: bytes, beat: Callable[[int], None] = lambda _done: None) -> None:
        """Nothing read yet."""
        self.tracer = Tracer(key)
        self.gathered: list[Gathered] = []
        self._beat = beat
        self._adding: Adding | None = None
        self._corrections: set[Correction] = set()

    def each_person(self, of: Context, person: Block) -> None:
        """One employee, complete and checked."""
        if self._adding is None:
            self._adding = Adding.of(of.root)
        self._adding.see(person)
        self.tracer.see(of, person)
        if of.nature == "01" and of.month and len(self._corrections) < MOST:
            blocks = (block for code in _CORRECTING for block in person.blocks(code))
            self._corrections.update(corrections_in(blocks, of.month))
        self._beat(len(self.gathered))

    def each_declaration(self, declaration: Declaration) -> None:
        """A declaration, complete."""
        adding = self._adding or Adding.of(declaration.root)
        found = self._corrections.union(corrections_of(declaration))
        self.gathered.append(
            Gathered(declaration, adding.end(declaration), tuple(sorted(found)[:MOST]))
        )
        self.tracer.end(declaration)
        self._adding, self._corrections = None, set()
        self._beat(len(self.gathered))

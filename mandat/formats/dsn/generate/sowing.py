"""How a fault is sown: the lines of a file as text, changed in place."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from mandat.formats.dsn.writer import TOTAL_RUBRICS


class CannotSowError(ValueError):
    """A fault has no place in this file: it lacks the rubric the fault needs."""

    def __init__(self, name: str) -> None:
        super().__init__(f"this file has no place for the fault {name}")
        self.name = name


@dataclass(slots=True)
class Lines:
    """The lines of a file, changed in place. They are text, for some faults are not records."""

    texts: list[str]

    def places(self, rubric: str) -> list[int]:
        """Where a rubric (or all those it begins) stands."""
        return [at for at, text in enumerate(self.texts) if text.startswith(rubric)]

    def pick(self, rubric: str, rng: Random) -> int:
        """One of the places of a rubric. `LookupError` when there is none."""
        places = self.places(rubric)
        if not places:
            raise LookupError(rubric)
        return rng.choice(places)

    def value(self, at: int) -> str:
        """The value on a line."""
        return self.texts[at].partition(",'")[2][:-1]

    def put(self, at: int, value: str) -> None:
        """Change the value on a line."""
        self.texts[at] = f"{self.texts[at].partition(',')[0]},'{value}'"

    def raise_by(self, at: int, euros: int) -> None:
        """Add whole euros to the amount on a line."""
        hundredths = round(float(self.value(at)) * 100) + 100 * euros
        self.put(at, f"{hundredths / 100:.2f}")

    def first(self, within: range, rubric: str) -> int:
        """The first place of a rubric (or of what it begins) in a part of the file."""
        for at in within:
            if self.texts[at].startswith(rubric):
                return at
        raise LookupError(rubric)

    def every(self, within: range, rubric: str) -> list[int]:
        """All places of a rubric in a part of the file."""
        return [at for at in within if self.texts[at].startswith(rubric)]

    def declarations(self) -> list[range]:
        """The lines of each declaration."""
        return self._parts(range(len(self.texts)), "S20.G00.05.001", ("S90",))

    def people(self, declaration: range) -> list[range]:
        """The lines of each employee of a declaration."""
        starts = [
            at
            for at in declaration
            if self.texts[at].startswith("S21.G00.30")
            and not self.texts[at - 1].startswith("S21.G00.30")
        ]
        ends = [*starts[1:], declaration.stop]
        return [
            range(start, self._end(start, end, ("S21.G00.85", "S89")))
            for start, end in zip(starts, ends, strict=True)
        ]

    def block(self, at: int) -> range:
        """The lines of the instance of a block whose first line is at a place."""
        code, head, end = self.texts[at][:10], self.texts[at][:14], at + 1
        while self.texts[end].startswith(code) and not self.texts[end].startswith(head):
            end += 1
        return range(at, end)

    def _parts(self, within: range, head: str, after: tuple[str, ...]) -> list[range]:
        starts = self.every(within, head)
        ends = [*starts[1:], within.stop]
        return [
            range(start, self._end(start, end, after))
            for start, end in zip(starts, ends, strict=True)
        ]

    def _end(self, start: int, end: int, after: tuple[str, ...]) -> int:
        return next((at for at in range(start, end) if self.texts[at].startswith(after)), end)

    def recount(self) -> None:
        """Make S90.001 agree with the lines again."""
        for at in self.places(TOTAL_RUBRICS):
            self.put(at, str(len(self.texts)))


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: the problem it causes, the code the reader gives it, how it is sown.

    `after_counts`: it comes once the closing counts
    are right. `also`: what other rules may say of it.
    """

    problem: str
    code: str
    sow: Callable[[Lines, Random], None]
    after_counts: bool = False
    also: frozenset[str] = frozenset()

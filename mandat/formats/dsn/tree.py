"""Puts the blocks of one declaration under their parents, and says when the order is wrong."""

from collections.abc import Iterator

from mandat.formats.dsn.checks import Finding
from mandat.formats.dsn.model import Block, Declaration
from mandat.formats.dsn.norms import PLACES, Place

ROOT = "S20.G00.05"
# CT25 p.118-122: cardinality (0,1) or (1,1) below their parent.
_SINGLE = frozenset({"S21.G00.06", "S21.G00.11", "S21.G00.45", "S21.G00.62"})


class Tree:
    """The declaration being read, and the latest block of each code that may get children."""

    __slots__ = ("checked", "declaration", "latest", "singles")

    def __init__(self, declaration: Declaration) -> None:
        """Begin with the root of the declaration."""
        self.declaration = declaration
        self.latest: dict[str, Block] = {ROOT: declaration.root}
        self.checked: list[Block] = []
        """The blocks that a rule waits for."""
        self.singles: set[tuple[int, str]] = set()
        """Which blocks already have the one child allowed of a code."""

    def attach(self, block: Block) -> list[Finding] | tuple[()]:
        """Put a block under the nearest parent before it (CT25 3.2); gives what is wrong."""
        code = block.code
        place = PLACES.get(code)
        if place is None:
            self.declaration.root.children.append(block)
            return ()
        findings: list[Finding] | tuple[()] = ()
        latest = self.latest
        parent = latest.get(place.parent)
        if parent is None:
            findings = [Finding("missing-parent", {"block": code, "parent": place.parent})]
            parent = self._ancestor(place)
        elif parent.children and parent.children[-1].code != code:
            findings = list(_misplaced(block, place, parent))
        if code in _SINGLE and parent:
            findings = [*findings, *self._repeated(parent, code)]
        parent.children.append(block)
        latest[code] = block
        for other in place.below:
            if other in latest:
                del latest[other]
        return findings

    def _repeated(self, parent: Block, code: str) -> Iterator[Finding]:
        """Whether the parent already had its one block of that code."""
        key = (id(parent), code)
        if key in self.singles:
            yield Finding("repeated-block", {"block": code})
        self.singles.add(key)

    def _ancestor(self, place: Place) -> Block:
        """The nearest block above a missing parent; the root at the farthest."""
        code = place.parent
        while code not in self.latest:
            code = PLACES[code].parent
        return self.latest[code]


def _misplaced(block: Block, place: Place, parent: Block) -> Iterator[Finding]:
    """Whether a block comes after one that it should precede."""
    before = parent.children[-1]
    other = PLACES.get(before.code)
    if other and other.rank > place.rank:
        yield Finding("block-out-of-order", {"block": block.code, "after": before.code})


class Seen:
    """The numbers already met in the block being read, gathered only when a doubt arises.

    It goes on where it stopped: a block of a million disordered lines is still read in one go.
    """

    __slots__ = ("_count", "_highest", "numbers")

    def __init__(self) -> None:
        """Nothing gathered yet."""
        self.numbers: set[str] = set()
        self._count = 0
        self._highest = ""

    def takes(self, block: Block, number: str) -> bool:
        """Gather what came since the last time; whether `number` is above all of the norm's."""
        for record in block.records[self._count :]:
            other = record.rubric[11:]
            self.numbers.add(other)
            if other[:1] != "9":
                self._highest = max(self._highest, other)
        self._count = len(block.records)
        return number > self._highest

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

    __slots__ = ("checked", "declaration", "latest")

    def __init__(self, declaration: Declaration) -> None:
        """Begin with the root of the declaration."""
        self.declaration = declaration
        self.latest: dict[str, Block] = {ROOT: declaration.root}
        self.checked: list[Block] = []
        """The blocks that a rule waits for."""

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
        elif parent.children and (parent.children[-1].code != code or code in _SINGLE):
            findings = list(_misplaced(block, place, parent))
        parent.children.append(block)
        latest[code] = block
        for other in place.below:
            if other in latest:
                del latest[other]
        return findings

    def _ancestor(self, place: Place) -> Block:
        """The nearest block above a missing parent; the root at the farthest."""
        code = place.parent
        while code not in self.latest:
            code = PLACES[code].parent
        return self.latest[code]


def _misplaced(block: Block, place: Place, parent: Block) -> Iterator[Finding]:
    """Whether a block comes after one that it should precede, or twice where once is allowed."""
    before = parent.children[-1]
    other = PLACES.get(before.code)
    if other and other.rank > place.rank:
        yield Finding("block-out-of-order", {"block": block.code, "after": before.code})
    if block.code in _SINGLE and any(child.code == block.code for child in parent.children):
        yield Finding("repeated-block", {"block": block.code})

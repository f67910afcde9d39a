"""Puts the blocks of one declaration under their parents, and says when the order is wrong."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mandat.formats.dsn.controls.registry import Finding
from mandat.formats.dsn.model import Block, Declaration
from mandat.formats.dsn.norms import PLACES

if TYPE_CHECKING:
    from mandat.formats.dsn.kinds import Shape

ROOT = "S20.G00.05"
PERSON = "S21.G00.30"
_NOTHING: tuple[Finding, ...] = ()
STEPS = {code: (place.depth, place.parent, place.rank) for code, place in PLACES.items()}
PERSON_DEPTH = PLACES[PERSON].depth
DEEPEST = max(place.depth for place in PLACES.values()) + 1


class Tree:
    """The declaration being read, and the path from its root to the latest block.

    Each code has one place in the tree (CT25 p.118-124), so one depth: the parent of a block is
    what stands one step above on the path, when its code is the right one. What is on the path
    below `top` is over.
    """

    __slots__ = ("declaration", "path", "top")

    def __init__(self, declaration: Declaration) -> None:
        """Begin with the root of the declaration."""
        self.declaration = declaration
        self.path: list[Block] = [declaration.root] * DEEPEST
        self.top = 0

    def within_person(self, shape: "Shape", line: int) -> Block | None:
        """A new block below the employee being read, when that is where it belongs; else None.

        As `attach`, for what stands in its place: nearly all blocks.
        """
        depth, parent_code, rank = shape.step
        if not PERSON_DEPTH < depth <= self.top + 1:
            return None
        path = self.path
        parent = path[depth - 1]
        if parent.code != parent_code:
            return None
        children = parent.children
        if not children:
            block = Block(shape.code, line, parent, rank)
            parent.children = [block]
        elif children[-1].rank <= rank:
            block = Block(shape.code, line, parent, rank)
            children.append(block)
        else:
            return None
        block.shape = shape
        path[depth] = block
        self.top = depth
        return block

    def attach(self, block: Block) -> tuple[Finding, ...]:
        """Put a block under the nearest parent before it (CT25 3.2); gives what is wrong."""
        step = STEPS.get(block.code)
        if step is None:
            block.parent = self.declaration.root
            block.parent.adopt(block)
            return _NOTHING
        depth, parent_code, rank = step
        path = self.path
        findings = _NOTHING
        parent = path[depth - 1]
        if depth <= self.top + 1 and parent.code == parent_code:
            if parent.children and parent.children[-1].code != block.code:
                findings = tuple(_misplaced(block, rank, parent.children[-1]))
        else:
            findings = (Finding("missing-parent", {"block": block.code, "parent": parent_code}),)
            parent = self._nearest(parent_code)
            path[STEPS[parent.code][0] + 1 : depth] = [parent] * (depth - STEPS[parent.code][0] - 1)
        block.parent, block.rank = parent, rank
        parent.adopt(block)
        path[depth] = block
        self.top = depth
        return findings

    def _nearest(self, code: str) -> Block:
        """The nearest block of the path above a missing parent; the root at the farthest."""
        while code != ROOT:
            depth, above, _ = STEPS[code]
            if depth <= self.top and self.path[depth].code == code:
                return self.path[depth]
            code = above
        return self.path[0]


def _misplaced(block: Block, rank: int, before: Block) -> Iterator[Finding]:
    """Whether a block comes after one that it should precede."""
    other = STEPS.get(before.code)
    if other and other[2] > rank:
        yield Finding("block-out-of-order", {"block": block.code, "after": before.code})


class Seen:
    """The numbers already met in the block being read, gathered only when a doubt arises.

    It goes on where it stopped: a block of a million disordered lines is still read in one go.
    """

    __slots__ = ("_highest", "numbers")

    def __init__(self) -> None:
        """Nothing gathered yet."""
        self.numbers: set[str] = set()
        self._highest = ""

    def takes(self, numbers: list[str], number: str) -> bool:
        """Gather the numbers met since last time; whether `number` is above all of the norm's."""
        for other in numbers:
            self.numbers.add(other)
            if other[:1] != "9":
                self._highest = max(self._highest, other)
        return number > self._highest

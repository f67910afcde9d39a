"""What a block must have in a declaration of one nature: its rubrics, the blocks below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from mandat.formats.dsn.controls.registry import Finding
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.norms import NATURES, cardinalities, norm
from mandat.formats.dsn.tree import PERSON, ROOT

_SHORT, _MOST_RIGHT = 40, 2_000
"""So many blocks below one are remembered, for so many parents at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """For one norm and one nature: obligatory rubrics as bits, and the blocks a parent wants.

    `children`: parent → child → (least, most); most 0 is any number.
    """

    needed: dict[str, int]
    bits: dict[str, dict[int, str]]
    children: dict[str, dict[str, tuple[int, int]]]
    right: dict[str, set[tuple[str, ...]]]
    """Parent → what was found right below one."""

    def missing(self, block: Block, mask: int) -> Iterator[Finding]:
        """The obligatory rubrics that the block lacks."""
        for bit, rubric in self.bits[block.code].items():
            if not bit & mask:
                yield Finding("missing-rubric", {}, block.line, rubric)

    def wrong_children(self, block: Block, forgotten: Sequence[int] = ()) -> Sequence[Finding]:
        """The blocks that are not below it though they must, or are there too often.

        `forgotten`: the lines of the employees that were below it and are not kept.
        """
        found = tuple([child.code for child in block.children])
        right = self.right[block.code]
        if forgotten or found not in right:
            wrong = [*self._wrong(block, found, forgotten)]
            if wrong:
                return wrong
            is_short = len(found) <= _SHORT and len(right) < _MOST_RIGHT
            if block.records and is_short and not forgotten:
                right.add(found)
        return ()

    def _wrong(
        self, block: Block, found: tuple[str, ...], forgotten: Sequence[int]
    ) -> Iterator[Finding]:
        for code, (least, most) in self.children[block.code].items():
            count = found.count(code) + (len(forgotten) if code == PERSON else 0)
            if count < least:
                if block.records or block.code != ROOT:
                    yield Finding("missing-block", {"block": code}, block.line)
            elif most and count > most:
                places = [child.line for child in block.children if child.code == code]
                for line in ([*forgotten, *places] if code == PERSON else places)[most:]:
                    yield Finding("repeated-block", {"block": code}, line)


@cache
def structure(name: str, nature: str) -> Structure | None:
    """The structure of one norm and nature; None for a nature that is not known here."""
    if nature not in NATURES:
        return None
    version = norm(name)
    needed: dict[str, int] = {}
    bits: dict[str, dict[int, str]] = {}
    for rubric in version.obligatory_rubrics(nature):
        code, bit = rubric[:10], version.rules[rubric].bit
        # The head is the reader's business; the currency is said obligatory in event 07, yet
        # accepted files come without it.
        is_head = version.heads.get(code) == rubric[11:]
        if is_head or (rubric == "S20.G00.05.010" and nature not in ("01", "09")):
            continue
        needed[code] = needed.get(code, 0) | bit
        bits.setdefault(code, {})[bit] = rubric
    children: dict[str, dict[str, tuple[int, int]]] = {}
    for parent, child, least, most in cardinalities(nature):
        if least or most:
            children.setdefault(parent, {})[child] = (least, most)
    return Structure(needed, bits, children, {parent: set() for parent in children})

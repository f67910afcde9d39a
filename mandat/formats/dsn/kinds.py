"""What a line brings by its rubric and its value, and the shape of a block by its lines.

Lines of one rubric share one kind, unless their value has other rules run. So most blocks have a
shape that was met before, and what is the same for one shape is found out once: whether its
lines are in order, which rubrics are there, which rules run.
"""

from collections.abc import Iterable
from itertools import pairwise

from mandat.formats.dsn.controls.registry import Check, Control, Finding
from mandat.formats.dsn.norms import Norm
from mandat.formats.dsn.tree import STEPS

Run = tuple[Check, Control]
Runs = tuple[Run, ...]
"""Rules, each with its function at hand: it is called a hundred times for each employee."""
Step = tuple[int, str, int]
_NOWHERE: Step = (0, "", 0)
_MOST_SHAPES = 5_000
"""Shapes remembered at most: beyond, they are forgotten and learnt again."""


def runs_of(controls: Iterable[Control]) -> Runs:
    """Rules that run on blocks, ready to be run."""
    return tuple((each.check, each) for each in controls if each.check)


class Kind:
    """What a line brings wherever it stands: problems, rules to run, whether it is collected.

    `is_own`: the kind of this one line, not shared by all the right ones of its rubric.
    """

    __slots__ = ("bit", "code", "findings", "is_collected", "is_own", "number", "runs")

    def __init__(  # what a line brings
        self,
        code: str,
        number: str,
        bit: int = 0,
        *,
        findings: tuple[Finding, ...] = (),
        runs: Runs = (),
        is_collected: bool = False,
        is_own: bool = False,
    ) -> None:
        """`bit` is the place of the rubric in its block (see `norms.Rule`)."""
        self.code = code
        self.number = number
        self.bit = bit
        self.findings = findings
        self.runs = runs
        self.is_collected = is_collected
        self.is_own = is_own


Kinds = tuple[Kind, ...]


class Shape:
    """The kinds of the lines of a block, in its order. Two blocks of one shape share it."""

    __slots__ = ("code", "kinds", "mask", "numbers", "step")

    def __init__(self, kinds: Kinds) -> None:
        """Of a block that has a line at least."""
        self.code = kinds[0].code
        self.step: Step = STEPS.get(self.code, _NOWHERE)
        self.kinds = kinds
        self.numbers = tuple(kind.number for kind in kinds)
        self.mask = 0
        for kind in kinds:
            self.mask |= kind.bit


Part = tuple[int, int, Shape]
"""A block in a slice of the file: its first line, the line after its last, its shape."""


class Shapes:
    """The shapes met under one norm and one nature. They hold no value, so they may be kept."""

    __slots__ = ("_shapes", "_slices", "norm", "plain")

    def __init__(self, norm: Norm) -> None:
        """None met yet."""
        self.norm = norm
        self._slices: dict[Kinds, tuple[Part, ...]] = {}
        """Lines from one beginning of a block to the next → the blocks they make."""
        self.plain: dict[Kinds, Shape] = {}
        """Those that make one block, nothing of which is in disorder: nearly all."""
        self._shapes: dict[Kinds, Shape] = {}

    def shape(self, kinds: Kinds) -> Shape | None:
        """The shape of a block with lines of these kinds.

        None when one is the kind of its line alone, or a rubric is there twice.
        """
        found = self._shapes.get(kinds)
        if found is None:
            if not kinds or any(kind.is_own for kind in kinds):
                return None
            if len({kind.number for kind in kinds}) < len(kinds):
                return None
            if len(self._shapes) >= _MOST_SHAPES:
                self._shapes.clear()
            found = self._shapes[kinds] = Shape(kinds)
        return found

    def cut(self, kinds: Kinds) -> tuple[Part, ...]:
        """The blocks that a slice makes; none when it must be gone through with care.

        The first line begins a block. Another may only begin where the code changes, with one
        whose first rubric may be any.
        """
        known = self._slices.get(kinds)
        if known is not None:
            return known
        if any(kind.is_own for kind in kinds) or not self._is_plain(kinds):
            return ()
        if len(self._slices) >= _MOST_SHAPES:
            self._slices.clear()
            self.plain.clear()
        parts = self._slices[kinds] = tuple(self._parts(kinds))
        if len(parts) == 1:
            self.plain[kinds] = parts[0][2]
        return parts

    def _is_plain(self, kinds: Kinds) -> bool:
        for before, kind in pairwise(kinds):
            if kind.code == before.code:
                if kind.number <= before.number:
                    return False
            elif kind.code not in STEPS or kind.code in self.norm.heads:
                return False
        return True

    def _parts(self, kinds: Kinds) -> Iterable[Part]:
        first = 0
        for at in range(1, len(kinds) + 1):
            if at == len(kinds) or kinds[at].code != kinds[first].code:
                shape = self.shape(kinds[first:at])
                assert shape is not None
                yield first, at, shape
                first = at

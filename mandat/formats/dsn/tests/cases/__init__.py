"""The cases of the rules: for each, a file that has the fault and one that has not.

A case is a base file (one of `BASES`, written by hand, conformant) and edits:

    CASES = {
        "S21.G00.51.002/CCH-11": Case(
            failing=[put("S21.G00.51.002", "30122025")],
            passing=[put("S21.G00.51.002", "31012026")],
        ),
    }

- `put(rubric, value, nth=1)`: change the nth record of that rubric (from 1);
- `add(after, rubric, value, …, nth=1)`: put records (rubric, value, rubric, value, …) right after
  the nth record of rubric `after` (any record; `after=""`: at the end, before S90);
- `drop(rubric, nth=1)`, `drop_block(block, nth=1)` (with all below it).

`base` is a key of `BASES`; `at` the rubric where the problem must be (that of the code when not
given, its line being that of the rubric, or of the block that lacks it); `norm` changes
S10.G00.00.006; `tables` are outside tables given to the check. `times` is how often it is found,
`details` what fills the blanks of the sentences.

What two files cannot show (both sides of every bound, each value of a list, each silence) are rows
of `SIDES`, in the same modules: code, base (and norm), edits, how often it is found; or at which
rubrics (a list); or some details of the only problem, its `value`, which record of its rubric it
is (`nth`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mandat.formats.dsn.norms import PLACES
from mandat.formats.dsn.tests.cases.bases import BASES
from mandat.formats.dsn.writer import Line, envoi, write

Edit = Callable[[list[Line]], None]


@dataclass(frozen=True, slots=True)
class Case:
    """A failing and a passing file for one rule."""

    failing: Sequence[Edit]
    passing: Sequence[Edit] = ()
    base: str = "monthly"
    at: str = ""
    norm: str = "P26V01"
    times: int = 1
    details: Mapping[str, str | int] | None = None
    tables: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def file(self, edits: Sequence[Edit]) -> bytes:
        """The base with these edits, its totals right."""
        head, declarations = BASES[self.base]
        records = [*head, *declarations]
        for at, (rubric, _) in enumerate(records):
            if rubric == "S10.G00.00.006":
                records[at] = (rubric, self.norm)
        for edit in edits:
            edit(records)
        return write(envoi(records, []))


def _find(records: list[Line], rubric: str, nth: int) -> int:
    places = [at for at, record in enumerate(records) if record[0] == rubric]
    if len(places) < nth:
        raise LookupError(f"no {rubric} number {nth} in the base")
    return places[nth - 1]


def put(rubric: str, value: str, nth: int = 1) -> Edit:
    """Change the value of the nth record of a rubric."""

    def edit(records: list[Line]) -> None:
        records[_find(records, rubric, nth)] = (rubric, value)

    return edit


def add(after: str, *pairs: str, nth: int = 1) -> Edit:
    """Put records after the nth record of a rubric; at the end when `after` is empty."""
    added = list(zip(pairs[::2], pairs[1::2], strict=True))

    def edit(records: list[Line]) -> None:
        at = _find(records, after, nth) + 1 if after else len(records)
        records[at:at] = added

    return edit


def drop(rubric: str, nth: int = 1) -> Edit:
    """Take out the nth record of a rubric."""

    def edit(records: list[Line]) -> None:
        del records[_find(records, rubric, nth)]

    return edit


def drop_block(block: str, nth: int = 1) -> Edit:
    """Take out the nth instance of a block, and all that is below it."""

    def edit(records: list[Line]) -> None:
        starts, last = [], ("", "")
        for at, (rubric, _) in enumerate(records):
            code, number = rubric[:10], rubric[11:]
            if code == block and (last[0] != code or number <= last[1]):
                starts.append(at)
            last = code, number
        start = starts[nth - 1]
        depth, end = PLACES[block].depth, start + 1
        while end < len(records) and (
            (records[end][0][:10] == block and end not in starts)
            or (records[end][0][:10] in PLACES and PLACES[records[end][0][:10]].depth > depth)
        ):
            end += 1
        del records[start:end]

    return edit

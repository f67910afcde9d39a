"""The dictionary of the DSN norms: known rubrics, their form, and the tree of blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LATEST = "P26V01"
KNOWN = {"P24V01": "4", "P25V01": "5", "P26V01": "6"}
HUB_STRUCTURES = frozenset({"S05", "S06", "S95", "S96"})
NATURES = ("01", "04", "05", "07", "08", "09")

# CT25 p.118-124: the models of declaration are parts of this one tree, in this order.
_TREE = """
S20.G00.05
 S20.G00.07
 S20.G00.08
 S21.G00.06
  S21.G00.13
  S21.G00.11
   S21.G00.12
   S21.G00.15
    S21.G00.16
   S21.G00.82
   S21.G00.20
    S21.G00.55
   S21.G00.22
    S21.G00.23
   S21.G00.44
   S21.G00.30
    S21.G00.31
    S21.G00.34
    S21.G00.40
     S21.G00.41
     S21.G00.45
     S21.G00.60
      S21.G00.66
     S21.G00.62
      S21.G00.63
     S21.G00.65
     S21.G00.70
      S21.G00.73
     S21.G00.71
      S21.G00.72
    S21.G00.50
     S21.G00.51
      S21.G00.53
     S21.G00.52
     S21.G00.54
     S21.G00.56
     S21.G00.58
     S21.G00.78
      S21.G00.79
      S21.G00.81
     S21.G00.83
      S21.G00.84
     S21.G00.95
    S21.G00.86
    S21.G00.98
 S21.G00.85
 S89.G00.32
  S89.G00.33
  S89.G00.35
  S89.G00.43
 S89.G00.67
 S89.G00.87
 S89.G00.88
 S89.G00.89
 S89.G00.91
  S89.G00.92
   S89.G00.93
   S89.G00.94
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its rank in the whole tree, its parent, and what is below it."""

    rank: int
    parent: str
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """The form of one rubric in one norm.

    `kind`: X text, N number, D date, E list, R outside table. `use` has one letter for each of
    `NATURES`: O obligatory, C conditional, F optional, I forbidden, N block absent; or is empty.
    """

    rubric: str
    kind: str
    shortest: int
    longest: int
    use: str
    private: bool
    codes: frozenset[str]
    pattern: str

    def matches(self, value: str) -> bool:
        """Whether the value has the form the norm's expression asks for."""
        return not self.pattern or _compiled(self.pattern).fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Norm:
    """One version of the norm."""

    name: str
    rules: Mapping[str, Rule]
    heads: Mapping[str, str]
    """Block → number of the rubric every instance of it begins with, where there is one."""

    def obligatory(self, block: str, nature: str) -> tuple[str, ...]:
        """The rubrics that `block` must have in a declaration of this nature."""
        return _obligatory(self.name, block, NATURES.index(nature) if nature in NATURES else 0)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _places() -> dict[str, Place]:
    """The tree, read from its indented text."""
    path: list[str] = []
    parents: dict[str, str] = {}
    for line in _TREE.split("\n")[1:-1]:
        code = line.lstrip()
        del path[len(line) - len(code) :]
        parents[code] = path[-1] if path else ""
        path.append(code)
    below: dict[str, list[str]] = {code: [] for code in parents}
    for code, parent in parents.items():
        above = parent
        while above:
            below[above].append(code)
            above = parents[above]
    return {
        code: Place(rank, parent, tuple(below[code]))
        for rank, (code, parent) in enumerate(parents.items())
    }


PLACES: Mapping[str, Place] = _places()


def _read(name: str) -> list[list[str]]:
    text = (files(__package__) / "tables" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@cache
def labels() -> Mapping[str, str]:
    """Block or rubric → its short label in French."""
    return {row[0]: row[1] for row in _read("labels.tsv")}


@cache
def _norm(name: str) -> Norm:
    digit = KNOWN[name]
    rules = {}
    for rubric, norms, kind, shortest, longest, use, private, codes, pattern in _rows():
        if digit in norms:
            listed = (code.partition("@") for code in codes.split())
            allowed = frozenset(code for code, _, only in listed if not only or digit in only)
            limits = int(shortest), int(longest)
            rules[rubric] = Rule(rubric, kind, *limits, use, private == "1", allowed, pattern)
    heads: dict[str, str] = {}
    for rubric, rule in rules.items():
        block, _, number = rubric.rpartition(".")
        # CT25 3.3: the first rubric of a block is obligatory, but for exceptions (no head then).
        heads.setdefault(block, number if set(rule.use) in ({"O"}, {"O", "N"}) else "")
    return Norm(name, rules, {block: number for block, number in heads.items() if number})


@cache
def _obligatory(name: str, block: str, column: int) -> tuple[str, ...]:
    prefix = block + "."
    return tuple(
        rubric
        for rubric, rule in _norm(name).rules.items()
        if rubric.startswith(prefix) and rule.use[column : column + 1] == "O"
    )


@cache
def _rows() -> list[list[str]]:
    return _read("rubrics.tsv")[1:]


def norm(name: str) -> Norm:
    """The norm of that name; for a name we do not know the latest, or the oldest for an older."""
    oldest = min(KNOWN)
    is_older = re.fullmatch(r"P\d\dV\d\d", name, re.ASCII) is not None and name < oldest
    return _norm(name if name in KNOWN else oldest if is_older else LATEST)


def is_private(rubric: str) -> bool:
    """Whether a rubric says who somebody is, or how to reach or to pay them, in any norm."""
    return rubric in _private()


@cache
def _private() -> frozenset[str]:
    return frozenset(row[0] for row in _rows() if row[6])


def is_from_hub(rubric: str) -> bool:
    """Whether the national platform added this rubric to the file, whatever the norm says."""
    structure = rubric[:3]
    if structure in HUB_STRUCTURES or rubric[11:12] == "9":
        return True
    # S21.G00.95 is a block of the norm; the others of these numbers are the platform's.
    return rubric[8:10] in ("95", "96") and structure in ("S10", "S20")

"""The dictionary of the DSN norms: known rubrics, their form, and the tree of blocks."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from sys import intern
from typing import NamedTuple

from mandat.formats.dsn.model import Level

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
    """Where a block stands: its rank in the whole tree, its parent, how deep below the root."""

    rank: int
    parent: str
    depth: int


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
    bit: int
    """The place of the rubric among those of its block, as a power of two."""

    @property
    def code(self) -> str:
        """The block of the rubric."""
        return intern(self.rubric[:10])

    @property
    def number(self) -> str:
        """Its number in the block."""
        return intern(self.rubric[11:])

    def is_forbidden(self, nature: str) -> bool:
        """Whether a declaration of that nature must not have this rubric."""
        return nature in NATURES and self.use[NATURES.index(nature) :][:1] in ("I", "N")

    def matches(self, value: str) -> bool:
        """Whether the value has the form the norm's expression asks for."""
        return not self.pattern or _compiled(self.pattern).fullmatch(value) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Norm:
    """One version of the norm."""

    name: str
    rules: Mapping[str, Rule]
    heads: Mapping[str, str]
    """Block → number of the rubric every instance of it begins with, where there is one."""

    def obligatory_rubrics(self, nature: str) -> tuple[str, ...]:
        """The rubrics that their block must have in a declaration of this nature."""
        return _obligatory(self.name, NATURES.index(nature))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _places() -> dict[str, Place]:
    """The tree, read from its indented text."""
    path: list[str] = []
    parents: dict[str, str] = {}
    for line in _TREE.split("\n")[1:-1]:
        code = intern(line.lstrip())
        del path[len(line) - len(code) :]
        parents[code] = path[-1] if path else ""
        path.append(code)
    depths: dict[str, int] = {}
    for code, parent in parents.items():
        depths[code] = depths[parent] + 1 if parent else 0
    return {
        code: Place(rank, parent, depths[code])
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
    places: Counter[str] = Counter()
    for rubric, norms, kind, shortest, longest, use, private, codes, pattern in _rows():
        if digit in norms:
            listed = (code.partition("@") for code in codes.split())
            allowed = frozenset(code for code, _, only in listed if not only or digit in only)
            limits = int(shortest), int(longest)
            bit = 1 << places[rubric[:10]]
            places[rubric[:10]] += 1
            rules[rubric] = Rule(
                intern(rubric), kind, *limits, use, private == "1", allowed, pattern, bit
            )
    heads: dict[str, str] = {}
    for rubric, rule in rules.items():
        block, _, number = rubric.rpartition(".")
        # CT25 3.3: the first rubric of a block is obligatory, but for exceptions (no head then).
        heads.setdefault(block, number if set(rule.use) in ({"O"}, {"O", "N"}) else "")
    return Norm(name, rules, {block: number for block, number in heads.items() if number})


@cache
def _obligatory(name: str, column: int) -> tuple[str, ...]:
    return tuple(
        rubric for rubric, rule in _norm(name).rules.items() if rule.use[column : column + 1] == "O"
    )


@cache
def _rows() -> list[list[str]]:
    return _read("rubrics.tsv")[1:]


@cache
def cardinalities(nature: str) -> tuple[tuple[str, str, int, int], ...]:
    """Parent, block, least and most (0: any number) of the blocks of a nature (CT25 p.118-124)."""
    return tuple(
        (parent, block, int(least), 0 if most == "*" else int(most))
        for its_nature, block, parent, least, most in _read("blocks.tsv")[1:]
        if its_nature == nature and parent
    )


class Official(NamedTuple):
    """An official control: where it applies, and whether it blocks."""

    level: Level
    natures: frozenset[str]
    norms: frozenset[str]


@cache
def official() -> Mapping[str, Official]:
    """Every official control of the norms, by its code: `S21.G00.51.002/CCH-11`."""
    names = {digit: name for name, digit in KNOWN.items()}
    found = {}
    for code, _kind, level, natures, norms in _read("controls.tsv")[1:]:
        applies = frozenset(n for n, yes in zip(NATURES, natures, strict=True) if yes == "Y")
        where = frozenset(names[digit] for digit in norms)
        found[code] = Official("signal" if level == "signal" else "blocking", applies, where)
    return found


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


def is_known(rubric: str) -> bool:
    """Whether any norm has the rubric."""
    return rubric in _rubrics()


@cache
def _rubrics() -> frozenset[str]:
    return frozenset(row[0] for row in _rows())


def is_from_hub(rubric: str) -> bool:
    """Whether the national platform added this rubric to the file, whatever the norm says."""
    structure = rubric[:3]
    if structure in HUB_STRUCTURES or rubric[11:12] == "9":
        return True
    # S21.G00.95 is a block of the norm; the others of these numbers are the platform's.
    return rubric[8:10] in ("95", "96") and structure in ("S10", "S20")

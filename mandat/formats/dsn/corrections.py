"""What a monthly declaration corrects of earlier months: lines of adjustment, answers to a CRM.

Once a month can no longer be replaced, its amounts are corrected by lines in a later declaration
that bear the period they belong to (CT25 p.49-51); an organisation's report (CRM) that asked for
them is named by its id. Employees are not told apart here.
"""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Final, Literal, NamedTuple

from mandat.formats.dsn.model import Block, Declaration
from mandat.formats.dsn.values import day

Kind = Literal["differential", "crm"]
Family = Literal["aggregate", "nominative", "payment", "tax", "establishment"]
Period = tuple[date, date]

MOST: Final = 500
"""Corrections kept of one declaration: months × families; beyond, the file says nonsense."""
_MONTHLY: Final = "01"
_LONGEST_CRM: Final = 18


class Correction(NamedTuple):
    """Lines of one family that bear an earlier period, from its first to its last day.

    `kind` is `crm` when they name the report they answer (`crm`), else `differential`.
    """

    kind: Kind
    period_start: date
    period_end: date
    rubric_family: Family
    crm: str = ""


class _Line(NamedTuple):
    """Where a block of amounts says its period and its CRM."""

    family: Family
    start: str
    end: str
    crm: str


_LINES: Final[Mapping[str, _Line]] = {
    "S21.G00.20": _Line("payment", "006", "007", "013"),
    "S21.G00.22": _Line("aggregate", "003", "004", "006"),
    "S21.G00.78": _Line("nominative", "002", "003", "007"),
    "S21.G00.82": _Line("establishment", "003", "004", "006"),
}
# Their children bear the period of the block above, and may name a CRM of their own.
_CHILD_CRM: Final[Mapping[str, str]] = {
    "S21.G00.55": "005",
    "S21.G00.23": "007",
    "S21.G00.79": "005",
    "S21.G00.81": "006",
}
_TAX: Final = "S21.G00.56"  # an error of income tax at source: its month is in .001
_SHARE: Final = "S21.G00.55"

# The rubrics whose amounts, bases, rates and codes such lines put right.
_AMOUNTS: Final[Mapping[Family, frozenset[str]]] = {
    "aggregate": frozenset(
        f"S21.G00.{place}"
        for place in ("22.005", "23.001", "23.002", "23.003", "23.004", "23.005", "23.006")
    ),
    "nominative": frozenset(
        f"S21.G00.{place}"
        for place in ("78.001", "78.004", "79.001", "79.004", "81.001", "81.003", "81.004",
                      "81.007")
    ),
    "payment": frozenset({"S21.G00.20.005", "S21.G00.55.001"}),
    "tax": frozenset({"S21.G00.50.006", "S21.G00.50.009", "S21.G00.50.013"}),
    "establishment": frozenset({"S21.G00.82.001", "S21.G00.82.002"}),
}  # fmt: skip
_FAMILY: Final[Mapping[str, Family]] = {
    rubric: family for family, rubrics in _AMOUNTS.items() for rubric in rubrics
}


def family_of(rubric: str) -> Family | None:
    """The family whose later lines can put this rubric right; None where none can."""
    return _FAMILY.get(rubric)


def corrections_of(declaration: Declaration) -> tuple[Correction, ...]:
    """What a declaration corrects of earlier months, each once, in order; `MOST` at most.

    Nothing for an event or a declaration without a month.
    """
    if declaration.nature != _MONTHLY or declaration.month is None:
        return ()
    return corrections_in(declaration.root.walk(), declaration.month)


def corrections_in(blocks: Iterable[Block], month: date) -> tuple[Correction, ...]:
    """The same of any blocks of a declaration of `month` (its first day), one after the other."""
    found: set[Correction] = set()
    for block in blocks:
        if block.code in _LINES or block.code == _TAX:
            found.update(one for one in _of_block(block) if one.period_end < month)
    return tuple(islice(sorted(found), MOST))


def _of_block(block: Block) -> list[Correction]:
    """One for each period and CRM of a block; one of no CRM where it names none."""
    if block.code == _TAX:
        period = _month(block.value("001"))
        return [Correction("differential", *period, "tax")] if period else []
    line = _LINES[block.code]
    start, end = day(block.value(line.start)), day(block.value(line.end))
    own = block.value(line.crm)
    if start is None or end is None:
        return _of_shares(block, own)
    below = (one.value(_CHILD_CRM[one.code]) for one in block.children if one.code in _CHILD_CRM)
    crms = {crm for crm in (own, *below) if crm} or {""}
    return [_correction((start, end), line.family, crm) for crm in crms if start <= end]


def _of_shares(block: Block, own: str) -> list[Correction]:
    """A payment without a period of its own has those of its shares (55.004)."""
    found = []
    for share in block.children:
        period = _share(share.value("004")) if share.code == _SHARE else None
        if period:
            found.append(_correction(period, "payment", share.value("005") or own))
    return found


def _correction(period: Period, family: Family, crm: str) -> Correction:
    return Correction("crm" if crm else "differential", *period, family, crm[:_LONGEST_CRM])


def _month(text: str) -> Period | None:
    """`012026` → January 2026."""
    first = day(f"01{text}") if len(text) == 6 else None
    return (first, _last(first)) if first else None


def _last(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


_LENGTHS: Final = {"M": 1, "T": 3, "S": 6}


def _share(text: str) -> Period | None:
    """`2026M01`, `2026T01`, `2026S01`, `2026A00` → a month, a quarter, a half-year, a year."""
    year, letter, rank = text[:4], text[4:5], text[5:]
    if letter == "A":
        return _months(year, 1, 12)
    months = _LENGTHS.get(letter)
    if months is None or not (rank.isascii() and rank.isdigit()) or len(rank) != 2:
        return None
    return _months(year, (int(rank) - 1) * months + 1, int(rank) * months)


def _months(year: str, first: int, last: int) -> Period | None:
    start, end = day(f"01{first:02d}{year}"), day(f"01{last:02d}{year}")
    return (start, _last(end)) if start and end else None

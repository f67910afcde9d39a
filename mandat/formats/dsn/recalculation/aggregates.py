"""The statement of the Urssaf against the contributions of the employees, line by line."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, gatherer
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation import tables, urssaf
from mandat.formats.dsn.recalculation.amounts import EURO, Tolerance, euros
from mandat.formats.dsn.recalculation.individual import Contribution, contributions
from mandat.formats.dsn.recalculation.periods import is_current, is_whole, month_of
from mandat.formats.dsn.recalculation.statements import HOUSING, lacks_housing
from mandat.formats.dsn.recalculation.tables import Share
from mandat.formats.dsn.values import cents

TOLERANCE = Tolerance(EURO, "facts, section 5, rule 55: rounding of each line (ours)")
BASE, AMOUNT = "S21.G00.23.004", "S21.G00.23.005"
_MOST_USUAL = 100
FARM = "DMSA"
"""Begins the number of the farmers' scheme, to which no statement of the Urssaf answers."""


@gatherer(
    "aggregate-against-nominative",
    on=BASE,
    level="signal",
    category="contributions",
    natures="01",
)
class Aggregates:
    """A base or a reduction of the statement is not the sum of those of the employees.

    Only the month declared counts. Silent for a fraction, without a statement, when a base spans
    months, and when the statement has a CTP that is not known here: it may bear a part.
    """

    def __init__(self, of: Context) -> None:
        """No employee seen yet."""
        self.sums: defaultdict[str, int] = defaultdict(int)
        self.figures: dict[str, Share] = {}
        """By the CTPs, joined."""
        self.usual: dict[tuple[str, tuple[str, ...]], _Total] = {}
        """By the kind of base and the codes of its contributions: what is not in `sums` yet."""
        self.is_certain = is_whole(of)

    def see(self, person: Block, of: Context) -> None:
        """Add the contributions of one employee, by line of the statement."""
        if not self.is_certain:
            return
        for base, lines in contributions(of).items():
            kind = base.value("001")
            if kind not in _SHARES:
                continue
            if is_current(base, of):
                if lines:
                    self._add(kind, base.value("004"), lines)
            elif month_of(base) is None:
                self.is_certain = False

    def _add(self, kind: str, text: str, lines: list[Contribution]) -> None:
        """One base: a contribution counts once for each line, however many codes feed it."""
        codes, bodies, given, amounts, _, _ = zip(*lines, strict=True)
        if not {"", text}.issuperset(given) or FARM in {body[:4] for body in set(bodies)}:
            self._add_each(kind, text, lines)
            return
        # Nearly always: every line bears the base itself, and for the general scheme.
        total = self.usual.get((kind, codes)) or self._meet(kind, codes)
        total.base += cents(text) or 0
        for at in total.amounts:
            total.amounts[at] += cents(amounts[at]) or 0

    def _meet(self, kind: str, codes: tuple[str, ...]) -> "_Total":
        """A base with contributions that no employee had before."""
        if len(self.usual) >= _MOST_USUAL:
            self._sum_up()
        found = self.usual[kind, codes] = _Total(_ways(kind, codes))
        self.figures.update(found.ways.met)
        return found

    def _sum_up(self) -> None:
        """Bring what was counted by kind of base to the lines of the statement."""
        for total in self.usual.values():
            for ctps in total.ways.of_base:
                self.sums[ctps] += total.base
            for at, ctps in total.ways.of_amount:
                self.sums[ctps] -= total.amounts[at]
        self.usual.clear()

    def _add_each(self, kind: str, text: str, lines: list[Contribution]) -> None:
        """The same, one line after the other."""
        shares = _SHARES[kind]
        largest: dict[str, int] = {}
        whole = cents(text) or 0
        for code, body, own, amount, _, _ in lines:
            if code not in shares or body[:4] == FARM:
                continue
            ctps, share = shares[code]
            self.figures[ctps] = share
            if share.figure == "base":
                figure = whole if own == text or not own else cents(own) or 0
                if ctps not in largest or abs(figure) >= abs(largest[ctps]):
                    largest[ctps] = figure
            else:
                self.sums[ctps] -= cents(amount) or 0
        for ctps, figure in largest.items():
            self.sums[ctps] += figure

    def end(self, of: Context) -> Iterator[Finding]:
        """Compare each line, or say that it is missing."""
        if not self.is_certain or of.month is None:
            return
        lines = urssaf.lines(of, of.month)
        if not lines or any(line.value("001") not in tables.ctps() for line in lines):
            return
        self._sum_up()
        for joined, share in self.figures.items():
            total, ctps = self.sums[joined], share.ctps
            expected = abs(total) if share.figure == "amount" else total
            own = [line for line in lines if _bears(line, ctps)]
            if own:
                yield from _compare(own, share, expected)
            elif not TOLERANCE.allows(0, expected):
                yield from _missing(of, ctps)


def _shares() -> dict[str, dict[str, tuple[str, Share]]]:
    """Kind of base → contribution → where it goes, by its CTPs joined."""
    found: dict[str, dict[str, tuple[str, Share]]] = {}
    for (code, kind), share in tables.shares().items():
        found.setdefault(kind, {})[code] = " ".join(share.ctps), share
    return found


_SHARES = _shares()


class _Ways(NamedTuple):
    """Where the contributions of a base go: all met, those that bear the base, the amounts."""

    met: dict[str, Share]
    of_base: tuple[str, ...]
    of_amount: tuple[tuple[int, str], ...]
    """By the place of the contribution."""


class _Total:
    """The sums of the bases with the same contributions: of themselves, of some contributions."""

    __slots__ = ("amounts", "base", "ways")

    def __init__(self, ways: _Ways) -> None:
        self.ways = ways
        self.base = 0
        self.amounts = {at: 0 for at, _ in ways.of_amount}


@lru_cache(maxsize=1024)
def _ways(kind: str, codes: tuple[str, ...]) -> _Ways:
    """Most employees have the same contributions: their ways are found once."""
    found = [(at, *_SHARES[kind][code]) for at, code in enumerate(codes) if code in _SHARES[kind]]
    bases = {ctps: True for _, ctps, share in found if share.figure == "base"}
    amounts = [(at, ctps) for at, ctps, share in found if share.figure != "base"]
    return _Ways({ctps: share for _, ctps, share in found}, tuple(bases), tuple(amounts))


def _bears(line: Block, ctps: tuple[str, ...]) -> bool:
    code = line.value("001")
    return code in ctps or f"{code}/{line.value('002')}" in ctps


def _compare(lines: list[Block], share: Share, expected: int) -> Iterator[Finding]:
    """The figures of some lines against those of the employees."""
    stated = sum(_figure(line, share) for line in lines)
    if TOLERANCE.times(len(lines)).allows(stated, expected):
        return
    rubric = BASE if share.figure == "base" else AMOUNT
    first, number = lines[0], rubric[11:]
    details = {
        "ctp": first.value("001"),
        "stated": euros(stated),
        "expected": euros(expected),
        "difference": euros(stated - expected),
    }
    yield Finding("", details, first.line_of(number), rubric, first.value(number))


def _figure(line: Block, share: Share) -> int:
    """What a line says: its base, or what it takes off (669 gives back)."""
    if share.figure == "base":
        return line.cents("004") or 0
    sign = -1 if share.figure == "relief" and line.value("001") == "669" else 1
    amount = line.cents("005")
    return sign * ((line.cents("004") or 0) if amount is None else amount)


def _missing(of: Context, ctps: tuple[str, ...]) -> Iterator[Finding]:
    """The finding of `ctp-missing`, at the first statement of the month; once for housing."""
    if lacks_housing(of) and HOUSING & set(ctps):
        return
    found = urssaf.statements(of)
    at = next(one for one in found if month_of(one, "003", "004") == of.month)
    details = {"expected": ", ".join(ctps)}
    yield Finding("ctp-missing", details, at.line, "S21.G00.22.001", at.value("001"))

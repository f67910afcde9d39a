"""The rate of the accident insurance: of the contract, of the contribution, of the statement."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, Verdict, control, gatherer
from mandat.formats.dsn.model import Block, Compared
from mandat.formats.dsn.recalculation import urssaf
from mandat.formats.dsn.recalculation.amounts import Tolerance, rate
from mandat.formats.dsn.recalculation.bases import GROSS
from mandat.formats.dsn.recalculation.periods import is_current, is_whole

RATE_TOLERANCE = Tolerance(10, "facts, section 5, rule 36: a hundredth of a point [E]; thousandths")
CONTRACT, LINE, OWN = "S21.G00.40.043", "S21.G00.23.003", "S21.G00.81.007"
ACCIDENT = "045"
GENERAL = ("100", "920")
MOST = 500
"""Different rates kept of one declaration; beyond, the file says nonsense."""


@control(
    "accident-rate-of-person",
    on="S21.G00.81.001",
    values=ACCIDENT,
    level="signal",
    category="contributions",
    natures="01",
)
def accident_rate_of_person(line: Block, of: Context) -> Verdict:
    """The rate of the contribution is not that of the contract, where there is one contract."""
    contracts = of.blocks("S21.G00.40")
    base = line.above("S21.G00.78")
    if len(contracts) != 1 or of.blocks("S21.G00.41"):
        return False
    if base.value("001") != GROSS or not is_current(base, of):
        return False
    at = contracts[0]
    own, expected = rate(line.value("007")), rate(at.value("043"))
    if own is None or expected is None or RATE_TOLERANCE.allows(own, expected):
        return False
    compared = (Compared(CONTRACT, at.value("043"), at.line_of("043")),)
    details = {"expected": at.value("043")}
    return Finding("", details, line.line_of("007"), OWN, line.value("007"), compared)


@gatherer("accident-rate", on=LINE, level="signal", category="contributions", natures="01")
class AccidentRates:
    """A rate of the statement is that of no employee, or the rate of an employee is not there.

    The second only when the first says nothing, and only for employees whose contract bears a
    contribution of the month. Silent for a fraction, and without a line 100/920 with its rate.
    """

    def __init__(self, of: Context) -> None:
        """No employee seen yet."""
        self.places: dict[int, tuple[int, str]] = {}
        self.all: set[int] = set()
        self.is_certain = is_whole(of)

    def see(self, person: Block, of: Context) -> None:
        """Keep each rate once, with its first place."""
        contributes = None
        for contract in of.blocks("S21.G00.40"):
            text = contract.value("043")
            own = rate(text)
            if own is None or own in self.places or len(self.all) >= MOST:
                continue
            self.all.add(own)
            if contributes is None:
                contributes = _contributes(of)
            if contributes:
                self.places[own] = contract.line_of("043"), text

    def end(self, of: Context) -> Iterator[Finding]:
        """Compare the rates of both sides."""
        if not self.is_certain or of.month is None or not self.all or len(self.all) >= MOST:
            return
        lines = [
            (own, line)
            for line in urssaf.lines(of, of.month)
            if (line.value("001"), line.value("002")) == GENERAL
            and (own := rate(line.value("003"))) is not None
        ]
        if not lines:
            return
        wrong = [line for own, line in lines if not _is_among(own, self.all)]
        for line in wrong:
            known = ", ".join(_text(one) for one in sorted(self.all)[:5])
            details = {"expected": known}
            yield Finding("", details, line.line_of("003"), LINE, line.value("003"))
        stated = {own for own, _ in lines}
        for own, (at, text) in self.places.items() if not wrong else ():
            if not _is_among(own, stated):
                expected = ", ".join(_text(one) for one in sorted(stated)[:5])
                yield Finding("", {"expected": expected}, at, CONTRACT, text)


def _contributes(of: Context) -> bool:
    """Whether the employee has an accident contribution on a gross base of the month."""
    return any(
        line.value("001") == ACCIDENT
        for base in of.blocks("S21.G00.78")
        if base.value("001") == GROSS and is_current(base, of)
        for line in base.below("S21.G00.81")
    )


def _is_among(own: int, others: set[int]) -> bool:
    return any(RATE_TOLERANCE.allows(own, other) for other in others)


def _text(own: int) -> str:
    return f"{own / 1000:.2f}"

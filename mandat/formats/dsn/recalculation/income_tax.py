"""The income tax withheld from the employees against what is paid to the tax office."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, gatherer
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation import urssaf
from mandat.formats.dsn.recalculation.amounts import EURO, Tolerance, euros, to_euro
from mandat.formats.dsn.recalculation.payments import PAID, is_tax
from mandat.formats.dsn.recalculation.periods import is_whole

TAX_TOLERANCE = Tolerance(EURO, "facts, section 5, rule 43: one euro, both sides whole euros")
ELSEWHERE = "06"
"""S21.G00.20.010: another establishment pays."""


class Withheld:
    """What was withheld from all employees, corrections included, against what is paid."""

    def __init__(self, of: Context) -> None:
        """Nothing withheld yet."""
        self.cents = 0

    def see(self, person: Block, of: Context) -> None:
        """Add one employee (facts, section 5, rule 43)."""
        for payment in of.blocks("S21.G00.50"):
            self.cents += payment.cents("009") or 0
        for correction in of.blocks("S21.G00.56"):
            self.cents += correction.cents("007") or 0

    def difference(self, of: Context) -> int:
        """How much more is paid than was withheld, all months together; 0 within the tolerance.

        0 too for a fraction, and where another establishment pays.
        """
        payments = _payments(of)
        if not is_whole(of) or any(_is_elsewhere(one, of) for one in payments):
            return 0
        paid, expected = urssaf.total(payments), max(to_euro(self.cents), 0)
        return 0 if paid is None or TAX_TOLERANCE.allows(paid, expected) else paid - expected

    def finding(self, of: Context, difference: int) -> Finding:
        """At the first payment; at the establishment when there is none."""
        payments = _payments(of)
        paid = urssaf.total(payments) or 0
        details = {
            "paid": euros(paid),
            "withheld": euros(self.cents),
            "difference": euros(difference),
        }
        if not payments:
            return Finding("", details, of.establishment.line, PAID)
        at = payments[0]
        return Finding("", details, at.line_of("005"), PAID, at.value("005"))


@gatherer("tax-paid", on=PAID, level="signal", category="payments", natures="01")
class TaxPaid(Withheld):
    """Less is paid to the tax office than was withheld, or nothing at all."""

    def end(self, of: Context) -> Iterator[Finding]:
        """Say how much lacks."""
        difference = self.difference(of)
        if difference < 0:
            yield self.finding(of, difference)


@gatherer("tax-overpaid", on=PAID, level="info", category="payments", natures="01")
class TaxOverpaid(Withheld):
    """More is paid than was withheld: right where it is paid for other establishments too."""

    def end(self, of: Context) -> Iterator[Finding]:
        """Say how much is beyond."""
        difference = self.difference(of)
        if difference > 0:
            yield self.finding(of, difference)


def _payments(of: Context) -> list[Block]:
    return [one for one in of.establishment.below(urssaf.PAYMENT) if is_tax(one)]


def _is_elsewhere(payment: Block, of: Context) -> bool:
    own = of.siren + of.establishment.value("001")
    return payment.value("010") == ELSEWHERE or payment.value("012") not in ("", own)

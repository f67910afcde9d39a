"""What is due to the organisations: statements (S21.G00.22) and their lines (S21.G00.23)."""

from collections.abc import Iterable
from datetime import date

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, needs, not_before, past_month, unlisted
from mandat.formats.dsn.controls.registry import Finding, control, gatherer, value_control
from mandat.formats.dsn.controls.rules.organisations import is_urssaf
from mandat.formats.dsn.controls.rules.spans import not_all_past, same_month
from mandat.formats.dsn.model import Block

STATEMENT = "S21.G00.22"
ENERGY_FUNDS = frozenset({"CNIEG_COT_RS", "CNIEG_COT_POOL", "CNIEG_COT_RDC"})
ENERGY_SCHEME = "147"
WITHOUT_EMPLOYEES = "02", "05"

_PERIOD = f"{STATEMENT}.003", f"{STATEMENT}.004"
_PAST = f"{' '.join(_PERIOD)} S20.G00.05.005"

value_control("S21.G00.22.001/CRE-11", table="IBC")(unlisted("IBC"))
control("S21.G00.22.004/CCH-11", reads="003")(not_before("004", "003"))
control("S21.G00.22.004/CCH-12", reads="S20.G00.05.005")(past_month("004"))
control("S21.G00.22.006/CCH-11", reads="003 004 S20.G00.05.005")(not_all_past("003", "004"))
control("S21.G00.23.006/CCH-11", on="S21.G00.23.001", values="900 901 911 917 921 927")(
    needs("006")
)
value_control("S21.G00.23.006/CRE-11", table="INSEE-COMMUNES")(unlisted("INSEE-COMMUNES"))
control("S21.G00.23.007/CCH-11", reads=_PAST)(not_all_past(*_PERIOD))

_in_one_month = same_month("003", "004")


@control("S21.G00.22.003/CCH-11", reads="001 004")
def urssaf_statement_over_months(block: Block, of: Context) -> bool:
    """A statement of the Urssaf is for one calendar month."""
    return is_urssaf(block.value("001")) and _in_one_month(block, of)


class _EnergyFunds:
    """Contributions of the energy scheme are paid for someone who is in it.

    Employees are looked at only where such a payment or statement is declared.
    """

    block = ""

    def __init__(self, of: Context) -> None:
        found = of.establishment.below(self.block)
        self.found = [each for each in found if each.value("002") in ENERGY_FUNDS]
        if of.is_extract:
            self.found = []

    def see(self, person: Block, of: Context) -> None:
        """Forget the payments as soon as one employee is in the scheme."""
        if self.found and any(
            contract.value("020") == ENERGY_SCHEME for contract in of.blocks("S21.G00.40")
        ):
            self.found = []

    def end(self, of: Context) -> Iterable[Finding]:
        """Nobody was."""
        return [at(each, "002") for each in self.found]


@gatherer("S21.G00.20.002/CCH-12", natures="01")
class EnergyPayments(_EnergyFunds):
    """Of the payments."""

    block = "S21.G00.20"


@gatherer("S21.G00.22.002/CCH-13")
class EnergyStatements(_EnergyFunds):
    """Of the statements."""

    block = STATEMENT


@gatherer("S21.G00.22.005/CCH-11")
class NegativeStatements:
    """The Urssaf owes nothing for a period that was not over at the last payment of wages.

    Wages are looked at only where a statement is below zero.
    """

    def __init__(self, of: Context) -> None:
        """Statements come before the employees."""
        self.found = [each for each in of.establishment.below(STATEMENT) if _is_negative(each)]
        if of.type in WITHOUT_EMPLOYEES:
            self.found = []
        self.last_payment: date | None = None

    def see(self, person: Block, of: Context) -> None:
        """Keep the latest payment."""
        if not self.found:
            return
        for payment in of.blocks("S21.G00.50"):
            day = payment.day("001")
            if day and (self.last_payment is None or day > self.last_payment):
                self.last_payment = day

    def end(self, of: Context) -> Iterable[Finding]:
        """Compare the ends of the periods with it."""
        for each in self.found:
            end = each.day("004")
            if end and self.last_payment and end >= self.last_payment:
                yield at(each, "005")


def _is_negative(statement: Block) -> bool:
    return is_urssaf(statement.value("001")) and (statement.cents("005") or 0) < 0

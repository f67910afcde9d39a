"""Corrections of the income tax withheld in an earlier month (PAS).

S21.G00.56 (employees) and S89.G00.93 (people who are not) have the same rules under other numbers.
`tax_correction(codes, numbers)` registers all of them: import it, say under which codes (`Codes`)
and in which rubrics (`Numbers`), and write sentences and cases for these codes. The month of a
mistake (`MMYYYY`) is read by `error_month`.
"""

from dataclasses import dataclass
from datetime import date

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import BlockCheck, forbids, in_whole_files, needs
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import day

OF_PAY, OF_RATE, OVERPAID, WITHOUT_TAX = "01", "02", "03", "04"
"""Kinds of mistake: the net taxable pay, the rate, a negative month, pay without tax."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """In which rubric of its block each figure of a correction stands."""

    net: str
    """Correction of the net taxable pay."""
    declared_net: str
    rate_change: str
    declared_rate: str
    tax: str
    """Correction of the tax withheld."""
    exempt: str
    """Correction of the part that is not taxed."""
    base: str
    """Correction of the base of the tax."""
    allowance: str
    declared_base: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The official control of each rule, without its block: `002/CCH-11`."""

    in_the_future: str
    pay_complete: str
    rate_complete: str
    overpaid_complete: str
    overpaid_not_positive: str
    no_former_figures: str
    same_year: str
    january_only_last_year: str
    rate_alone: str
    without_tax_complete: str
    without_tax_is_zero: str
    exempt_complete: str
    base_complete: str


def error_month(text: str) -> date | None:
    """`022026` → 1 February 2026; None when absent or malformed."""
    return day("01" + text) if len(text) == 6 else None


def not_past_month(number: str, *, may_be_this_one: bool = True) -> BlockCheck:
    """Wrong when the month of the mistake (`MMYYYY`) comes after the main month, or is it."""

    def check(block: Block, of: Context) -> bool:
        month = error_month(block.value(number))
        if month is None or of.month is None:
            return False
        return month > of.month or (month == of.month and not may_be_this_one)

    return check


def tax_correction(block: str, codes: Codes, numbers: Numbers) -> None:
    """Register the rules of a block of corrections; month and kind are in its 001 and 002."""
    n = numbers
    figures = (n.net, n.declared_rate, n.base)
    kind = f"{block}.002"

    def rule(code: str, check: BlockCheck, reads: str, values: str = "", on: str = "") -> None:
        control(f"{block}.{code}", on=on or kind, values=values, reads=reads)(check)

    rule(codes.in_the_future, not_past_month("001"), "S20.G00.05.005", on=f"{block}.001")
    rule(codes.pay_complete, whole(*figures), " ".join(figures), OF_PAY)
    rule(codes.rate_complete, whole(n.rate_change, n.declared_base), "", OF_RATE)
    rule(codes.overpaid_complete, whole(*figures), " ".join(figures), OVERPAID)
    rule(codes.overpaid_not_positive, _positive(n.net, n.base), f"{n.net} {n.base}", OVERPAID)
    former = (n.declared_net, n.rate_change, n.declared_base)
    by_pay = f"{OF_PAY} {OVERPAID} {WITHOUT_TAX}"
    rule(codes.no_former_figures, forbids(*former), " ".join(former), by_pay)
    months = "001 S20.G00.05.005"
    rule(codes.same_year, _former_year, months, f"{OF_PAY} {OF_RATE}")
    rule(codes.january_only_last_year, _not_last_year, months, f"{OF_PAY} {OF_RATE}")
    others = (n.net, n.declared_rate, n.exempt, n.allowance, n.base)
    rule(codes.rate_alone, forbids(*others), " ".join(others), OF_RATE)
    rule(codes.without_tax_complete, whole(n.net, n.base), f"{n.net} {n.base}", WITHOUT_TAX)
    rule(codes.without_tax_is_zero, _not_zero(n.tax), n.tax, WITHOUT_TAX)
    rule(codes.exempt_complete, whole(n.net, n.base), f"{n.net} {n.base}", on=f"{block}.{n.exempt}")
    rule(codes.base_complete, whole(n.net), n.net, on=f"{block}.{n.base}")


def whole(*numbers: str) -> BlockCheck:
    """Wrong when one of these figures is missing; silent in extracts."""
    return in_whole_files(needs(*numbers))


def _positive(*numbers: str) -> BlockCheck:
    def check(block: Block, _of: Context) -> bool:
        return any((block.cents(number) or 0) > 0 for number in numbers)

    return check


def _not_zero(number: str) -> BlockCheck:
    """Also wrong when it is not there (the norm wants it written `0.00`)."""

    def check(block: Block, of: Context) -> bool:
        return not (block.has(number) or of.is_extract) or bool(block.cents(number))

    return check


def _former_year(block: Block, of: Context) -> bool:
    """From February on, a mistake of an earlier year is not corrected this way."""
    wrong, main = error_month(block.value("001")), of.month
    return wrong is not None and main is not None and main.month != 1 and wrong.year < main.year


def _not_last_year(block: Block, of: Context) -> bool:
    """In January only mistakes of the year before are corrected."""
    wrong, main = error_month(block.value("001")), of.month
    return (
        wrong is not None and main is not None and main.month == 1 and wrong.year != main.year - 1
    )


tax_correction(
    "S21.G00.56",
    Codes(
        in_the_future="001/CCH-11",
        pay_complete="002/CCH-11",
        rate_complete="002/CCH-12",
        overpaid_complete="002/CCH-13",
        overpaid_not_positive="002/CCH-14",
        no_former_figures="002/CCH-15",
        same_year="002/CCH-16",
        january_only_last_year="002/CCH-17",
        rate_alone="002/CCH-18",
        without_tax_complete="002/CCH-26",
        without_tax_is_zero="002/CCH-27",
        exempt_complete="008/CCH-11",
        base_complete="010/CCH-11",
    ),
    Numbers(
        net="003",
        declared_net="004",
        rate_change="005",
        declared_rate="006",
        tax="007",
        exempt="008",
        allowance="009",
        base="010",
        declared_base="015",
    ),
)


control("S21.G00.98.004/CCH-11", reads="S20.G00.05.005")(
    not_past_month("004", may_be_this_one=False)
)

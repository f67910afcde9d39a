"""The statement of the Urssaf in itself: its total, its codes, its signs."""

from collections.abc import Iterator
from datetime import date

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import DECLARATION, Finding, control
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation import statement, tables, urssaf
from mandat.formats.dsn.recalculation.amounts import EURO, Tolerance, euros
from mandat.formats.dsn.recalculation.periods import month_of

LINE_TOLERANCE = Tolerance(EURO, "facts, section 5, rule 54: one euro for each line")
TOTAL_TOLERANCE = Tolerance(3 * EURO, "facts, section 5, rule 54: an alert above three euros [E]")
TOTAL = "S21.G00.22.005"
CODE, QUALIFIER = "S21.G00.23.001", "S21.G00.23.002"
GENERAL = "100"
HOUSING = frozenset({"332", "238", "334", "236", "230", "316"})


@control("statement-total", on=TOTAL, level="signal", category="payments", natures="01 09")
def statement_total(block: Block, of: Context) -> Iterator[Finding]:
    """The total of a statement is not that of its lines, base × rate less reductions.

    Silent when the rate of one line is not known, or the period is not one month.
    """
    lines, month = block.below(urssaf.LINE), month_of(block, "003", "004")
    stated = block.cents("005")
    if not lines or month is None or stated is None:
        return
    expected = statement.total(lines, month)
    allowed = max(LINE_TOLERANCE.times(len(lines)).cents, TOTAL_TOLERANCE.cents)
    if expected is not None and abs(stated - expected) > allowed:
        yield Finding("", {"expected": euros(expected), "difference": euros(stated - expected)})


@control("negative-line", on="S21.G00.23", level="signal", category="payments", natures="01")
def negative_line(block: Block, of: Context) -> Iterator[Finding]:
    """A line of this month's statement is below zero: only corrections may be (CT25 p.53)."""
    if of.month is None or month_of(block.above(urssaf.STATEMENT), "003", "004") != of.month:
        return
    for number in ("004", "005"):
        amount = block.cents(number)
        if amount is not None and amount < 0:
            rubric = f"S21.G00.23.{number}"
            yield Finding("", {}, block.line_of(number), rubric, block.value(number))


@control("ctp-unknown", on=CODE, level="signal", category="payments", natures="01 09")
def ctp_unknown(block: Block, of: Context) -> bool:
    """A CTP is no three digits, or was closed before the month of the statement.

    A code that is not in our part of the table is not told: it may be right.
    """
    code, month = block.value("001"), _month(block)
    if not (len(code) == 3 and code.isascii() and code.isdigit()) or code == "000":
        return True
    rows = tables.ctps().get(code, ())
    return bool(rows) and month is not None and all(_is_over(row, month) for row in rows)


@control("ctp-qualifier", on=QUALIFIER, reads="001", level="signal", natures="01 09")
def ctp_qualifier(block: Block, of: Context) -> bool:
    """A CTP on a capped base is said to be on the other one, or the reverse."""
    rows = tables.ctps().get(block.value("001"), ())
    return bool(rows) and all(row.qualifier not in ("", block.value("002")) for row in rows)


@control("ctp-missing", on=DECLARATION, level="signal", category="payments", natures="01")
def ctp_missing(root: Block, of: Context) -> Iterator[Finding]:
    """The housing fund has no line though the general scheme has a base.

    Private employers only. `Aggregates` gives the same code for what employees show.
    """
    if of.month is not None and lacks_housing(of):
        at = _general(of)[0]
        details = {"expected": ", ".join(sorted(HOUSING))}
        yield Finding("", details, at.line_of("001"), CODE, at.value("001"))


def lacks_housing(of: Context) -> bool:
    """Whether a private employer has a base of the general scheme and no line for housing."""
    if of.month is None or of.establishment.value("017") not in ("", "01"):
        return False
    if sum(line.cents("004") or 0 for line in _general(of)) <= 0:
        return False
    housing = (line for line in urssaf.lines(of, of.month) if line.value("001") in HOUSING)
    return all((line.cents("004") or 0) <= 0 for line in housing)


def _general(of: Context) -> list[Block]:
    """The lines of the general scheme for the month declared."""
    lines = urssaf.lines(of, of.month) if of.month else []
    return [line for line in lines if line.value("001") == GENERAL]


def _month(line: Block) -> date | None:
    return month_of(line.above(urssaf.STATEMENT), "003", "004")


def _is_over(row: tables.Ctp, month: date) -> bool:
    return row.until is not None and row.until < month

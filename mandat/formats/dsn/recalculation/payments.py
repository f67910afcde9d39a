"""What is paid to the Urssaf against what its statements ask for."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import DECLARATION, Finding, control
from mandat.formats.dsn.model import Block, Compared
from mandat.formats.dsn.recalculation import tables, urssaf
from mandat.formats.dsn.recalculation.amounts import EURO, Tolerance, euros
from mandat.formats.dsn.recalculation.periods import is_whole
from mandat.formats.dsn.recalculation.urssaf import Account

DUE, PAID, MODE = "S21.G00.22.005", "S21.G00.20.005", "S21.G00.20.010"
EXACT = Tolerance(0, "CT25 p.156 and p.166: both are whole euros, so they can be equal")
TAX = ("DGFIP", "DGFIP_PAS")


@control("payment-missing", on=DECLARATION, level="signal", category="payments", natures="01")
def payment_missing(root: Block, of: Context) -> Iterator[Finding]:
    """A statement of this month asks for money and no payment of this month answers it.

    Silent below eleven employees but in the last month of a quarter: a quarterly payer may send
    its three orders then (CT25 p.52). Silent when credits of other months cover the amount.
    """
    if not is_whole(of):
        return
    asked, paid = _accounts(of)
    for account, statements in asked.items():
        due = urssaf.total(statements)
        if account.month != of.month or due is None or due <= 0 or account in paid:
            continue
        if _may_wait(of) or _is_settled(account.body, asked, paid):
            continue
        yield Finding("", {"due": euros(due)}, *_at(statements[0], DUE))


@control("payment-against-due", on=DECLARATION, level="signal", category="payments", natures="01")
def payment_against_due(root: Block, of: Context) -> Iterator[Finding]:
    """A payment to the Urssaf is not what the statement of the same month asks for.

    Silent when all months together agree, credits of earlier months included.
    """
    if not is_whole(of):
        return
    asked, paid = _accounts(of)
    for account, payments in paid.items():
        if account.month is None or account not in asked:
            continue
        due, given = urssaf.total(asked[account]), urssaf.total(payments)
        if due is None or given is None or EXACT.allows(given, max(due, 0)):
            continue
        if _is_settled(account.body, asked, paid):
            continue
        details = {"paid": euros(given), "due": euros(due), "difference": euros(given - due)}
        compared = tuple(_compared(one, DUE) for one in asked[account])
        yield Finding("", details, *_at(payments[0], PAID), compared)


@control("unrounded-amount", on=DECLARATION, level="signal", category="payments", natures="01 09")
def unrounded_amount(root: Block, of: Context) -> Iterator[Finding]:
    """An amount of the Urssaf or of the tax office has cents (CT25 p.156 and p.166)."""
    for one in urssaf.statements(of):
        if _has_cents(one):
            yield Finding("", {}, *_at(one, DUE))
    taxes = [one for one in of.establishment.below(urssaf.PAYMENT) if is_tax(one)]
    for one in (*urssaf.payments(of), *taxes):
        if _has_cents(one):
            yield Finding("", {}, *_at(one, PAID))


@control("payment-mode", on=DECLARATION, level="signal", category="payments", natures="01")
def payment_mode(root: Block, of: Context) -> Iterator[Finding]:
    """The Urssaf takes nothing but a SEPA direct debit through the declaration (CT25 p.46)."""
    for one in urssaf.payments(of):
        if one.value("010") not in ("", "05"):
            yield Finding("", {}, *_at(one, MODE))


def is_tax(payment: Block) -> bool:
    """Whether a payment is the income tax withheld (not a seizure)."""
    return (payment.value("001"), payment.value("002")) == TAX


def _accounts(of: Context) -> tuple[dict[Account, list[Block]], dict[Account, list[Block]]]:
    asked = urssaf.by_account(urssaf.statements(of), "003", "004")
    return asked, urssaf.by_account(urssaf.payments(of), "006", "007")


def _is_settled(
    body: str, asked: dict[Account, list[Block]], paid: dict[Account, list[Block]]
) -> bool:
    """Whether all months of one Urssaf together agree: a credit may lower another payment."""
    due = urssaf.total([one for at, some in asked.items() if at.body == body for one in some])
    given = urssaf.total([one for at, some in paid.items() if at.body == body for one in some])
    return due is None or given is None or EXACT.allows(given, max(due, 0))


def _may_wait(of: Context) -> bool:
    """Whether the employer may pay by quarter and the quarter is not over."""
    is_small = of.individual < tables.thresholds()[0]
    return of.month is not None and of.month.month % 3 != 0 and is_small


def _has_cents(block: Block) -> bool:
    amount = block.cents("005")
    return amount is not None and amount % EURO != 0


def _at(block: Block, rubric: str) -> tuple[int, str, str]:
    """Line, rubric and value of an amount, for a finding."""
    number = rubric[11:]
    return block.line_of(number), rubric, block.value(number)


def _compared(block: Block, rubric: str) -> Compared:
    number = rubric[11:]
    return Compared(rubric, block.value(number), block.line_of(number))

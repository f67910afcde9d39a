"""Elements of complementary insurance (S21.G00.78 of kind 31): their contract and their period."""

from datetime import date

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, in_whole_files
from mandat.formats.dsn.controls.registry import Verdict, control
from mandat.formats.dsn.controls.rules.contribution_bases import BASE, INSURANCE, KIND
from mandat.formats.dsn.controls.rules.spans import same_month
from mandat.formats.dsn.model import Block

MEMBERSHIP = "S21.G00.70"
AGENCY_WORK = "03"
CANCELLED = "099"
SHOWS = "ART"
"""The outside table of the occupations of performing arts."""

control("S21.G00.78.003/SIG-11", on=KIND, values=INSURANCE, reads="002 003")(
    same_month("002", "003")
)


def contracts_of(block: Block, of: Context) -> list[Block]:
    """The contracts whose insurance membership has the identifier of the base (78.005)."""
    number = block.value("005")
    if not number:
        return []
    return [
        each.parent
        for each in of.blocks(MEMBERSHIP)
        if each.value("012") == number and each.parent is not None
    ]


@control("S21.G00.78.001/CCH-13", on=f"{MEMBERSHIP}.012", natures="01")
@in_whole_files
def membership_without_base(block: Block, of: Context) -> Verdict:
    """Each insurance membership of the employee has its elements."""
    number = block.value("012")
    for base in of.blocks(BASE):
        if base.value("005") == number and base.value("001") == INSURANCE:
            return False
    return at(block, "012")


@control("S21.G00.78.001/SIG-23", values=INSURANCE, reads="002 003 005")
def elements_twice(block: Block, of: Context) -> bool:
    """A payment has no earlier elements of the same membership, period and sign.

    Temporary workers may have them: they have a contract for each mission.
    """
    sign = _sign(block)
    if sign is None or any(each.value("007") == AGENCY_WORK for each in contracts_of(block, of)):
        return False
    wanted = _identity(block)
    for other in of.blocks(BASE):
        if other is block:
            return False
        if other.parent is block.parent and _identity(other) == wanted and _sign(other) == sign:
            return True
    return False


def _identity(block: Block) -> tuple[str, ...]:
    return tuple(block.value(number) for number in ("001", "002", "003", "005"))


def _sign(block: Block) -> int | None:
    """-1, 0 or 1: that of the first contribution with an amount."""
    for each in block.below("S21.G00.81"):
        amount = each.cents("004")
        if amount is not None:
            return (amount > 0) - (amount < 0)
    return None


@control(
    "S21.G00.78.003/SIG-17",
    on=KIND,
    values=INSURANCE,
    reads="002 003 005 S20.G00.05.005",
)
def elements_outside_the_contract(block: Block, of: Context) -> bool:
    """The period is within that of a contract of the membership.

    Temporary workers are let off; since P25 performers are too (CT25 p.294). Without the table
    of their occupations any contract with a complement of occupation may be theirs.
    """
    begin, end = block.day("002"), block.day("003")
    contracts = contracts_of(block, of)
    if begin is None or end is None or _are_let_off(contracts, of):
        return False
    return not any(_covers(contract, begin, end, of) for contract in contracts)


def _are_let_off(contracts: list[Block], of: Context) -> bool:
    """Also when there is no such contract: CCH-11 of S21.G00.78.005 says so."""
    if all(each.value("007") == AGENCY_WORK for each in contracts):
        return True
    if of.norm == "P24V01":
        return False
    shows = of.table(SHOWS)
    occupations = [each.value("005") for each in contracts]
    return all(code and (shows is None or code in shows) for code in occupations)


def _covers(contract: Block, begin: date, end: date, of: Context) -> bool:
    """Also true when the start of the contract is not known."""
    start, last = contract.day("001"), of.month_end
    for each in contract.below("S21.G00.62"):
        if each.value("002") != CANCELLED:
            last = each.day("001") or last
    return (start is None or start <= begin) and (last is None or end <= last)


@control("S21.G00.78.004/CCH-11", on=KIND, values=INSURANCE)
def elements_with_amount(block: Block, _of: Context) -> bool:
    """The base itself is zero: its components have the amounts."""
    return bool(block.cents("004"))


@control("S21.G00.78.005/CCH-11", on=BASE, reads="001")
@in_whole_files
def membership_of_the_wrong_base(block: Block, of: Context) -> bool:
    """Elements of insurance, and they alone, name a membership of the employee."""
    kind, number = block.value("001"), block.value("005")
    if kind != INSURANCE:
        return number != "" and kind != ""
    return all(each.value("012") != number for each in of.blocks(MEMBERSHIP))


@control("S21.G00.78.005/CCH-12", on=KIND, values=INSURANCE)
@in_whole_files
def membership_of_another_contract(block: Block, of: Context) -> bool:
    """The membership is that of a contract that the same payment pays.

    Silent when the employee has no such membership: CCH-11 says so.
    """
    numbers = {each.value("009") for each in contracts_of(block, of)}
    if not numbers:
        return False
    return not any(
        each.parent is block.parent and each.value("010") in numbers
        for each in of.blocks("S21.G00.51")
    )

"""Numbers of contracts: their form, each one once, and what refers to one that is there.

`wrong_contract_number` is for every rubric that holds such a number (CT25 4.4.11):

    value_control("S21.G00.51.010/CSL-11")(wrong_contract_number)
"""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import in_whole_files
from mandat.formats.dsn.controls.registry import Known, control, value_control
from mandat.formats.dsn.controls.shapes import is_contract_number
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation.individual import paid_contracts

CONTRACT = "S21.G00.40"
_C2P_PENSIONS = frozenset({"157", "200", "300", "905"})


@value_control("S21.G00.34.002/CSL-11")
@value_control("S21.G00.40.009/CSL-11")
def wrong_contract_number(value: str, _known: Known) -> bool:
    """The number has only the signs it may have; blanks around it have their own problem."""
    return not is_contract_number(value)


@control("S21.G00.40.009/CCH-12")
def is_not_the_first(block: Block, of: Context) -> bool:
    """No earlier contract of the employee has this number."""
    return of.fact(_firsts).get(block.value("009")) is not block


def _firsts(of: Context) -> dict[str, Block]:
    """The first contract of each number."""
    return {one.value("009"): one for one in reversed(of.blocks(CONTRACT))}


@control("S21.G00.40.009/CCH-13")
@in_whole_files
def has_no_pay(block: Block, of: Context) -> bool:
    """A pay of the employee refers to the contract."""
    return block.value("009") not in paid_contracts(of)


@control("S21.G00.40.009/CCH-15", on="S21.G00.40.007", values="03")
def is_only_zeros(block: Block, _of: Context) -> bool:
    """The number of a temporary work contract is not made of zeros."""
    number = block.value("009")
    return number != "" and not number.strip("0")


@control("S21.G00.34.001/CCH-11", reads="002")
def risk_of_a_scheme_without_account(block: Block, of: Context) -> bool:
    """Occupational risks are declared for contracts of the pension schemes that count them.

    Silent when no contract has that number: CCH-11 of S21.G00.34.002 says so.
    """
    number = block.value("002")
    pensions = {
        contract.value("020")
        for contract in of.blocks(CONTRACT)
        if contract.value("009") == number and contract.has("020")
    }
    return bool(pensions) and not pensions & _C2P_PENSIONS


@control("S21.G00.34.002/CCH-11")
@in_whole_files
def risk_of_no_contract(block: Block, of: Context) -> bool:
    """Occupational risks are declared for a contract of the employee."""
    number = block.value("002")
    return all(contract.value("009") != number for contract in of.blocks(CONTRACT))

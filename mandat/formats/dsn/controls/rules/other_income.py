"""Other elements of gross pay (S21.G00.54): their periods and their contract."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import in_whole_files, not_before, past_month
from mandat.formats.dsn.controls.registry import control, value_control
from mandat.formats.dsn.controls.rules.contract_numbers import wrong_contract_number
from mandat.formats.dsn.model import Block

INSURANCE_SHARES = frozenset({"92", "93"})

control("S21.G00.54.004/CCH-11", reads="003")(not_before("004", "003"))
value_control("S21.G00.54.005/CSL-14")(wrong_contract_number)

_is_past_month = past_month("004")


@control("S21.G00.54.004/SIG-12", reads="S20.G00.05.005")
def income_of_a_coming_month(block: Block, of: Context) -> bool:
    """The period ends in the main month at the latest.

    Since P25 the employer's shares of insurance may be for later (CT25 p.255).
    """
    if of.norm != "P24V01" and block.value("001") in INSURANCE_SHARES:
        return False
    return _is_past_month(block, of)


@control("S21.G00.54.005/CCH-11", natures="01")
@in_whole_files
def income_of_no_contract(block: Block, of: Context) -> bool:
    """The number is that of a contract of the employee."""
    number = block.value("005")
    return all(each.value("009") != number for each in of.blocks("S21.G00.40"))


@control("S21.G00.54.005/CCH-12", natures="07")
@in_whole_files
def leaver_income_of_no_contract(block: Block, of: Context) -> bool:
    """The number is that of the contract that ends, or the one it had before."""
    number = block.value("005")
    if any(each.value("002") == number for each in of.blocks("S21.G00.45")):
        return False
    return income_of_no_contract(block, of)

"""Other times without work (S21.G00.65): paid leave, bad weather, secondment and so on."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import (
    exactly_when,
    later,
    not_before,
    past_month,
    unlisted,
)
from mandat.formats.dsn.controls.registry import control, value_control
from mandat.formats.dsn.controls.rules.remuneration import CANCELLED, CONTRACT, END, PAY
from mandat.formats.dsn.model import Block

SUSPENSION = "S21.G00.65"
_BEGUN = "S21.G00.40.001"
_IDLE = ("019", "025")


@control("S21.G00.65.001/SIG-11", values="507 602", natures="01")
def idle_without_its_hours(_suspension: Block, of: Context) -> bool:
    """Bad weather and short-time work have their paid hours (types 019, 025 of S21.G00.51)."""
    return not of.is_extract and all(pay.value("011") not in _IDLE for pay in of.blocks(PAY))


control("S21.G00.65.002/CCH-11", reads=_BEGUN)(not_before("002", _BEGUN))
control("S21.G00.65.002/SIG-12", natures="01", reads="S20.G00.05.005")(past_month("002"))
control("S21.G00.65.003/CCH-11", reads="002")(not_before("003", "002"))
control("S21.G00.65.004/CCH-11", on=SUSPENSION, reads="001")(
    exactly_when("004", "001", "655", "674")
)
value_control("S21.G00.65.004/CRE-11", table="POSITION-HORS-ACTIVITE")(
    unlisted("POSITION-HORS-ACTIVITE")
)


@control("S21.G00.65.002/CCH-13", reads="001")
def after_the_contract(suspension: Block, _of: Context) -> bool:
    """A suspension does not begin after the end of the contract, unless one is cancelled."""
    if suspension.value("001") == "998":
        return False
    return any(
        end.value("002") != CANCELLED and later(suspension.day("002"), end.day("001"))
        for end in suspension.above(CONTRACT).below(END)
    )

"""When a contract begins and is to end."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, later, needs, not_before, past_month
from mandat.formats.dsn.controls.registry import Verdict, control
from mandat.formats.dsn.model import Block

_CANCELLED = "099"


@control("S21.G00.40.001/CCH-13", on="S21.G00.62.001", reads="001")
def ends_before_it_begins(block: Block, _of: Context) -> Verdict:
    """A contract does not end before it begins; not looked at when an end is cancelled."""
    contract = block.above("S21.G00.40")
    if not later(contract.day("001"), block.day("001")):
        return False
    ends = contract.below("S21.G00.62")
    if any(end.value("002") == _CANCELLED for end in ends):
        return False
    return at(contract, "001")


@control("S21.G00.40.001/CCH-15", reads="S21.G00.30.006")
def begins_before_birth(block: Block, of: Context) -> bool:
    """A contract begins after the employee is born."""
    born, begun = of.person.day("006"), block.day("001")
    return born is not None and begun is not None and begun <= born


control("S21.G00.40.001/SIG-14")(past_month("001"))

control("S21.G00.40.010/CCH-11", reads="001")(not_before("010", "001"))

control("S21.G00.40.010/CCH-12", on="S21.G00.40.007", values="02 03 10 29 70 92", reads="007")(
    needs("010")
)

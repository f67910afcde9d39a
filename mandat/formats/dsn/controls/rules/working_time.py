"""The working time of a contract: its unit, its quantities, the activity that must follow."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import in_whole_files
from mandat.formats.dsn.controls.registry import Finding, Verdict, control
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import cents

_QUANTITIES = ("012", "013")
_MOST = {"12": 3100, "20": 3100, "10": 25000, "21": 25000}
"""The most of a month, in hundredths of the unit: days, hours."""
_CANCELLED, _SHORT_TIME, _SHORT_TIME_LEAVE = "099", "019", "602"


@control("S21.G00.40.011/CCH-12", values="12 20", reads="012 013", by_values="011 012 013")
@control("S21.G00.40.011/CCH-13", values="10 21", reads="012 013", by_values="011 012 013")
def more_than_a_month(block: Block, _of: Context) -> Verdict:
    """Neither quantity is more than a month holds."""
    most = _MOST.get(block.value("011"), 0)
    for number in _QUANTITIES:
        text = block.value(number)
        if (cents(text) or 0) > most > 0:
            return Finding(details={"quantity": text})
    return False


@control("S21.G00.40.012/CCH-11", reads="011", by_values="011 012")
def none_at_all(block: Block, _of: Context) -> bool:
    """The reference quantity of days or hours is not zero."""
    return block.cents("012") == 0 and block.value("011") in _MOST


@control("S21.G00.40.011/CCH-15", values="10 12")
@in_whole_files
def no_activity(block: Block, of: Context) -> bool:
    """A contract counted in hours or days, unless it ended before the month, has its activity."""
    if of.month is None or of.blocks("S21.G00.53"):
        return False
    for end in block.below("S21.G00.62"):
        day = end.day("001")
        if day is not None and day < of.month and end.value("002") != _CANCELLED:
            return False
    return True


@control("S21.G00.40.078/CCH-11")
@in_whole_files
def short_time_without_hours(_block: Block, of: Context) -> bool:
    """Short-time work has its hours in the pay of the employee."""
    return not any(
        pay.value("011") == _SHORT_TIME and (pay.cents("012") or 0) > 0
        for pay in of.blocks("S21.G00.51")
    )


@control("S21.G00.40.078/CCH-12")
@in_whole_files
def short_time_without_suspension(_block: Block, of: Context) -> bool:
    """Short-time work suspends the contract."""
    return not any(
        leave.value("001") == _SHORT_TIME_LEAVE and leave.has("002")
        for leave in of.blocks("S21.G00.65")
    )

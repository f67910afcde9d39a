"""Sick leave and other leave by prescription (S21.G00.60), and its part-time work (66)."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import (
    BlockCheck,
    exactly_when,
    later,
    needs,
    not_before,
    past_file_date,
    past_month,
)
from mandat.formats.dsn.controls.registry import Known, control, value_control
from mandat.formats.dsn.controls.rules.remuneration import CANCELLED, CONTRACT, END
from mandat.formats.dsn.model import Block

LEAVE = "S21.G00.60"
EVENTS = "04 05"
_PART_TIME = "15 16 17 18"
_FREE = frozenset((*_PART_TIME.split(), "99"))
"""Reasons whose last day of work may come before the contract."""
_BEGUN, _MONTH, _FILED = "S21.G00.40.001", "S20.G00.05.005", "S20.G00.05.007"


# ---- the reason


@value_control("S21.G00.60.001/CCH-12", natures=EVENTS)
def cancelled_by_an_event(value: str, _known: Known) -> bool:
    """An event does not cancel leave by its reason: another event replaces it."""
    return value == "99"


@value_control("S21.G00.60.001/CCH-14", natures=EVENTS)
def part_time_by_an_event(value: str, _known: Known) -> bool:
    """Part-time work for health is told by the month only."""
    return value in _PART_TIME.split()


@value_control("S21.G00.60.011/CCH-12", natures=EVENTS)
def back_part_time_by_an_event(value: str, _known: Known) -> bool:
    """A return to part-time work for health is told by the month only."""
    return value == "02"


@control("S21.G00.60.001/SIG-13", values=_PART_TIME, natures="01")
def no_part_time(leave: Block, of: Context) -> bool:
    """Part-time work for health has its periods and its pay (S21.G00.66)."""
    return not leave.below("S21.G00.66") and not of.is_extract


# ---- the last day of work

control("S21.G00.60.002/CCH-16", natures="01", reads=_MONTH)(past_month("002"))
control("S21.G00.60.002/CCH-18", natures=EVENTS, reads=_BEGUN)(not_before("002", _BEGUN))
control("S21.G00.60.002/SIG-14", natures="04 05 07", reads=_FILED)(past_file_date("002"))


@control("S21.G00.60.002/CCH-12", reads="003")
def ends_before_it_begins(leave: Block, _of: Context) -> bool:
    """Leave does not end before the last day of work."""
    return later(leave.day("002"), leave.day("003"))


@control("S21.G00.60.002/CCH-13", natures="01 07", reads="001 S21.G00.40.001")
def before_the_contract(leave: Block, _of: Context) -> bool:
    """The last day of work is in the contract: not for officials, nor for part-time work."""
    if leave.value("001") in _FREE or leave.value("011") == "02":
        return False
    contract = leave.above(CONTRACT)
    return contract.value("007") != "50" and later(contract.day("001"), leave.day("002"))


@control("S21.G00.60.002/CCH-17", natures="01 07", reads="001")
def after_the_contract(leave: Block, _of: Context) -> bool:
    """The last day of work is not after the end of the contract, unless one is cancelled."""
    if leave.value("001") == "99":
        return False
    return any(
        end.value("002") != CANCELLED and later(leave.day("002"), end.day("001"))
        for end in leave.above(CONTRACT).below(END)
    )


# ---- the employer paid instead of the employee


def _with_the_employer_paid(number: str) -> BlockCheck:
    """Wrong unless the rubric is there exactly when the employer is paid (004 = 01)."""
    wrong = exactly_when(number, "004", "01")

    def check(leave: Block, of: Context) -> bool:
        # In an extract the answer may be left out while the dates are not.
        return wrong(leave, of) and (leave.has("004") or not of.is_extract)

    return check


control("S21.G00.60.005/CCH-11", on=LEAVE, natures="01 04", reads="004")(
    _with_the_employer_paid("005")
)
control("S21.G00.60.006/CCH-11", on=LEAVE, natures="01 04", reads="004")(
    _with_the_employer_paid("006")
)
control("S21.G00.60.005/SIG-12", natures="04", reads=_FILED)(past_file_date("005"))
control("S21.G00.60.006/CCH-12", reads="005")(not_before("006", "005"))
control("S21.G00.60.007/CCH-11", on="S21.G00.60.004", values="01", reads="004")(needs("007"))
control("S21.G00.60.008/CCH-11", on="S21.G00.60.004", values="01", reads="004")(needs("008"))


# ---- the return, the accident

control("S21.G00.60.010/SIG-12", natures="01", reads=_MONTH)(past_month("010"))
control("S21.G00.60.010/SIG-13", natures="04 05 07", reads=_FILED)(past_file_date("010"))
control("S21.G00.60.012/CCH-11", on=LEAVE, reads="001")(
    exactly_when("012", "001", "04", "05", "06")
)
control("S21.G00.60.012/SIG-13", reads=_FILED)(past_file_date("012"))
control("S21.G00.60.012/SIG-14", reads=_BEGUN)(not_before("012", _BEGUN))


@control("S21.G00.60.010/CCH-11", reads="002 S21.G00.40.001")
def back_too_early(leave: Block, of: Context) -> bool:
    """Nobody comes back before the contract begins, nor before the last day of work."""
    return not_before("010", _BEGUN)(leave, of) or not_before("010", "002")(leave, of)


# ---- part-time work for health

control("S21.G00.66.002/SIG-11", reads="001")(not_before("002", "001"))

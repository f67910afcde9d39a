"""Bonuses and indemnities (S21.G00.52): what the end of the contract allows, period, contract."""

from datetime import date

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import (
    BlockCheck,
    later,
    needs,
    not_before,
    past_file_date,
    past_month,
)
from mandat.formats.dsn.controls.registry import control, value_control
from mandat.formats.dsn.controls.rules.contract_numbers import wrong_contract_number
from mandat.formats.dsn.controls.rules.remuneration import (
    CANCELLED,
    CONTRACT,
    END,
    contract_numbered,
)
from mandat.formats.dsn.model import NO_BLOCK, Block

BONUS, TYPE = "S21.G00.52", "S21.G00.52.001"
_OF_AN_END = " ".join(f"{each:03}" for each in range(1, 26))
_DISMISSALS = "011 012 014 015 020 025 026 082 086 087 089 091 092 093 098 113 114 115"
_PEPA = "902"
_LAST_PEPA = date(2022, 3, 31)
_PRIVATE = frozenset(("01", "02", "03", "07", "08", "60", "82", "91", "92"))
_IN_PRISON = frozenset(("53", "54"))


def _contract(bonus: Block, of: Context) -> Block:
    """The contract of a bonus; in a unique end of contract, which has one, that one."""
    contract = contract_numbered(bonus.value("006"), of)
    if contract is NO_BLOCK and of.nature == "07":
        return next(iter(of.blocks(CONTRACT)), NO_BLOCK)
    return contract


# ---- what goes with the end of the contract


def _not_for_this_end(reasons: str, since_2025: str = "") -> BlockCheck:
    """Wrong when the contract of the bonus ends for none of these reasons; a cancelled end may."""
    allowed = frozenset((*reasons.split(), CANCELLED))
    later_allowed = allowed.union(since_2025.split())

    def check(bonus: Block, of: Context) -> bool:
        said = {end.value("002") for end in _contract(bonus, of).below(END)} - {""}
        return bool(said) and not said & (allowed if of.norm == "P24V01" else later_allowed)

    return check


control("S21.G00.52.001/CCH-21", values="001")(_not_for_this_end("043 110"))
control("S21.G00.52.001/CCH-22", values="003 004")(_not_for_this_end("038"))
control("S21.G00.52.001/CCH-23", values="005 006")(_not_for_this_end("039 059"))
control("S21.G00.52.001/CCH-24", values="007 008 009 010")(
    _not_for_this_end(f"{_DISMISSALS} 111 112", since_2025="117")
)
control("S21.G00.52.001/CCH-27", values="016")(_not_for_this_end("081 084 097"))
control("S21.G00.52.001/CCH-29", values="032")(_not_for_this_end("033 091 092"))
control("S21.G00.52.001/CCH-31", values="033")(_not_for_this_end(f"{_DISMISSALS} 065 088 117"))


@control("S21.G00.52.001/CCH-11", values=_OF_AN_END, reads="006")
def twice_in_a_payment(bonus: Block, _of: Context) -> bool:
    """An indemnity of end stands once in a payment, for one contract; told at the second."""
    mine = bonus.value("001"), bonus.value("006")
    for other in bonus.parent.below(BONUS) if bonus.parent else ():
        if other is bonus:
            return False
        if (other.value("001"), other.value("006")) == mine:
            return True
    return False


@control("S21.G00.52.001/CCH-20", values="010", reads="006")
def both_legal_indemnities(bonus: Block, of: Context) -> bool:
    """One contract has not both legal indemnities, 009 and 010."""
    number = bonus.value("006")
    return any(
        other.value("001") == "009" and other.value("006") == number for other in of.blocks(BONUS)
    )


@control("S21.G00.52.001/CCH-32", values="039")
def paid_by_the_state(bonus: Block, of: Context) -> bool:
    """Contracts of private law have no supplement paid by the State; of prison since P25V01."""
    kind = _contract(bonus, of).value("007")
    return kind in _PRIVATE or (kind in _IN_PRISON and of.norm != "P24V01")


@control("S21.G00.52.001/CCH-33", values="045")
def damages_of_no_temporary_work(bonus: Block, of: Context) -> bool:
    """Damages for a contract of temporary work not handed over are of such a contract."""
    return _contract(bonus, of).value("007") not in ("03", "")


# ---- the period

control("S21.G00.52.004/CCH-11", reads="003")(not_before("004", "003"))
control("S21.G00.52.004/CCH-13", on=TYPE, values="026 027 029", reads="001")(needs("004"))
control("S21.G00.52.007/SIG-11", natures="01", reads="S20.G00.05.005")(past_month("007"))
control("S21.G00.52.007/SIG-12", natures="07", reads="S20.G00.05.007")(past_file_date("007"))


@control("S21.G00.52.003/CCH-12", on=TYPE, values="026 027 029 902", reads="001")
def lacks_its_period(bonus: Block, of: Context) -> bool:
    """Bonuses of a period say when it begins; those of type 902 since P25V01."""
    if bonus.value("001") == _PEPA and of.norm == "P24V01":
        return False
    return not bonus.has("003")


@control("S21.G00.52.004/CCH-14", on=TYPE, values=_PEPA, reads="001")
def purchasing_power_after_its_time(bonus: Block, _of: Context) -> bool:
    """The bonus for purchasing power is only corrected: its period ends by March 2022."""
    return not bonus.has("004") or later(bonus.day("004"), _LAST_PEPA)


@control("S21.G00.52.007/CCH-13", reads="001 004")
def purchasing_power_paid_late(bonus: Block, _of: Context) -> bool:
    """The bonus for purchasing power was paid within its period."""
    return bonus.value("001") == _PEPA and later(bonus.day("007"), bonus.day("004"))


# ---- the contract

value_control("S21.G00.52.006/CSL-11")(wrong_contract_number)


@control("S21.G00.52.006/CCH-11", natures="01")
@control("S21.G00.52.006/CCH-12", natures="07")
def for_no_contract(bonus: Block, of: Context) -> bool:
    """A bonus is of a contract of the employee; at the end, its former number will do."""
    if not any(contract.has("009") for contract in of.blocks(CONTRACT)):
        return False
    number = bonus.value("006")
    if of.nature == "07" and any(each.value("002") == number for each in of.blocks("S21.G00.45")):
        return False
    return contract_numbered(number, of) is NO_BLOCK

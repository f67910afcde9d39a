"""How long the employee has been there: S21.G00.86."""

from collections.abc import Iterable

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at
from mandat.formats.dsn.controls.registry import Verdict, control, value_control
from mandat.formats.dsn.controls.rules.contract_numbers import wrong_contract_number
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import count

CONTRACT, SENIORITY, AFFILIATION = "S21.G00.40", "S21.G00.86", "S21.G00.70"
_TEMPORARY_WORK = "03"
_PRIVATE = "01 02 03 07 08 82 91 92"
_PRIVATE_CONTRACTS = frozenset(_PRIVATE.split())
_IN_COMPANY, _IN_GROUP = "07", "06"
# CT25 p.319: 99 years, in days, in months and in years.
_LIMITS = {"01": 99 * 366, "02": 99 * 12, "03": 99}


def _lacks(of: Context, kinds: Iterable[str]) -> Verdict:
    """At the first seniority of the employee, when none is of these kinds; True without any."""
    found = of.blocks(SENIORITY)
    for one in found:
        if one.value("001") in kinds:
            return False
    return at(found[0], "001") if found else True


@control("S21.G00.86.001/CCH-12", on=AFFILIATION, reads="012 013")
def insured_without_seniority(block: Block, of: Context) -> Verdict:
    """An insured employee has a seniority in the company or in the group.

    Not so where all contracts are of temporary work. Told once, at the first affiliation.
    """
    if of.blocks(AFFILIATION)[0] is not block:
        return False
    natures = {contract.value("007") for contract in of.blocks(CONTRACT)} - {""}
    if not natures - {_TEMPORARY_WORK}:
        return False
    return _lacks(of, (_IN_GROUP, _IN_COMPANY))


@control(
    "S21.G00.86.001/CCH-14",
    on="S21.G00.40.007",
    values=_PRIVATE,
    reads="007",
    natures="01",
)
def private_contract_without_seniority(block: Block, of: Context) -> Verdict:
    """An employee of private law has a seniority in the company: told once, at one contract."""
    verdict = _lacks(of, (_IN_COMPANY,))
    if verdict is False:
        return False
    firsts = (one for one in of.blocks(CONTRACT) if one.value("007") in _PRIVATE_CONTRACTS)
    # A nature said twice may be of private law the second time only: then there is none.
    return verdict if next(firsts, None) is block else False


@control("S21.G00.86.001/CCH-13", reads="005")
def same_seniority_twice(block: Block, of: Context) -> bool:
    """For one contract, a kind of seniority is said once."""
    said = block.value("001"), block.value("005")
    for other in of.blocks(SENIORITY):
        if other is block:
            return False
        if (other.value("001"), other.value("005")) == said:
            return True
    return False


@control("S21.G00.86.003/CCH-11", reads="002", by_values="002 003")
def longer_than_a_life(block: Block, _of: Context) -> bool:
    """A seniority is below 99 years, whatever its unit."""
    length, limit = count(block.value("003")), _LIMITS.get(block.value("002"))
    return length is not None and limit is not None and length >= limit


@control("S21.G00.86.003/CCH-12", reads="001 002", by_values="001 003")
def no_seniority_at_all(block: Block, _of: Context) -> bool:
    """A seniority is never zero: a smaller unit says it (CT25 p.319)."""
    return count(block.value("003")) == 0 and block.value("001") in ("02", "03", "04", "06", "07")


@control("S21.G00.86.005/CCH-11")
def seniority_of_no_contract(block: Block, of: Context) -> bool:
    """A seniority is that of a contract of the employee, whom an extract may show without any."""
    number, contracts = block.value("005"), of.blocks(CONTRACT)
    if of.is_extract and not contracts:
        return False
    return number not in [contract.value("009") for contract in contracts]


value_control("S21.G00.86.005/CSL-11")(wrong_contract_number)

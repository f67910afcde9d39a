"""Starts of variable data (nature 08): whom, why, and what comes with each reason."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, needs
from mandat.formats.dsn.controls.registry import DECLARATION, Finding, Known, control, value_control
from mandat.formats.dsn.model import Block
from mandat.identifiers import is_valid_siret

_START = "08"
_REASON = "S20.G00.05.011"
_NOT_EMPLOYEE = "S89.G00.91"
_MEMBERSHIP = "S21.G00.15"
_WORKPLACE = "S21.G00.85"
_SENIORITY = "S21.G00.86.001"
_CONTRACT = "S21.G00.40.001"
_MEMBERSHIP_OF_AFFILIATION = "S21.G00.70.013"


@control("S20.G00.05.001/CCH-11", natures=_START)
def not_one_person(block: Block, of: Context) -> bool:
    """It is about one employee, or about one individual who is none."""
    others = len(block.below(_NOT_EMPLOYEE))
    return not of.is_extract and of.declaration.individuals != 1 and others != 1


@control("S20.G00.05.001/CCH-12", on=DECLARATION, collects=_SENIORITY, natures=_START)
def membership_without_seniority(_block: Block, of: Context) -> bool:
    """With a membership of insurance the seniority is said."""
    is_asked = bool(of.establishment.below(_MEMBERSHIP)) and not of.is_extract
    return is_asked and not of.collected(_SENIORITY)


@control(
    "S20.G00.05.001/CCH-13", on=DECLARATION, collects=_MEMBERSHIP_OF_AFFILIATION, natures=_START
)
def membership_without_affiliation(_block: Block, of: Context) -> Iterator[Finding]:
    """Each membership of insurance has its affiliation."""
    if of.is_extract:
        return
    used = {each.value for each in of.collected(_MEMBERSHIP_OF_AFFILIATION)}
    for membership in of.establishment.below(_MEMBERSHIP):
        identifier = membership.value("005")
        if identifier and identifier not in used:
            yield at(membership, "005", identifier=identifier)


@control("S20.G00.05.011/CCH-11")
def reason_of_another_kind_of_person(block: Block, of: Context) -> bool:
    """Reason 06 is for who is no employee, and the other reasons never are."""
    has_other = bool(block.below(_NOT_EMPLOYEE))
    is_for_other = block.value("011") == "06"
    return has_other != is_for_other and not (of.is_extract and not has_other)


@control("S20.G00.05.011/CCH-12", values="03 04 05")
def insurance_without_membership(_block: Block, of: Context) -> bool:
    """A reason of insurance comes with a membership."""
    return not of.is_extract and not of.establishment.below(_MEMBERSHIP)


@control("S20.G00.05.011/CCH-13", values="06 07")
def membership_or_workplace_too_much(block: Block, of: Context) -> bool:
    """A rate asked for, or another software, has neither membership nor workplace."""
    return bool(of.establishment.below(_MEMBERSHIP) or block.below(_WORKPLACE))


@control("S20.G00.05.011/CCH-14", values="07", collects=f"{_CONTRACT} {_SENIORITY}")
def contract_too_much(_block: Block, of: Context) -> bool:
    """Another declarant or software has neither contract nor seniority."""
    return bool(of.collected(_CONTRACT) or of.collected(_SENIORITY))


control("S20.G00.05.012/CCH-11", on=_REASON, values="02 07")(needs("012"))


@value_control("S20.G00.05.012/CSL-12")
def former_siret(value: str, _known: Known) -> bool:
    """The SIRET of the former establishment has the right key."""
    return not is_valid_siret(value)

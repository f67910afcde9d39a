"""What kind of declaration it is: nature, type, fraction, what it replaces, which bodies."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import unlisted
from mandat.formats.dsn.controls.registry import (
    ENVOI,
    Finding,
    Verdict,
    control,
    value_control,
)
from mandat.formats.dsn.model import Block

_NOT_EMPLOYEE = "S89.G00.91"
_FORMER_BODIES = "ODRT"
_PACIFIC_CODES = ("986", "987", "988")
_WHOLE = "11"
_MONTHLY, _START = "01", "08"


@control("S20.G00.05.002/CCH-11", on=ENVOI)
def cancelled_in_the_same_envoi(_block: Block, of: Context) -> Iterator[Finding]:
    """No declaration replaces another of the same envoi (same establishment, same nature)."""
    there = {(each.siret, each.nature, each.identifier) for each in of.envoi.declarations}
    for each in of.envoi.declarations:
        if each.replaces and (each.siret, each.nature, each.replaces) in there:
            root = each.root
            details = {"replaced": each.replaces}
            yield Finding("", details, root.line_of("002"), "S20.G00.05.002", root.value("002"))


@control("S20.G00.05.002/CCH-13", values="04", reads="001")
def cancelled_though_it_may_not(_block: Block, of: Context) -> bool:
    """Only ends of contract, starts of variable data and substitutions may be cancelled."""
    return of.nature in ("01", "04", "05")


@control("S20.G00.05.002/CCH-14", values="02 05", reads="001")
def nobody_in_an_event(_block: Block, of: Context) -> bool:
    """Only a monthly declaration may be about nobody."""
    return of.nature != _MONTHLY


@control("S20.G00.05.002/CCH-15", values="03", reads="001")
def start_replaced(_block: Block, of: Context) -> bool:
    """A start of variable data is not replaced."""
    return of.nature == _START


@control("S20.G00.05.002/CCH-16", values="01 03")
def nobody_though_normal(block: Block, of: Context) -> bool:
    """A normal declaration, or one that replaces, has an employee or somebody who is none."""
    return not of.is_extract and not of.declaration.individuals and not block.below(_NOT_EMPLOYEE)


@control("S20.G00.05.003/CCH-11", reads="001", natures="04 05 07 08")
def event_in_fractions(block: Block, _of: Context) -> bool:
    """An event is never one fraction of several."""
    return block.value("003") != _WHOLE


@control("S20.G00.05.006/CCH-12", reads="002")
def replaces_without_saying_so(block: Block, _of: Context) -> bool:
    """Only types 03 and 04 name the declaration they replace or cancel."""
    return block.value("002") in ("01", "02", "05")


@control("S20.G00.05.008/CCH-11", values="02")
def agricultural_part_elsewhere(_block: Block, of: Context) -> bool:
    """The agricultural part of a mixed company does not go to net-entreprises."""
    return of.header.value("007") == "01"


@control("S20.G00.05.008/CCH-12", values="03")
def general_part_elsewhere(_block: Block, of: Context) -> bool:
    """The general part of a mixed company does not go to the MSA."""
    return of.header.value("007") == "02"


@control("S20.G00.05.009/CCH-11", on="S21.G00.30.001")
def national_number_as_reference(block: Block, of: Context) -> Verdict:
    """The own reference of the declaration is not the national number of its employee."""
    if of.root.value("009") != block.value("001"):
        return False
    # The value is a national number here: only its place is told.
    return Finding(line=of.root.line_of("009"), rubric="S20.G00.05.009")


@control("S20.G00.05.010/SIG-11", values="02")
def pacific_franc_elsewhere(_block: Block, of: Context) -> Verdict:
    """The Pacific franc is for companies of Wallis, Polynesia and New Caledonia."""
    postal = of.company.value("005")
    is_elsewhere = bool(postal) and not postal.startswith(_PACIFIC_CODES)
    return Finding(details={"postal": postal}) if is_elsewhere else False


value_control("S20.G00.08.001/CRE-11", table=_FORMER_BODIES)(unlisted(_FORMER_BODIES))

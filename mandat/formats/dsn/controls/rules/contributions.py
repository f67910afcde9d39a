"""Contributions of the employee (S21.G00.81), the most frequent block: no rule runs on all."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, forbids, in_whole_files, needs, unlisted
from mandat.formats.dsn.controls.registry import Verdict, control, value_control
from mandat.formats.dsn.controls.rules.base_components import COMPONENT, MINIMUM_WAGE
from mandat.formats.dsn.controls.rules.contribution_bases import BASE, INSURANCE, KIND, UNCAPPED
from mandat.formats.dsn.controls.rules.spans import not_all_past
from mandat.formats.dsn.model import NO_BLOCK, Block

CODE = "S21.G00.81.001"
INSURED = "059"
REDUCTIONS = "018 106"
PUBLIC_PENSION_BASE, PUBLIC_PENSION = "28", "060 061"
_BRACKETS = frozenset(PUBLIC_PENSION.split())
_PENSIONS = "105 131 132"
_FORMER_PENSIONS = frozenset({"063", "064"})
"""Arrco and Agirc before they were one: P24 still has them (CT25 p.303 does not)."""

control("S21.G00.81.001/CCH-16", values=REDUCTIONS, reads="003 004", by_shape="003 004")(
    in_whole_files(needs("003", "004"))
)
control("S21.G00.81.002/CCH-11", on=CODE, values=INSURED)(forbids("002"))
value_control("S21.G00.81.002/CRE-11", table="ICI")(unlisted("ICI"))
control("S21.G00.81.003/CCH-11", on=CODE, values=PUBLIC_PENSION)(needs("003"))
control("S21.G00.81.003/CCH-12", on=CODE, values=INSURED)(forbids("003"))
control("S21.G00.81.004/CCH-11", on=CODE, values=INSURED)(needs("004"))
control("S21.G00.81.004/CCH-13", on=CODE, values=PUBLIC_PENSION)(needs("004"))
control("S21.G00.81.005/CCH-11", on=CODE, values=INSURED)(forbids("005"))
value_control("S21.G00.81.005/CRE-11", table="INSEE-COMMUNES")(unlisted("INSEE-COMMUNES"))
control("S21.G00.81.006/CCH-11", reads=f"{BASE}.002 {BASE}.003 S20.G00.05.005")(
    not_all_past(f"{BASE}.002", f"{BASE}.003")
)


@control("S21.G00.81.001/CCH-11", on=KIND, values=PUBLIC_PENSION_BASE)
@in_whole_files
def public_pension_without_contribution(block: Block, _of: Context) -> Verdict:
    """The base of the public agents' pension has a contribution to one of its brackets."""
    if any(each.value("001") in _BRACKETS for each in block.below("S21.G00.81")):
        return False
    return at(block, "001")


@control("S21.G00.81.001/CCH-13", values=INSURED, reads=f"{BASE}.001")
def insurance_under_another_base(block: Block, _of: Context) -> bool:
    """A contribution to insurance stands under its elements."""
    base = block.parent
    return base is not None and base.value("001") not in (INSURANCE, "")


@control("S21.G00.81.001/CCH-15", on=KIND, values=INSURANCE)
@in_whole_files
def insurance_contributions(block: Block, _of: Context) -> Verdict:
    """The elements of insurance have one contribution, no more and no less."""
    found = [each for each in block.below("S21.G00.81") if each.value("001") == INSURED]
    if len(found) == 1:
        return False
    return at(block, "001", count=len(found))


@control("S21.G00.81.001/CCH-17", values=REDUCTIONS, reads=f"{BASE}.001")
@in_whole_files
def reduction_without_minimum_wage(block: Block, _of: Context) -> bool:
    """The general reduction stands under the uncapped base, beside its minimum wage."""
    base = block.parent or NO_BLOCK
    if base.value("001") != UNCAPPED:
        return base.has("001")
    for each in base.children:
        if each.code == COMPONENT and each.value("001") == MINIMUM_WAGE:
            return False
    return True


@control(
    "S21.G00.81.004/CCH-12",
    on=CODE,
    values=f"{_PENSIONS} {' '.join(sorted(_FORMER_PENSIONS))}",
    by_shape="001=063,064 004",
)
def pension_without_amount(block: Block, of: Context) -> bool:
    """A contribution to the complementary pension has its amount."""
    if block.has("004"):
        return False
    return of.norm == "P24V01" or block.value("001") not in _FORMER_PENSIONS

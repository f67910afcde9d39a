"""Components of bases (S21.G00.79)."""

from collections import Counter
from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, in_whole_files
from mandat.formats.dsn.controls.registry import Finding, Verdict, control
from mandat.formats.dsn.controls.rules.contribution_bases import BASE, INSURANCE, KIND, UNCAPPED
from mandat.formats.dsn.controls.rules.spans import not_all_past
from mandat.formats.dsn.model import NO_BLOCK, Block

COMPONENT = "S21.G00.79"
MINIMUM_WAGE, NOTHING_IN_PAY = "01", "23"
NOTARIES = "19"
_OF_INSURANCE = frozenset({*(f"{number}" for number in range(10, 22)), "23", "24"})
_NOT_OF_INSURANCE = frozenset({"01", "02", "03", "04", "05", "06", "22", "90", "91"})
_ONCE = frozenset({"10", "11", "12", "13", "14", "15", "16", "24"})

control("S21.G00.79.005/CCH-11", reads=f"{BASE}.002 {BASE}.003 S20.G00.05.005")(
    not_all_past(f"{BASE}.002", f"{BASE}.003")
)


@control("S21.G00.79.001/CCH-11", on=KIND, values=INSURANCE)
@in_whole_files
def insurance_without_component(block: Block, _of: Context) -> Verdict:
    """Elements of insurance have a component at least."""
    return False if block.below(COMPONENT) else at(block, "001")


@control("S21.G00.79.001/CCH-12", on=KIND, values=INSURANCE)
def component_not_of_insurance(block: Block, _of: Context) -> Iterator[Finding]:
    """The components of insurance are of the kinds made for it."""
    for each in block.below(COMPONENT):
        if each.has("001") and each.value("001") not in _OF_INSURANCE:
            yield at(each, "001")


@control("S21.G00.79.001/CCH-17", on=KIND, values=INSURANCE)
def component_of_other_bases(block: Block, _of: Context) -> Iterator[Finding]:
    """The components of other bases are not under insurance."""
    for each in block.below(COMPONENT):
        if each.value("001") in _NOT_OF_INSURANCE:
            yield at(each, "001")


@control("S21.G00.79.001/CCH-16", on=KIND, values=INSURANCE)
def component_twice(block: Block, _of: Context) -> Iterator[Finding]:
    """Gross pay and each bracket of pay stand once under the elements of insurance."""
    components = block.below(COMPONENT)
    if len(components) < 2:
        return
    seen: Counter[str] = Counter()
    for each in components:
        kind = each.value("001")
        seen[kind] += 1
        if kind in _ONCE and seen[kind] == 2:
            yield at(each, "001")


@control("S21.G00.79.001/CCH-13", values=NOTHING_IN_PAY)
def contribution_of_nothing(block: Block, _of: Context) -> bool:
    """Where nothing is in pay, the contributions of the base are zero."""
    base = block.parent or NO_BLOCK
    return any(each.cents("004") for each in base.below("S21.G00.81"))


@control("S21.G00.79.001/CCH-14", values=MINIMUM_WAGE, reads=f"{BASE}.001")
def minimum_wage_under_another_base(block: Block, _of: Context) -> bool:
    """The minimum wage kept for reductions stands under the uncapped base (or the notaries')."""
    base = block.parent
    return base is not None and base.value("001") not in (UNCAPPED, NOTARIES, "")


@control("S21.G00.79.001/SIG-18", values=NOTHING_IN_PAY)
def nothing_beside_something(block: Block, _of: Context) -> bool:
    """Where nothing is in pay, the base has no other component."""
    base = block.parent or NO_BLOCK
    return len(base.below(COMPONENT)) > 1


@control("S21.G00.79.001/SIG-19", values=NOTHING_IN_PAY, reads="004")
def amount_of_nothing(block: Block, _of: Context) -> bool:
    """Where nothing is in pay, the amount is zero."""
    return bool(block.cents("004"))

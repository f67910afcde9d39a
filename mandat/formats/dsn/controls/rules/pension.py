"""The supplementary pension of a contract (S21.G00.71), and one declared by error (S21.G00.72)."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, exactly_when
from mandat.formats.dsn.controls.registry import Finding, control
from mandat.formats.dsn.model import Block

CONTRACT, PENSION = "S21.G00.40", "S21.G00.71"
_NONE, _PUBLIC_AGENTS = "90000", "IRCANTEC"


@control("S21.G00.71.002/CCH-12", on="S21.G00.71.002", values=_NONE)
def none_beside_one(block: Block, _of: Context) -> bool:
    """A contract without supplementary pension has no other one."""
    return len(block.above(CONTRACT).below(PENSION)) > 1


@control(
    "S21.G00.71.002/CCH-13",
    on="S21.G00.71.002",
    values="RETC",
    reads="S21.G00.40.002 S21.G00.40.003",
)
def managers_pension_without_status(block: Block, _of: Context) -> bool:
    """Arrco with Agirc is for managers, and for those of the collective agreement."""
    contract = block.above(CONTRACT)
    status = contract.value("003")
    if status in ("", "01", "02"):
        return False
    return status != "04" or contract.value("002") not in ("", "04")


@control("S21.G00.71.002/SIG-11", on="S21.G00.71.002", values="CRPCEN", reads="S21.G00.40.016")
def notaries_clerk_out_of_alsace(block: Block, _of: Context) -> bool:
    """The fund of notaries' clerks goes with the local scheme of Alsace-Moselle."""
    return block.above(CONTRACT).value("016") not in ("", "01")


@control("S21.G00.71.002/SIG-14", on="S21.G00.40.020", values="140", reads="020")
def notaries_clerk_with_a_pension(block: Block, _of: Context) -> Iterator[Finding]:
    """Notaries' clerks of that basic scheme have no supplementary pension."""
    for pension in block.below(PENSION):
        if pension.value("002") not in ("", _NONE):
            yield at(pension, "002")


# Only P24V01 has the reference of the employer's adhesion.
control("S21.G00.71.003/SIG-11", on="S21.G00.71.002", reads="002")(
    exactly_when("003", "002", _PUBLIC_AGENTS)
)
control("S21.G00.72.002/SIG-12", on="S21.G00.72.001", reads="001")(
    exactly_when("002", "001", _PUBLIC_AGENTS)
)


@control("S21.G00.72.002/CCH-11", reads="S21.G00.71.003")
def reference_corrected_to_itself(block: Block, _of: Context) -> bool:
    """The reference declared by error is not the right one."""
    return block.value("002") == block.above(PENSION).value("003")


@control("S21.G00.72.001/CCH-11", reads="S21.G00.71.002")
def pension_corrected_to_itself(block: Block, _of: Context) -> bool:
    """The scheme declared by error is not the right one; Ircantec alone may be (other adhesion)."""
    right = block.above(PENSION).value("002")
    return right != _PUBLIC_AGENTS and block.value("001") == right

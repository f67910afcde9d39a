"""The risk of accidents at work: its code, the scheme that insures it, its rate."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import in_whole_files, other_than
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.model import Block

SCHEME, RISK = "S21.G00.40.039", "S21.G00.40.040"
NO_NOTICE = "999ZZ"
_FARMS, _ENERGY = "300", "401ZE"
_GENERAL = frozenset({"200", "402"})
_TEMPORARY = frozenset({"745BD", "745BE"})
_SINCE_2025 = _TEMPORARY | {"752EE"}

_not_farms = other_than("039", _FARMS)


@control("S21.G00.40.039/CCH-11", values=_FARMS, reads="040")
def farm_scheme_of_other_risk(block: Block, _of: Context) -> bool:
    """The farm scheme insures the risks of farms."""
    risk = block.value("040")
    return risk not in ("", NO_NOTICE) and not risk.startswith("RA")


@control("S21.G00.40.040/CCH-15", reads="039", by_values="039 040")
def farm_risk_of_other_scheme(block: Block, of: Context) -> bool:
    """The risks of farms are insured by the farm scheme."""
    return block.value("040").startswith("RA") and _not_farms(block, of)


@control("S21.G00.40.040/CCH-11", on=SCHEME, values="147", reads="039")
@in_whole_files
def energy_of_other_risk(block: Block, _of: Context) -> bool:
    """Electricity and gas have one risk, unless somebody else uses the employee."""
    return block.value("040") not in ("", _ENERGY) and not block.has("046")


@control("S21.G00.40.040/CCH-12", on="S21.G00.40.046", reads="039 046")
def temporary_work_of_other_risk(block: Block, of: Context) -> bool:
    """Temporary work has its risks; that of prisoners came with P25 (CT25 p.198)."""
    if block.value("039") not in _GENERAL:
        return False
    risks = _TEMPORARY if of.norm == "P24V01" else _SINCE_2025
    return block.value("040") not in risks | {""}


@control("S21.G00.40.043/SIG-11", on=RISK, reads="040", by_shape=f"040={NO_NOTICE} 043")
def rate_without_risk(block: Block, _of: Context) -> bool:
    """There is a rate exactly when there is a notice."""
    return block.has("043") == (block.value("040") == NO_NOTICE)

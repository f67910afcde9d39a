"""The status of an employee: pension, health and complementary schemes that go with it."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import exactly_when, in_whole_files, one_of, other_than
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.model import Block

_RAILWAYS = "134"
_OF_MANAGERS = frozenset({"RETC", "RUAA", "CNBF"})
_OF_OTHERS = frozenset({"RETA", "RUAA"})
_PUBLIC_OR_AIRCREW = frozenset({"IRCANTEC", "CRPNPAC"})


def _belongs_to(contract: Block, schemes: frozenset[str]) -> bool:
    """Whether one of the complementary schemes of the contract is one of these."""
    return any(child.value("002") in schemes for child in contract.below("S21.G00.71"))


control("S21.G00.40.003/CCH-11", values="01", reads="002")(other_than("002", "03", "04", "08"))

control("S21.G00.40.003/SIG-15", values="02", reads="002")(other_than("002", "05"))


@control("S21.G00.40.003/CCH-16", values="01 02", reads="020")
@in_whole_files
def manager_without_scheme(block: Block, _of: Context) -> bool:
    """A manager belongs to a complementary scheme of managers, railways apart."""
    pension = block.value("020")
    return pension not in ("", _RAILWAYS) and not _belongs_to(block, _OF_MANAGERS)


@control("S21.G00.40.003/CCH-17", values="04", reads="002 020")
@in_whole_files
def other_without_scheme(block: Block, _of: Context) -> bool:
    """One who is no manager belongs to the complementary scheme of all, railways apart."""
    status, pension = block.value("002"), block.value("020")
    if status in ("", "04") or pension in ("", _RAILWAYS):
        return False
    return not _belongs_to(block, _OF_OTHERS)


@control("S21.G00.40.003/SIG-12", values="01 02")
def manager_of_public_scheme(block: Block, _of: Context) -> bool:
    """Ircantec and CRPNPAC know no managers."""
    return _belongs_to(block, _PUBLIC_OR_AIRCREW)


@control("S21.G00.40.018/CCH-14", values="300")
def farm_scheme_elsewhere(_block: Block, of: Context) -> bool:
    """Those of the farm scheme are declared to the MSA."""
    return of.header.value("007") not in ("", "02")


control("S21.G00.40.042/CCH-11", on="S21.G00.40.018", reads="018", by_shape="018=300 042")(
    exactly_when("042", "018", "300")
)

_NOT_OF_LOCAL_CIVIL_SERVANTS = (
    *("01", "02", "03", "07", "08", "09", "10", "29", "32", "60", "70", "80"),
    *("81", "82", "89", "90", "91", "92", "93"),
)
_private_kind = one_of("007", *_NOT_OF_LOCAL_CIVIL_SERVANTS)
_prison_kind = one_of("007", "53", "54")


@control("S21.G00.40.020/CCH-12", values="120", reads="007")
def local_civil_servant_by_contract(block: Block, of: Context) -> bool:
    """CNRACL is for local civil servants. The kinds of prison work came with P25 (CT25 p.191)."""
    return _private_kind(block, of) or (of.norm != "P24V01" and _prison_kind(block, of))


control("S21.G00.40.075/CCH-11", reads="020")(other_than("020", "136"))

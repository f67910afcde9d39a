"""The keys of the SIREN and the SIRET of the emitter, the company and the establishment."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding, Known, Verdict, control, value_control
from mandat.formats.dsn.model import Block
from mandat.identifiers import is_valid_siren, is_valid_siret


def _is_number(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def wrong_siret(siren: str, nic: str) -> Verdict:
    """The key of SIREN + NIC; says nothing when either is not even a number."""
    if not _is_number(siren, 9) or not _is_number(nic, 5) or is_valid_siret(siren + nic):
        return False
    return Finding(details={"siret": siren + nic})


@value_control("S10.G00.01.001/CSL-11")
def emitter_siren(value: str, _known: Known) -> bool:
    """The SIREN of the emitter has the right key."""
    return not is_valid_siren(value)


@value_control("S21.G00.06.001/CSL-11")
def company_siren(value: str, _known: Known) -> bool:
    """The SIREN of the company has the right key."""
    return not is_valid_siren(value)


@control("S10.G00.01.002/CCH-11", reads="001")
@control("S21.G00.06.002/CSL-11", reads="001")
def own_siret(block: Block, _of: Context) -> Verdict:
    """The SIREN and the NIC of the same block make a right SIRET."""
    return wrong_siret(block.value("001"), block.value("002"))


@control("S21.G00.11.001/CSL-12", reads="S21.G00.06.001")
def establishment_siret(block: Block, of: Context) -> Verdict:
    """The NIC of the establishment makes a right SIRET with the SIREN of the company."""
    return wrong_siret(of.siren, block.value("001"))

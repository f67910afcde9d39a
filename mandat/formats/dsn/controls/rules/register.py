"""Companies and establishments in the register of the INSEE, where a list of it is given.

The lists `SIREN` (active companies) and `SIRET` (establishments active, or closed no earlier than
the month) are to be taken from the open files of the register (Sirene); without them these rules
say nothing.
"""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import unlisted
from mandat.formats.dsn.controls.registry import control, value_control
from mandat.formats.dsn.model import Block

_ESTABLISHMENT = "01"
_AGENCIES = ("7810Z", "7820Z")

value_control("S21.G00.06.001/CME-11", table="SIREN")(unlisted("SIREN"))


def _is_unknown(of: Context, siren: str, nic: str) -> bool:
    register = of.table("SIRET")
    return register is not None and bool(siren and nic) and siren + nic not in register


@control("S21.G00.11.001/CME-11", reads="S21.G00.06.001", table="SIRET")
def establishment_in_register(block: Block, of: Context) -> bool:
    """The establishment is in the register."""
    return _is_unknown(of, of.siren, block.value("001"))


@control("S21.G00.85.001/CME-11", on="S21.G00.85.010", values=_ESTABLISHMENT, table="SIRET")
def workplace_in_register(block: Block, of: Context) -> bool:
    """A workplace that is an establishment is in the register, but for temporary work agencies."""
    siret = block.value("001")
    is_agency = of.establishment.value("002") in _AGENCIES
    return not is_agency and _is_unknown(of, siret[:9], siret[9:])


@control("S89.G00.32.005/CME-11", reads="004", table="SIRET")
def payee_in_register(block: Block, of: Context) -> bool:
    """The company that was paid fees is in the register."""
    return _is_unknown(of, block.value("004"), block.value("005"))

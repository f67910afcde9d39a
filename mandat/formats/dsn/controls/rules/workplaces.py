"""Where employees work, and who uses them when it is not their employer."""

from collections.abc import Iterable
from typing import ClassVar

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import needs
from mandat.formats.dsn.controls.registry import Finding, control, gatherer
from mandat.formats.dsn.model import Block

KIND, PLACE, USER = "S21.G00.40.007", "S21.G00.40.019", "S21.G00.40.046"
_DESCRIBED = "S21.G00.85"


def _own_siret(of: Context) -> str:
    return of.siren + of.establishment.value("001")


@control("S21.G00.40.019/CCH-12", on=KIND, values="03", reads="007")
@control("S21.G00.40.074/CCH-11", values="03", reads="019")
def works_at_home_establishment(block: Block, of: Context) -> bool:
    """Who is put at somebody's disposal does not work in the establishment of the employer."""
    return block.value("019") == _own_siret(of)


control("S21.G00.40.046/CCH-12", on=KIND, values="08", reads="007")(needs("046"))

_PRISON_WORK = frozenset({"53", "54"})


@control("S21.G00.40.046/CCH-11", on=KIND, values="03 53 54", reads="007")
def nobody_uses(block: Block, of: Context) -> bool:
    """Temporary work has its user; so has that of prisoners since P25 (CT25 p.200)."""
    if of.norm == "P24V01" and block.value("007") in _PRISON_WORK:
        return False
    return not block.has("046")


class Places:
    """The places that contracts refer to and that no block S21.G00.85 describes.

    Each is told once, where it is first met. An extract proves no absence.
    """

    number: ClassVar[str]
    """The rubric of the contract that refers to a place."""

    def __init__(self, _of: Context) -> None:
        """No place is known yet."""
        self.met: dict[str, tuple[int, int]] = {}

    def see(self, _person: Block, of: Context) -> None:
        """Remember where a place is first met: its line, whose contract it is."""
        for contract in of.blocks("S21.G00.40"):
            place = contract.value(self.number)
            if place and place not in self.met:
                self.met[place] = contract.line_of(self.number), of.individual

    def end(self, of: Context) -> Iterable[Finding]:
        """Say which are not described."""
        if of.is_extract:
            return
        known = {block.value("001") for block in of.root.below(_DESCRIBED)}
        known.add(_own_siret(of) if self.number == "019" else "")
        for place, (line, individual) in self.met.items():
            if place not in known:
                yield Finding(value=place, line=line, individual=individual)


@gatherer("S21.G00.40.019/CCH-11", on=PLACE, natures="01 07 08")
class Workplaces(Places):
    """Places of work; the establishment itself needs no description."""

    number = "019"


@gatherer("S21.G00.40.046/CCH-13", on=USER, natures="01 07 08")
class Users(Places):
    """Establishments that use the employees of others."""

    number = "046"

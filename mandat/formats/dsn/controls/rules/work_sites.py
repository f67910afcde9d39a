"""Workplaces as S21.G00.85 describes them: sites, homes, user companies of temporary workers."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, exactly_when, needs, other_than, unlisted
from mandat.formats.dsn.controls.registry import (
    Finding,
    Known,
    Verdict,
    control,
    gatherer,
    value_control,
)
from mandat.formats.dsn.controls.rules.national_numbers import (
    OLDEST,
    birth_year,
    is_impossible_birth,
)
from mandat.formats.dsn.model import Block
from mandat.identifiers import is_valid_siren, is_valid_siret

_WORKPLACE, _KIND = "S21.G00.85", "S21.G00.85.010"
_ESTABLISHMENT, _AT_HOME, _PRIVATE_EMPLOYER = "01", "03", "05"
_COMMUNES = "INSEE-COMMUNES"


@control("S21.G00.85.001/CCH-11", on=_KIND, values=_ESTABLISHMENT)
def wrong_siren(block: Block, _of: Context) -> bool:
    """A workplace that is an establishment begins with a right SIREN."""
    return not is_valid_siren(block.value("001")[:9])


@control("S21.G00.85.001/CCH-12", on=_KIND, values=_ESTABLISHMENT)
def wrong_siret(block: Block, _of: Context) -> bool:
    """And has a right SIRET; said only when its SIREN is right."""
    siret = block.value("001")
    return is_valid_siren(siret[:9]) and not is_valid_siret(siret)


@control("S21.G00.85.001/CCH-13", on=_KIND, values=_AT_HOME)
def home_with_siret(block: Block, _of: Context) -> bool:
    """Work at home has no SIRET."""
    return is_valid_siret(block.value("001"))


control("S21.G00.85.002/CCH-11", on=_KIND, values=_ESTABLISHMENT, reads="001")(needs("002"))
value_control("S21.G00.85.002/CRE-11", table="NAF")(unlisted("NAF"))
value_control("S21.G00.85.011/CRE-11", table=_COMMUNES)(unlisted(_COMMUNES))


@gatherer("S21.G00.85.002/CCH-12", natures="01 07 08")
class UserCompanyWithoutActivity:
    """A user company of temporary workers (S21.G00.40.046) says its activity."""

    def __init__(self, _of: Context) -> None:
        """Nothing known: workplaces come after the employees."""
        self.users: set[str] = set()

    def see(self, _person: Block, of: Context) -> None:
        """One employee: where the contracts send to."""
        self.users.update(each.value("046") for each in of.blocks("S21.G00.40"))

    def end(self, of: Context) -> Iterator[Finding]:
        """The workplaces that are users, without activity."""
        for each in of.root.below(_WORKPLACE):
            if not each.has("002") and each.value("001") in self.users:
                yield at(each, "002")


@control("S21.G00.85.011/CCH-11", on=_WORKPLACE)
def no_commune(block: Block, _of: Context) -> bool:
    """A workplace in France says its commune."""
    return not block.has("006") and not block.has("011")


# ---- the private employer, until P24

for _number in ("012", "013", "015", "016", "017"):
    control(f"S21.G00.85.{_number}/CCH-11", on=_WORKPLACE, reads="010")(
        exactly_when(_number, "010", _PRIVATE_EMPLOYER)
    )

control("S21.G00.85.014/CCH-11", reads="010")(other_than("010", _PRIVATE_EMPLOYER))


@control("S21.G00.85.016/CCH-12")
def impossible_age(block: Block, of: Context) -> Verdict:
    """The private employer is born, less than 120 years ago."""
    year, now = birth_year(block.value("016")), (of.file_date or of.today).year
    return year is not None and not now - OLDEST < year <= now


@value_control("S21.G00.85.016/CSL-11")
def impossible_birth(value: str, _known: Known) -> bool:
    """The date of birth is in the calendar; day or month may be 99."""
    return is_impossible_birth(value)

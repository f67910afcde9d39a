"""Who is paid without being an employee: S89.G00.91 (allowances, pensions, sums from others)."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import needs, unlisted
from mandat.formats.dsn.controls.registry import DECLARATION, Known, control, value_control
from mandat.formats.dsn.controls.rules.addresses import (
    is_no_foreign_country,
    neither_french_nor_foreign,
)
from mandat.formats.dsn.controls.rules.national_numbers import (
    beside,
    department_of_other_time,
    has_blank,
    impossible_age,
    is_all_nines,
    is_impossible_birth,
    is_of_no_sex,
    is_unknown_number,
    no_number,
    not_of_the_company,
    number_of_other_department,
    other_year_than_number,
    twice,
)
from mandat.formats.dsn.controls.shapes import is_mail_address, is_person_name
from mandat.formats.dsn.model import Block

OUTSIDER, EMPLOYEE = "S89.G00.91", "S21.G00.30"
_MANAGERS, _TECHNICIANS = ("03", "04"), "05"

# ---- NIR and NTT

control("S89.G00.91.001/CCH-11", reads="006")(number_of_other_department("001", "006"))
value_control("S89.G00.91.001/CCH-12")(is_unknown_number)
value_control("S89.G00.91.001/CCH-15")(is_all_nines)
control("S89.G00.91.021/CCH-12", on=OUTSIDER)(no_number("001", "021"))
control("S89.G00.91.021/CCH-13", reads="S21.G00.06.001")(not_of_the_company("021"))
value_control("S89.G00.91.021/CSL-11")(is_of_no_sex)
value_control("S89.G00.91.021/CSL-15")(has_blank)
for _code in ("S89.G00.91.001/CCH-13", "S89.G00.91.021/CCH-14"):
    control(_code, on=DECLARATION, collects=_code[:14])(twice(_code[:14]))
for _code in ("S89.G00.91.001/CCH-14", "S89.G00.91.021/CCH-15"):
    control(_code, on=DECLARATION, natures="08", collects=_code[:14])(beside(_code[:14], EMPLOYEE))

# ---- name and birth


@value_control("S89.G00.91.002/CSL-11")
def badly_written_surname(value: str, _known: Known) -> bool:
    """A surname has its signs apart and no title; a double hyphen may join two."""
    return not is_person_name(value, is_surname=True)


@value_control("S89.G00.91.003/CSL-11")
def badly_written_name_in_use(value: str, _known: Known) -> bool:
    """A name in use has its signs apart and no title."""
    return not is_person_name(value)


@control("S89.G00.91.004/CSL-11", reads="002")
def badly_written_given_names(block: Block, _of: Context) -> bool:
    """Given names have their signs apart; nobody has neither surname (SN) nor given name (SP)."""
    value = block.value("004")
    if value.upper() == "SP" and block.value("002").upper() == "SN":
        return True
    return not is_person_name(value)


@value_control("S89.G00.91.006/CSL-11")
def birth_in_no_calendar(value: str, _known: Known) -> bool:
    """A date of birth is a day of the calendar, or has 99 for what is unknown."""
    return is_impossible_birth(value)


control("S89.G00.91.006/CCH-11", reads="001")(other_year_than_number("001", "006"))
control("S89.G00.91.006/CCH-12", reads="S20.G00.05.007")(impossible_age("006"))
control("S89.G00.91.019/CCH-11", values="2A 2B 20 96", reads="006")(
    department_of_other_time("019", "006")
)
value_control("S89.G00.91.020/CRE-11", table="PAYS")(unlisted("PAYS"))

# ---- address

control("S89.G00.91.009/CCH-11", on=OUTSIDER, reads="011 012")(
    neither_french_nor_foreign("009", "011", "012")
)
value_control("S89.G00.91.009/CRE-11", table="HEXAPOSTE")(unlisted("HEXAPOSTE"))
control("S89.G00.91.010/CCH-11", on="S89.G00.91.009", reads="009")(needs("010"))
value_control("S89.G00.91.011/CRE-11")(is_no_foreign_country)


@value_control("S89.G00.91.015/CSL-11")
def badly_written_mail_address(value: str, _known: Known) -> bool:
    """The e-mail address."""
    return not is_mail_address(value)


# ---- status


@control("S89.G00.91.018/CCH-11", on="S89.G00.91.018", values="01", reads="017")
def manager_for_the_pension_alone(block: Block, _of: Context) -> bool:
    """A manager for the supplementary pension is one for the collective agreement."""
    return block.value("017") not in _MANAGERS


@control("S89.G00.91.018/SIG-12", on="S89.G00.91.018", values="02", reads="017")
def extension_of_another_status(block: Block, _of: Context) -> bool:
    """The extension of the managers' scheme is for technicians and supervisors."""
    return block.value("017") != _TECHNICIANS

"""Who the employee is: names, address, birth, e-mail, and what of these has changed."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import needs, past_month, unlisted
from mandat.formats.dsn.controls.registry import Finding, Known, Verdict, control, value_control
from mandat.formats.dsn.controls.rules.addresses import (
    is_no_foreign_country,
    neither_french_nor_foreign,
)
from mandat.formats.dsn.controls.shapes import is_address_line, is_mail_address, is_person_name
from mandat.formats.dsn.model import Block

_APPRENTICESHIPS = ("64", "65", "81")


control("S21.G00.30.009/CCH-12", on="S21.G00.30", reads="011 012", by_shape="009 011 012")(
    neither_french_nor_foreign("009", "011", "012")
)
control("S21.G00.30.010/CCH-11", on="S21.G00.30.009", reads="009", by_shape="010")(needs("010"))
value_control("S21.G00.30.009/CRE-11", table="HEXAPOSTE")(unlisted("HEXAPOSTE"))
value_control("S21.G00.30.011/CRE-11")(is_no_foreign_country)
value_control("S21.G00.30.015/CRE-11", table="PAYS")(unlisted("PAYS"))


@value_control("S21.G00.30.002/CSL-11")
@value_control("S21.G00.31.009/CSL-11")
def badly_written_surname(value: str, _known: Known) -> bool:
    """A surname has its signs apart and no title; a double hyphen may join two."""
    return not is_person_name(value, is_surname=True)


@value_control("S21.G00.30.003/CSL-11")
def badly_written_name_in_use(value: str, _known: Known) -> bool:
    """A name in use has its signs apart and no title."""
    return not is_person_name(value)


@control("S21.G00.30.004/CSL-11", reads="002")
@control("S21.G00.31.010/CSL-11", reads="009")
def badly_written_given_names(block: Block, _of: Context) -> bool:
    """Given names have their signs apart; nobody has neither surname (SN) nor given name (SP)."""
    surname, given = ("002", "004") if block.code == "S21.G00.30" else ("009", "010")
    value = block.value(given)
    if len(value) <= 2 and value.upper() == "SP" and block.value(surname).upper() == "SN":
        return True
    return not is_person_name(value)


@value_control("S21.G00.30.018/CSL-11")
def badly_written_mail_address(value: str, _known: Known) -> bool:
    """The e-mail address of the employee."""
    return not is_mail_address(value)


@value_control("S21.G00.30.007/CSL-11")
def badly_written_place(value: str, _known: Known) -> bool:
    """The place of birth is written as an address is."""
    return not is_address_line(value)


@control("S21.G00.30.007/CCH-11", on="S21.G00.30.014", reads="014", by_shape="007 014=99")
def no_place_of_birth(block: Block, _of: Context) -> bool:
    """Who was born in a French department has a place of birth."""
    return block.value("014") != "99" and not block.has("007")


@control("S21.G00.30.029/CCH-11", on="S21.G00.30.014", values="99", reads="014")
def neither_place_nor_country_of_birth(block: Block, _of: Context) -> bool:
    """Who was born abroad has a place of birth, or the name of the country."""
    return not block.has("007") and not block.has("029")


@control("S21.G00.30.025/CCH-11", on="S21.G00.40.008", values="64 65 81")
def no_diploma_prepared(contract: Block, of: Context) -> Verdict:
    """An apprentice prepares a diploma, which is said of the person, once for all contracts."""
    if of.person.has("025"):
        return False
    asking = (each for each in of.blocks("S21.G00.40") if each.value("008") in _APPRENTICESHIPS)
    return Finding(line=of.person.line) if contract is next(asking, None) else False


# ---- what has changed


control("S21.G00.31.001/SIG-11", reads="S20.G00.05.005")(past_month("001"))


@control("S21.G00.31.001/CCH-12")
def changes_nothing(block: Block, of: Context) -> bool:
    """A change says what has changed."""
    said = {each.number for each in block.records if each.number[:1] != "9"}
    return said == {"001"} and not of.is_extract

"""Fees paid to people and companies that are no employees: S89.G00.32 and what is below it."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import needs, unlisted
from mandat.formats.dsn.controls.registry import Known, Verdict, control, value_control
from mandat.formats.dsn.controls.rules.addresses import (
    is_no_foreign_country,
    neither_french_nor_foreign,
)
from mandat.formats.dsn.controls.rules.numbers import wrong_siret
from mandat.formats.dsn.controls.shapes import is_person_name
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import count
from mandat.identifiers import is_valid_siren

FEE = "S89.G00.32"
_PERSON, _COMPANY = ("002", "003"), ("004", "005", "006")


@control("S89.G00.32.001/CCH-12", on=FEE)
def nothing_paid(block: Block, _of: Context) -> bool:
    """Something was paid: benefits (33), expenses (35) or fees (43). Silent for odd amounts."""
    amounts = [child.cents("002") for child in block.children]
    return all(amount is not None and amount <= 0 for amount in amounts)


@value_control("S89.G00.32.002/CSL-11")
@value_control("S89.G00.32.003/CSL-11")
def badly_written_name(value: str, _known: Known) -> bool:
    """A name has its signs apart and no title."""
    return not is_person_name(value)


def _some(block: Block, numbers: tuple[str, ...]) -> bool:
    return any(block.has(number) for number in numbers)


def _part(block: Block, numbers: tuple[str, ...]) -> bool:
    return _some(block, numbers) and not all(block.has(number) for number in numbers)


@control("S89.G00.32.003/CCH-11", on=FEE)
def half_a_person(block: Block, _of: Context) -> bool:
    """A person has a surname and a given name."""
    return _part(block, _PERSON)


@control("S89.G00.32.003/CCH-12", on=FEE, reads="006")
def person_or_company(block: Block, _of: Context) -> bool:
    """Who was paid is either a person or a company."""
    return _some(block, _PERSON) == _some(block, _COMPANY)


@control("S89.G00.32.006/CCH-11", on=FEE, reads="004 005")
def part_of_a_company(block: Block, _of: Context) -> bool:
    """A company has a SIREN, a NIC and a name."""
    return _part(block, _COMPANY)


@value_control("S89.G00.32.004/CSL-12")
def company_siren(value: str, _known: Known) -> bool:
    """The SIREN has the right key."""
    return not is_valid_siren(value)


@control("S89.G00.32.005/CCH-11", reads="004")
def company_siret(block: Block, _of: Context) -> Verdict:
    """The SIREN and the NIC make a right SIRET."""
    return wrong_siret(block.value("004"), block.value("005"))


@control("S89.G00.32.017/CCH-11", reads="S20.G00.05.005")
@control("S89.G00.67.005/CCH-11", reads="S20.G00.05.005")
def year_to_come(block: Block, of: Context) -> bool:
    """The year declared is not after that of the main month."""
    year = count(block.value("017" if block.code == FEE else "005"))
    return year is not None and of.month is not None and year > of.month.year


value_control("S89.G00.32.009/CRE-11", table="INSEE-COMMUNES")(unlisted("INSEE-COMMUNES"))
value_control("S89.G00.32.011/CRE-11", table="HEXAPOSTE")(unlisted("HEXAPOSTE"))
value_control("S89.G00.32.013/CRE-11")(is_no_foreign_country)
control("S89.G00.32.011/CCH-12", on=FEE, reads="013 014")(
    neither_french_nor_foreign("011", "013", "014")
)
control("S89.G00.32.012/CCH-11", on="S89.G00.32.011", reads="011")(needs("012"))

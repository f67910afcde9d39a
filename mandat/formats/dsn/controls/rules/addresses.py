"""Addresses: in France by postal code, abroad by country (CT25 p.95-99).

The functions take the numbers of the rubrics, so that each block registers its codes with them.
Here: the emitter, the company, the establishment and the workplaces.
"""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import BlockCheck, needs, unlisted
from mandat.formats.dsn.controls.registry import Known, control, value_control
from mandat.formats.dsn.model import Block

FRENCH_POST = frozenset(
    ("FR", "GP", "BL", "MF", "MQ", "GF", "RE", "PM", "YT", "WF", "PF", "NC", "MC")
)
"""The countries of the French post, which need a postal code instead (CT25 p.98)."""


def neither_french_nor_foreign(postal: str, country: str, distribution: str) -> BlockCheck:
    """Wrong unless the address has a postal code alone, or a country and a foreign post code."""

    def check(block: Block, _of: Context) -> bool:
        has_country, has_distribution = block.has(country), block.has(distribution)
        if block.has(postal):
            return has_country or has_distribution
        return not (has_country and has_distribution)

    return check


def is_no_foreign_country(value: str, known: Known) -> bool:
    """A country of the French post, or, where the table is given, no country at all."""
    countries = known.table("PAYS")
    return value in FRENCH_POST or (countries is not None and value not in countries)


_POSTAL_CODES = "HEXAPOSTE"

for _code, _country, _abroad in (
    ("S10.G00.01.005/CCH-12", "007", "008"),
    ("S21.G00.06.005/CCH-11", "010", "011"),
    ("S21.G00.11.004/CCH-11", "015", "016"),
    ("S21.G00.85.004/CCH-12", "006", "007"),
):
    control(_code, on=_code[:10], reads=f"{_country} {_abroad}")(
        neither_french_nor_foreign(_code[11:14], _country, _abroad)
    )

for _code, _postal in (
    ("S10.G00.01.006/CCH-11", "005"),
    ("S21.G00.06.006/CCH-11", "005"),
    ("S21.G00.11.005/CCH-11", "004"),
    ("S21.G00.85.005/CCH-11", "004"),
):
    control(_code, on=f"{_code[:10]}.{_postal}", reads=_postal)(needs(_code[11:14]))

for _code in (
    "S10.G00.01.005/CRE-11",
    "S21.G00.06.005/CRE-11",
    "S21.G00.11.004/CRE-11",
    "S21.G00.85.004/CRE-11",
):
    value_control(_code, table=_POSTAL_CODES)(unlisted(_POSTAL_CODES))

for _code in (
    "S10.G00.01.007/CRE-11",
    "S21.G00.06.010/CRE-11",
    "S21.G00.11.015/CRE-11",
    "S21.G00.85.006/CRE-11",
):
    value_control(_code)(is_no_foreign_country)

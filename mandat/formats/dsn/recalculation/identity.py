"""What an employee's number says of the person."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.model import Block

_DIGITS = {"01": "1", "02": "2"}


@control(
    "sex-against-number",
    on="S21.G00.30.005",
    level="signal",
    category="person",
    natures="01 07 08 09",
)
def sex_against_number(person: Block, of: Context) -> bool:
    """The sex is not the one the national number begins with; other first digits say nothing."""
    digit = person.value("001")[:1]
    return digit in ("1", "2") and _DIGITS.get(person.value("005"), digit) != digit

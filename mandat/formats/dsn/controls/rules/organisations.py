"""Which kind of organisation a number names (S21.G00.15.002, 20.001, 22.001, 81.002 …).

No rules: functions on the number alone, for the rules on payments, insurance and contributions.
"""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.recalculation.tables import collectors

TAX_OFFICE = "DGFIP"
PENSIONS = "AGIRC-ARRCO"
"""The outside table of the complementary pension institutions, by SIRET."""

INSTITUTION, INSURER, MUTUAL, ISOLATED = "institution", "insurer", "mutual", "isolated"


def insurance_kind(number: str) -> str:
    """The kind of complementary insurance organisation, empty when the number is of another.

    CT25 p.159 (S21.G00.20.008): `P` and four signs, `A` and five, nine figures, or nine signs
    one of which at least is a letter.
    """
    if len(number) == 5 and number[0] == "P":
        return INSTITUTION
    if len(number) == 6 and number[0] == "A":
        return INSURER
    if len(number) == 9 and number.isascii() and number.isalnum():
        return MUTUAL if number.isdigit() else ISOLATED
    return ""


def is_urssaf(number: str) -> bool:
    """Whether it is the number of an Urssaf or a CGSS; those opened after 2021 are not known."""
    return number in collectors()


def is_pension(number: str, of: Context) -> bool:
    """Whether it is in the outside table of pension institutions; no when none was given."""
    return number in (of.table(PENSIONS) or ())

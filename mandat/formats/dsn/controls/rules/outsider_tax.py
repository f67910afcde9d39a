"""Corrections of the income tax withheld from people who are no employees: S89.G00.93."""

from mandat.formats.dsn.controls.forms import other_than
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.controls.rules.tax_corrections import Codes, Numbers, tax_correction

CORRECTION = "S89.G00.93"
GROSS = "50"
"""S89.G00.92.002: the gross base, the only one that carries the tax."""

control("S89.G00.93.001/CCH-11", on=CORRECTION, reads="S89.G00.92.002")(
    other_than("S89.G00.92.002", GROSS)
)
tax_correction(
    CORRECTION,
    Codes(
        in_the_future="001/CCH-12",
        pay_complete="002/CCH-11",
        rate_complete="002/CCH-12",
        overpaid_complete="002/CCH-13",
        overpaid_not_positive="002/CCH-14",
        no_former_figures="002/CCH-18",
        same_year="002/CCH-16",
        january_only_last_year="002/CCH-17",
        rate_alone="002/CCH-19",
        without_tax_complete="002/CCH-20",
        without_tax_is_zero="002/CCH-21",
        exempt_complete="008/CCH-11",
        base_complete="009/CCH-11",
    ),
    Numbers(
        net="003",
        declared_net="004",
        rate_change="005",
        declared_rate="006",
        tax="007",
        exempt="008",
        allowance="010",
        base="009",
        declared_base="013",
    ),
)

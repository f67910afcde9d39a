"""The parts of a payment to an insurance organisation (S21.G00.55)."""

import re

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import in_whole_files
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.controls.rules.spans import not_all_past
from mandat.formats.dsn.model import Block

PAYMENT = "S21.G00.20"
_PERIOD = re.compile(r"(20[0-9]{2})([MTSAE])([0-9]{2})", re.ASCII)
_MONTHS = {"M": 1, "T": 3, "S": 6, "A": 12, "E": 12}

control("S21.G00.55.005/CCH-11", reads=f"{PAYMENT}.006 {PAYMENT}.007 S20.G00.05.005")(
    not_all_past(f"{PAYMENT}.006", f"{PAYMENT}.007")
)


@control("S21.G00.55.003/CCH-11", reads=f"{PAYMENT}.001 {PAYMENT}.008")
@in_whole_files
def part_of_no_contract(block: Block, of: Context) -> bool:
    """The part is for an insurance contract declared with the same organisation and delegate."""
    payment = block.above(PAYMENT)
    wanted = block.value("003"), payment.value("001"), payment.value("008")
    return all(
        (each.value("001"), each.value("002"), each.value("003")) != wanted
        for each in of.establishment.below("S21.G00.15")
    )


@control("S21.G00.55.004/CCH-11", reads="S20.G00.05.005")
def part_too_far_ahead(block: Block, of: Context) -> bool:
    """The period is at most the one after the last that is over when the main month ends.

    Periods of so many months are numbered from the year 0. An exceptional payment (`E00`) is
    for a year [INF].
    """
    found = _PERIOD.fullmatch(block.value("004"))
    if found is None or of.month is None:
        return False
    year, kind, rank = found.groups()
    months = _MONTHS[kind]
    last = (of.month.year * 12 + of.month.month) // months
    return int(year) * 12 // months + max(int(rank), 1) - 1 > last

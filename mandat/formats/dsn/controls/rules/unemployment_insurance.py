"""How a public employer manages unemployment insurance (S21.G00.40.027 to .033)."""

import re
from datetime import date

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import (
    exactly_when,
    in_whole_files,
    one_of,
    other_than,
    past_file_date,
    past_month,
)
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.model import Block

_BY_AGREEMENT = "02"
_NEW_NUMBERS = date(2010, 1, 1)
_OLD_NUMBER = re.compile(r"C[0-9]{3}")

control("S21.G00.40.027/CCH-11", reads="029")(other_than("029", _BY_AGREEMENT))
control("S21.G00.40.032/CCH-11", reads="029")(other_than("029", _BY_AGREEMENT))


@control("S21.G00.40.027/CCH-12", on="S21.G00.40.033", reads="033")
def no_account(block: Block, _of: Context) -> bool:
    """A management agreement of the newer numbers has its account."""
    number = block.value("033")
    return number != "" and not number.startswith("C") and not block.has("027")


control("S21.G00.40.029/CCH-11", values="05", reads="008")(other_than("008", "81"))


@control("S21.G00.40.029/SIG-12", on="S21.G00.40", reads="S21.G00.11.017", by_values="029")
def public_employer_says_nothing(block: Block, of: Context) -> bool:
    """A public employer says how it manages unemployment insurance."""
    return of.establishment.value("017") in ("02", "03") and not block.has("029")


control("S21.G00.40.030/CCH-11", on="S21.G00.40", reads="029", by_shape="029=03,04 030")(
    in_whole_files(exactly_when("030", "029", "03", "04"))
)
control("S21.G00.40.030/SIG-12")(past_month("030"))

control("S21.G00.40.031/CCH-11", reads="029")(one_of("029", "01", "02", "04", "05"))
control("S21.G00.40.031/SIG-13", reads="S20.G00.05.007")(past_file_date("031"))

control("S21.G00.40.033/CCH-11", on="S21.G00.40", reads="029", by_shape="029=02 033")(
    in_whole_files(exactly_when("033", "029", _BY_AGREEMENT))
)


@control("S21.G00.40.033/CCH-12", on="S21.G00.40.032", reads="032")
def new_number_of_old_agreement(block: Block, _of: Context) -> bool:
    """Agreements made before 2010 have a number like C082."""
    begun, number = block.day("032"), block.value("033")
    if begun is None or begun >= _NEW_NUMBERS or not number:
        return False
    return _OLD_NUMBER.fullmatch(number) is None

"""What only those in public service declare: index, grade, kind of post, secondment."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import (
    all_of,
    exactly_when,
    in_whole_files,
    one_of,
    other_than,
)
from mandat.formats.dsn.controls.registry import control
from mandat.formats.dsn.model import Block

_is_private = one_of("026", "99")
_is_private_off_rails = all_of(_is_private, other_than("020", "134"))

OF_PUBLIC_SERVICE = (
    *("S21.G00.40.052/CCH-11", "S21.G00.40.057/CCH-11", "S21.G00.40.058/CCH-11"),
    *("S21.G00.40.059/CCH-11", "S21.G00.40.060/CCH-11", "S21.G00.40.061/CCH-11"),
    *("S21.G00.40.062/CCH-11", "S21.G00.40.064/CCH-11", "S21.G00.40.065/CCH-11"),
    "S21.G00.40.080/CCH-11",
)
for _code in OF_PUBLIC_SERVICE:
    control(_code, reads="026")(_is_private)

control("S21.G00.40.014/CCH-11", values="40 41 42", reads="026 020")(_is_private_off_rails)
control("S21.G00.40.053/CCH-11", reads="026 020")(_is_private_off_rails)

control("S21.G00.40.054/CCH-11", on="S21.G00.40", reads="053", by_shape="053=02 054")(
    in_whole_files(exactly_when("054", "053", "02"))
)
control("S21.G00.40.066/CCH-11", on="S21.G00.40.007", reads="007", by_shape="007=20,21 066")(
    exactly_when("066", "007", "20", "21")
)


@control("S21.G00.40.063/CCH-11", on="S21.G00.40", reads="062", by_shape="062 063")
@in_whole_files
def index_of_former_employer(block: Block, _of: Context) -> bool:
    """The index at a former public employer goes with that employer."""
    return block.has("063") != block.has("062")

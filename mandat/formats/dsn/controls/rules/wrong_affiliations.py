"""What was declared to the wrong complementary pension scheme (S21.G00.83 and 84)."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, in_whole_files, not_before
from mandat.formats.dsn.controls.registry import Verdict, control
from mandat.formats.dsn.controls.rules.spans import not_before_month
from mandat.formats.dsn.model import Block

SCHEME, PERIOD = "S21.G00.72", "S21.G00.83"

control("S21.G00.83.002/CCH-11", reads="001")(not_before("002", "001"))
control("S21.G00.83.002/CCH-12", reads="S20.G00.05.005")(not_before_month("002"))
control("S21.G00.84.002/CCH-11", reads=f"{PERIOD}.001")(not_before("002", f"{PERIOD}.001"))
control("S21.G00.84.003/CCH-11", reads="002")(not_before("003", "002"))
control("S21.G00.84.003/CCH-12", reads="S20.G00.05.005")(not_before_month("003"))
control("S21.G00.84.003/CCH-13", reads=f"{PERIOD}.002")(not_before(f"{PERIOD}.002", "003"))


@control("S21.G00.83.001/CCH-11", on="S21.G00.30")
@in_whole_files
def scheme_without_period(_person: Block, of: Context) -> Verdict:
    """Each scheme declared wrongly has its period, and no period stands without a scheme."""
    schemes, periods = of.blocks(SCHEME), of.blocks(PERIOD)
    if len(periods) < len(schemes):
        return at(schemes[len(periods)], "001")
    if periods and not schemes:
        return at(periods[0], "001")
    return False

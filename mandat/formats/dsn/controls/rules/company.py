"""The company and its establishment: activity, agreements, what some of them must say."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import needs, unlisted
from mandat.formats.dsn.controls.registry import control, value_control
from mandat.formats.dsn.model import Block

_INSURANCE_KIND = "S21.G00.40.029"
_BY_OWN_CHOICE = ("03", "04")
_PAID_FOR_SMALL_EMPLOYERS = ("TESE", "CEA")

for _code, _table in (
    ("S21.G00.06.003/CRE-11", "NAF"),
    ("S21.G00.11.002/CRE-11", "NAF"),
    ("S21.G00.06.015/CRE-11", "IDCC"),
    ("S21.G00.11.022/CRE-11", "IDCC"),
    ("S21.G00.11.023/CRE-11", "OPCO"),
):
    value_control(_code, table=_table)(unlisted(_table))

control("S21.G00.06.012/SIG-11", on="S21.G00.06.010", reads="010")(needs("012"))


@control("S21.G00.11.017/CCH-11", on="S21.G00.11", collects=_INSURANCE_KIND)
def no_legal_kind(block: Block, of: Context) -> bool:
    """Who joined unemployment insurance by choice says whether the employer is public."""
    return not block.has("017") and any(
        each.value in _BY_OWN_CHOICE for each in of.collected(_INSURANCE_KIND)
    )


@control("S21.G00.11.019/SIG-11", on="S21.G00.11", natures="01")
def no_day_of_joining(block: Block, of: Context) -> bool:
    """The services for small employers (TESE, CEA) say since when they declare for this one."""
    return of.header.value("002") in _PAID_FOR_SMALL_EMPLOYERS and not block.has("019")

"""Cases of `controls/rules/suspensions.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add
from mandat.formats.dsn.tests.cases.remuneration import ended, pay


def away(reason: str, first: str, last: str = "20032026", position: str = "") -> Edit:
    """A suspension of the contract of the first employee."""
    more = ("S21.G00.65.004", position) if position else ()
    return add(
        "S21.G00.40.043",
        *("S21.G00.65.001", reason, "S21.G00.65.002", first, "S21.G00.65.003", last, *more),
    )


CASES = {
    "S21.G00.65.001/SIG-11": Case(
        [away("602", "09032026")],
        [away("507", "09032026"), pay("025", "S21.G00.51.012", "2.00")],
    ),
    "S21.G00.65.002/CCH-11": Case([away("200", "31122023")], [away("200", "01012024")]),
    "S21.G00.65.002/CCH-13": Case(
        [away("200", "16032026"), ended("15032026")], [away("200", "15032026"), ended("15032026")]
    ),
    "S21.G00.65.002/SIG-12": Case(
        [away("200", "01042026", "02042026")], [away("200", "31032026", "02042026")]
    ),
    "S21.G00.65.003/CCH-11": Case([away("200", "21032026")], [away("200", "20032026")]),
    "S21.G00.65.004/CCH-11": Case(
        [away("655", "09032026")], [away("674", "09032026", position="D01")]
    ),
    "S21.G00.65.004/CRE-11": Case(
        [away("655", "09032026", position="D99")],
        [away("655", "09032026", position="D01")],
        tables={"POSITION-HORS-ACTIVITE": frozenset({"D01"})},
    ),
}

SIDES = [
    ("S21.G00.65.002/CCH-13", "monthly", [away("998", "16032026"), ended("15032026")], 0),
    ("S21.G00.65.002/CCH-13", "monthly", [away("200", "16032026"), ended("15032026", "099")], 0),
]

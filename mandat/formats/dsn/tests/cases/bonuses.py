"""Cases of `controls/rules/bonuses.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put
from mandat.formats.dsn.tests.cases.remuneration import BEFORE, ended


def bonus(kind: str, *dates: str, contract: str = "1", nth: int = 4) -> Edit:
    """A bonus of the first employee, with rubrics 003, 004 when said."""
    period = zip(("S21.G00.52.003", "S21.G00.52.004"), dates, strict=False)
    return add(
        "S21.G00.51.013",
        *("S21.G00.52.001", kind, "S21.G00.52.002", "100.00"),
        *(part for pair in period for part in pair),
        *("S21.G00.52.006", f"0000{contract}"),
        nth=nth,
    )


def leaving(kind: str, reason: str) -> list[Edit]:
    """A bonus of that kind with the end of the contract for that reason."""
    return [bonus(kind), ended("31032026", reason)]


def paid(on: str, kind: str = "028", *dates: str, nth: int = 4) -> list[Edit]:
    """A bonus that was paid that day."""
    return [bonus(kind, *dates, nth=nth), add("S21.G00.52.006", "S21.G00.52.007", on)]


CASES = {
    "S21.G00.52.001/CCH-11": Case(
        [bonus("020"), bonus("020")],
        [bonus("020"), bonus("021"), bonus("020", nth=8)],
    ),
    "S21.G00.52.001/CCH-20": Case([bonus("009"), bonus("010")], [bonus("007"), bonus("010")]),
    "S21.G00.52.001/CCH-21": Case(leaving("001", "059"), leaving("001", "043")),
    "S21.G00.52.001/CCH-22": Case(leaving("004", "039"), leaving("003", "038")),
    "S21.G00.52.001/CCH-23": Case(leaving("006", "038"), leaving("005", "059")),
    "S21.G00.52.001/CCH-24": Case(leaving("007", "059"), leaving("010", "111")),
    "S21.G00.52.001/CCH-27": Case(leaving("016", "059"), leaving("016", "097")),
    "S21.G00.52.001/CCH-29": Case(leaving("032", "020"), leaving("032", "099")),
    "S21.G00.52.001/CCH-31": Case(leaving("033", "111"), leaving("033", "088")),
    "S21.G00.52.001/CCH-32": Case([bonus("039")], [bonus("039"), put("S21.G00.40.007", "10")]),
    "S21.G00.52.001/CCH-33": Case([bonus("045")], [bonus("045"), put("S21.G00.40.007", "03")]),
    "S21.G00.52.003/CCH-12": Case([bonus("027")], [bonus("027", "01012026", "31032026")]),
    "S21.G00.52.004/CCH-11": Case(
        [bonus("028", "02032026", "01032026", nth=3)],
        [bonus("028", "01032026", "01032026", nth=3)],
        base="end",
    ),
    "S21.G00.52.004/CCH-13": Case(
        [bonus("029", "01012026")], [bonus("029", "01012026", "31032026")]
    ),
    "S21.G00.52.004/CCH-14": Case(
        [bonus("902", "01012022", "01042022")], [bonus("902", "01012022", "31032022")]
    ),
    "S21.G00.52.006/CCH-11": Case([bonus("028", contract="9")], [bonus("028")]),
    "S21.G00.52.006/CCH-12": Case(
        [bonus("028", contract="9", nth=3)],
        [bonus("028", contract="9", nth=3), BEFORE],
        base="end",
    ),
    "S21.G00.52.006/CSL-11": Case([bonus("028", contract="+")], [bonus("028")]),
    "S21.G00.52.007/CCH-13": Case(
        paid("31032022", "902", "01012022", "30032022"),
        paid("30032022", "902", "01012022", "30032022"),
    ),
    "S21.G00.52.007/SIG-11": Case(paid("01042026"), paid("31032026")),
    "S21.G00.52.007/SIG-12": Case(paid("21032026", nth=3), paid("20032026", nth=3), base="end"),
}

ENDS = {
    "CCH-21": ("001", "043 110"),
    "CCH-23": ("005", "039 059"),
    "CCH-27": ("016", "081 084 097"),
    "CCH-29": ("032", "033 091 092"),
    "CCH-31": ("033", "065 088 117"),
}

SIDES = [
    *(
        (f"S21.G00.52.001/{code}", "monthly", leaving(kind, reason), 0)
        for code, (kind, reasons) in ENDS.items()
        for reason in reasons.split()
    ),
    ("S21.G00.52.001/CCH-33", "monthly", [bonus("045"), drop("S21.G00.40.007")], 0),
    ("S21.G00.52.003/CCH-12", "monthly", [bonus("027", "01012026")], 0),
    ("S21.G00.52.003/CCH-12", "monthly", [bonus("902")], 1),
    ("S21.G00.52.003/CCH-12", "monthly P24V01", [bonus("902")], 0),
    ("S21.G00.52.003/CCH-12", "monthly P24V01", [bonus("027")], 1),
    ("S21.G00.52.001/CCH-24", "monthly", leaving("007", "117"), 0),
    ("S21.G00.52.001/CCH-24", "monthly P24V01", leaving("007", "117"), 1),
    ("S21.G00.52.001/CCH-32", "monthly", [bonus("039"), put("S21.G00.40.007", "53")], 1),
    ("S21.G00.52.001/CCH-32", "monthly P24V01", [bonus("039"), put("S21.G00.40.007", "53")], 0),
    # In a unique end of contract a bonus of an unknown number is of the contract there is.
    ("S21.G00.52.001/CCH-33", "end", [bonus("045", contract="9", nth=3)], 1),
    ("S21.G00.52.001/CCH-33", "monthly", [bonus("045", contract="9")], 0),
    ("S21.G00.52.006/CCH-11", "monthly", [bonus("028", contract="9"), drop("S21.G00.40.009")], 0),
]

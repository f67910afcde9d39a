"""Cases of `controls/rules/seniority.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop_block, put

KIND, UNIT, LENGTH, CONTRACT = (f"S21.G00.86.{number}" for number in ("001", "002", "003", "005"))
TWO = [drop_block("S21.G00.86"), drop_block("S21.G00.86")]

CASES = {
    "S21.G00.86.001/CCH-12": Case(TWO, [put(KIND, "06")], base="insured"),
    "S21.G00.86.001/CCH-13": Case(
        [add(CONTRACT, KIND, "07", UNIT, "03", LENGTH, "2", CONTRACT, "00001")],
        [add(CONTRACT, KIND, "02", UNIT, "03", LENGTH, "2", CONTRACT, "00001")],
    ),
    "S21.G00.86.001/CCH-14": Case([put(KIND, "06")]),
    "S21.G00.86.003/CCH-11": Case([put(LENGTH, "1188")], [put(LENGTH, "1187")]),
    "S21.G00.86.003/CCH-12": Case([put(LENGTH, "0")], [put(LENGTH, "1")]),
    "S21.G00.86.005/CCH-11": Case([put(CONTRACT, "00002")]),
    "S21.G00.86.005/CSL-11": Case([put(CONTRACT, "A:001")], [put(CONTRACT, "A/é-001")]),
}


def private(kind: str) -> Edit:
    """A second contract of the first employee, of that kind."""
    return add(
        "S21.G00.71.002",
        *("S21.G00.40.001", "01032026", "S21.G00.40.007", kind, "S21.G00.40.009", "00003"),
    )


SIDES = [
    ("S21.G00.86.001/CCH-12", "insured", [*TWO, put("S21.G00.40.007", "03")], 0),
    ("S21.G00.86.001/CCH-14", "monthly", [put(KIND, "06"), private("01")], 1),
    (
        "S21.G00.86.001/CCH-14",
        "monthly",
        [put(KIND, "06"), put("S21.G00.40.007", "50"), private("01")],
        1,
    ),
    *(
        ("S21.G00.86.003/CCH-12", "monthly", [put(KIND, kind), put(LENGTH, "0")], kind != "01")
        for kind in ("01", "02", "03", "04", "06", "07")
    ),
    ("S21.G00.86.001/CCH-14", "monthly", [drop_block("S21.G00.86")], 1),
    # Two of the same length, of other units and other kinds.
    (
        "S21.G00.86.003/CCH-11",
        "monthly",
        [put(LENGTH, "1188"), put(LENGTH, "1188", 2), put(UNIT, "01", 2)],
        1,
    ),
    (
        "S21.G00.86.003/CCH-12",
        "monthly",
        [put(LENGTH, "0"), put(LENGTH, "0", 2), put(KIND, "01", 2)],
        1,
    ),
]

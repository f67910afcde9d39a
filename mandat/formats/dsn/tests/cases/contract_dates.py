"""Cases of `controls/rules/contract_dates.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put

PLANNED = add("S21.G00.40.009", "S21.G00.40.010", "01012024")

CASES = {
    "S21.G00.40.001/CCH-13": Case(
        [put("S21.G00.62.001", "31122023")],
        [put("S21.G00.62.001", "01012024")],
        base="end",
    ),
    "S21.G00.40.001/CCH-15": Case(
        [put("S21.G00.30.006", "01012024")],
        [put("S21.G00.30.006", "31122023")],
    ),
    "S21.G00.40.001/SIG-14": Case(
        [put("S21.G00.40.001", "01042026")],
        [put("S21.G00.40.001", "31032026")],
    ),
    "S21.G00.40.010/CCH-11": Case(
        [PLANNED, put("S21.G00.40.010", "31122023")],
        [PLANNED],
    ),
    "S21.G00.40.010/CCH-12": Case(
        [put("S21.G00.40.007", "29")],
        [put("S21.G00.40.007", "29"), PLANNED],
    ),
}

BEGUN = "S21.G00.40.001/CCH-13"
BEFORE = put("S21.G00.62.001", "31122023")

SIDES = [
    (BEGUN, "end", [BEFORE, put("S21.G00.62.002", "099")], 0),
    (BEGUN, "end", [BEFORE, put("S21.G00.62.003", "099")], 1),
]

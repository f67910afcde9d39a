"""Cases of `controls/rules/payment_parts.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put

PERIOD = "S21.G00.55.004"
RETURNED = add(PERIOD, "S21.G00.55.005", "CRM1")

CASES = {
    "S21.G00.55.003/CCH-11": Case([put("S21.G00.55.003", "PREV2025")], base="insured"),
    "S21.G00.55.004/CCH-11": Case(
        [put(PERIOD, "2026M05")], [put(PERIOD, "2026M04")], base="insured"
    ),
    "S21.G00.55.005/CCH-11": Case(
        [RETURNED],
        [
            RETURNED,
            put("S21.G00.20.006", "01022026", 4),
            put("S21.G00.20.007", "28022026", 4),
        ],
        "insured",
    ),
}

SIDES = [
    (
        "S21.G00.55.003/CCH-11",
        "insured",
        [add("S21.G00.20.007", "S21.G00.20.008", "DLG001", nth=4)],
        1,
    ),
    ("S21.G00.55.004/CCH-11", "insured", [put(PERIOD, "2026X05")], 0),
    ("S21.G00.55.004/CCH-11", "insured", [put(PERIOD, "2026E00")], 0),
    ("S21.G00.55.004/CCH-11", "insured", [put(PERIOD, "2027E00")], 1),
]

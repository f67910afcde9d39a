"""Cases of `controls/rules/statements.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put

BEGIN, END, TOTAL = (f"S21.G00.22.{n}" for n in ("003", "004", "005"))
PAST = [put(BEGIN, "01022026"), put(END, "28022026")]
ENERGY = put("S21.G00.40.020", "147", 2)
ENERGY_DUE = add("S21.G00.22.001", "S21.G00.22.002", "CNIEG_COT_RS")
ENERGY_PAID = add("S21.G00.20.001", "S21.G00.20.002", "CNIEG_COT_POOL")
RETURNED = add(TOTAL, "S21.G00.22.006", "CRM1")
LINE_RETURNED = add("S21.G00.23.005", "S21.G00.23.007", "CRM1")

CASES = {
    "S21.G00.20.002/CCH-12": Case([ENERGY_PAID], [ENERGY_PAID, ENERGY]),
    "S21.G00.22.001/CRE-11": Case(
        [put("S21.G00.22.001", "75375957000025")], tables={"IBC": frozenset({"75375957000017"})}
    ),
    "S21.G00.22.002/CCH-13": Case([ENERGY_DUE], [ENERGY_DUE, ENERGY]),
    "S21.G00.22.003/CCH-11": Case(
        [put(BEGIN, "28022026")], [put("S21.G00.22.001", "99999999900017"), put(BEGIN, "28022026")]
    ),
    "S21.G00.22.004/CCH-11": Case(
        [put(BEGIN, "01042026")], [put(BEGIN, "31032026"), put(END, "31032026")]
    ),
    "S21.G00.22.004/CCH-12": Case([put(END, "01042026")]),
    # The last payment of wages is on 31 March.
    "S21.G00.22.005/CCH-11": Case(
        [put(TOTAL, "-1007.00")], [put(TOTAL, "-1007.00"), put(END, "30032026")]
    ),
    "S21.G00.22.006/CCH-11": Case([RETURNED], [RETURNED, *PAST]),
    "S21.G00.23.006/CCH-11": Case(
        [put("S21.G00.23.001", "900")],
        [put("S21.G00.23.001", "900"), add("S21.G00.23.005", "S21.G00.23.006", "35238")],
    ),
    "S21.G00.23.006/CRE-11": Case(
        [add("S21.G00.23.005", "S21.G00.23.006", "35999")],
        [add("S21.G00.23.005", "S21.G00.23.006", "35238")],
        tables={"INSEE-COMMUNES": frozenset({"35238"})},
    ),
    "S21.G00.23.007/CCH-11": Case([LINE_RETURNED], [LINE_RETURNED, *PAST]),
}

SIDES = [
    ("S21.G00.22.006/CCH-11", "monthly", [RETURNED, put(END, "28022026")], 1),
    ("S21.G00.22.005/CCH-11", "monthly", [put(TOTAL, "0.00")], 0),
    (
        "S21.G00.22.005/CCH-11",
        "monthly",
        [put(TOTAL, "-1007.00"), put("S21.G00.50.001", "99992026", 2)],
        1,
    ),
]

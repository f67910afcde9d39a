"""Cases of `controls/rules/outsider_tax.py`: the base corrects February, in March."""

from mandat.formats.dsn.tests.cases import Case, add, drop, put

MONTH, KIND, NET, FORMER_NET, CHANGE, RATE, TAX, EXEMPT, BASE, FORMER_BASE = (
    f"S89.G00.93.{number}"
    for number in ("001", "002", "003", "004", "005", "006", "007", "008", "009", "013")
)
MAIN = "S20.G00.05.005"
JANUARY = put(MAIN, "01012026")


def as_rate(*records):
    """A correction of the rate, whose records after the kind are these."""
    return [put(KIND, "02"), drop(NET), drop(RATE), drop(TAX), drop(BASE), add(KIND, *records)]


WHOLE_RATE = as_rate(CHANGE, "1.00", TAX, "8.00", FORMER_BASE, "800.00")
FIRST_BASE_IS_23 = put("S89.G00.92.002", "23", 8)

CASES = {
    code: Case(failing, passing, base="non-employees")
    for code, failing, passing in [
        ("S89.G00.93.001/CCH-11", [FIRST_BASE_IS_23], []),
        ("S89.G00.93.001/CCH-12", [put(MONTH, "042026")], [put(MONTH, "032026")]),
        ("S89.G00.93.002/CCH-11", [drop(NET)], []),
        ("S89.G00.93.002/CCH-12", as_rate(CHANGE, "1.00", TAX, "8.00"), WHOLE_RATE),
        ("S89.G00.93.002/CCH-13", [put(KIND, "03"), drop(RATE)], [put(KIND, "03")]),
        (
            "S89.G00.93.002/CCH-14",
            [put(KIND, "03"), put(BASE, "0.01")],
            [put(KIND, "03"), put(NET, "0.00")],
        ),
        ("S89.G00.93.002/CCH-16", [put(MONTH, "122025")], [put(MONTH, "012026")]),
        (
            "S89.G00.93.002/CCH-17",
            [JANUARY, put(MONTH, "012026")],
            [JANUARY, put(MONTH, "122025")],
        ),
        ("S89.G00.93.002/CCH-18", [add(NET, FORMER_NET, "800.00")], []),
        (
            "S89.G00.93.002/CCH-19",
            as_rate(CHANGE, "1.00", TAX, "8.00", "S89.G00.93.010", "5.00", FORMER_BASE, "800.00"),
            WHOLE_RATE,
        ),
        ("S89.G00.93.002/CCH-20", [put(KIND, "04"), drop(BASE)], [put(KIND, "04")]),
        ("S89.G00.93.002/CCH-21", [put(KIND, "04"), put(TAX, "-0.01")], [put(KIND, "04")]),
        (
            "S89.G00.93.008/CCH-11",
            [add(TAX, EXEMPT, "10.00"), drop(BASE)],
            [add(TAX, EXEMPT, "10.00")],
        ),
        ("S89.G00.93.009/CCH-11", [drop(NET)], []),
    ]
}

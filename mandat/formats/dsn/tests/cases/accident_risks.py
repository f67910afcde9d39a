"""Cases of `controls/rules/accident_risks.py`."""

from mandat.formats.dsn.tests.cases import Case, add, drop, put


def scheme(value):
    """Edit: who insures the accidents of the first contract."""
    return put("S21.G00.40.039", value)


def risk(value):
    """Edit: the risk of the first contract."""
    return put("S21.G00.40.040", value)


USED = add("S21.G00.40.043", "S21.G00.40.046", "73282932000074")

CASES = {
    "S21.G00.40.039/CCH-11": Case([scheme("300")], [scheme("300"), risk("RA110")]),
    "S21.G00.40.040/CCH-11": Case([scheme("147")], [scheme("147"), risk("401ZE")]),
    "S21.G00.40.040/CCH-12": Case(
        [USED, scheme("402"), risk("745BA")],
        [USED, scheme("402"), risk("752EE")],
    ),
    "S21.G00.40.040/CCH-15": Case([risk("RA110")], [risk("RA110"), scheme("300")]),
    "S21.G00.40.043/SIG-11": Case(
        [drop("S21.G00.40.043")],
        [drop("S21.G00.40.043"), risk("999ZZ")],
    ),
}

RISK = "S21.G00.40.040"

SIDES = [
    ("S21.G00.40.039/CCH-11", "monthly", [scheme("300"), drop(RISK)], 0),
    ("S21.G00.40.039/CCH-11", "monthly", [scheme("300"), risk("999ZZ")], 0),
    ("S21.G00.40.040/CCH-11", "monthly", [scheme("147"), drop(RISK)], 0),
    ("S21.G00.40.040/CCH-11", "monthly", [scheme("147"), USED], 0),
    ("S21.G00.40.040/CCH-12", "monthly", [USED, scheme("147"), risk("745BA")], 0),
    # Two with the same risk, of two schemes.
    (
        "S21.G00.40.040/CCH-15",
        "monthly",
        [risk("RA110"), scheme("300"), put(RISK, "RA110", 2)],
        1,
    ),
]

"""Cases of `controls/rules/public_service.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put

LAST = "S21.G00.40.043"
OFFICIAL = put("S21.G00.40.026", "01")
RAILWAYMAN = put("S21.G00.40.020", "134")


def public(number, value):
    """A rubric of public service, for somebody else and for an official."""
    rubric = add(LAST, f"S21.G00.40.{number}", value)
    return Case([rubric], [rubric, OFFICIAL])


CASES = {
    "S21.G00.40.014/CCH-11": Case(
        [put("S21.G00.40.014", "41")],
        [put("S21.G00.40.014", "41"), RAILWAYMAN],
    ),
    "S21.G00.40.052/CCH-11": public("052", "0000"),
    "S21.G00.40.053/CCH-11": Case(
        [add(LAST, "S21.G00.40.053", "01")],
        [add(LAST, "S21.G00.40.053", "03"), RAILWAYMAN],
    ),
    "S21.G00.40.054/CCH-11": Case(
        [add(LAST, "S21.G00.40.053", "02")],
        [add(LAST, "S21.G00.40.053", "02", "S21.G00.40.054", "35.00")],
    ),
    "S21.G00.40.057/CCH-11": public("057", "500"),
    "S21.G00.40.058/CCH-11": public("058", "450"),
    "S21.G00.40.059/CCH-11": public("059", "10"),
    "S21.G00.40.060/CCH-11": public("060", "500"),
    "S21.G00.40.061/CCH-11": public("061", "500"),
    "S21.G00.40.062/CCH-11": public("062", "01"),
    "S21.G00.40.063/CCH-11": Case(
        [OFFICIAL, add(LAST, "S21.G00.40.062", "01")],
        [OFFICIAL, add(LAST, "S21.G00.40.062", "01", "S21.G00.40.063", "500")],
    ),
    "S21.G00.40.064/CCH-11": public("064", "500"),
    "S21.G00.40.065/CCH-11": public("065", "500"),
    "S21.G00.40.066/CCH-11": Case(
        [put("S21.G00.40.007", "21")],
        [put("S21.G00.40.007", "21"), add(LAST, "S21.G00.40.066", "08")],
    ),
    "S21.G00.40.080/CCH-11": public("080", "49"),
}

SIDES = [
    ("S21.G00.40.066/CCH-11", "monthly", [put("S21.G00.40.007", "20")], 1),
    ("S21.G00.40.066/CCH-11", "monthly", [put("S21.G00.40.007", "21")], 1),
]

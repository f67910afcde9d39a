"""Cases of `controls/rules/workplaces.py`."""

from mandat.formats.dsn.tests.cases import Case, add, drop, put

PLACE, HOME, OTHER = "S21.G00.40.019", "53464097400018", "73282932000074"
ELSEWHERE = [put(PLACE, OTHER), put(PLACE, OTHER, nth=2)]


def used_by(identifier):
    """Edit: who uses the first employee."""
    return add("S21.G00.40.043", "S21.G00.40.046", identifier)


def described(identifier):
    """Edit: a block for a place of work."""
    return add("", "S21.G00.85.001", identifier)


CASES = {
    "S21.G00.40.019/CCH-11": Case(
        [*ELSEWHERE, described("A1")],
        [put(PLACE, OTHER), described(OTHER)],
    ),
    "S21.G00.40.019/CCH-12": Case(
        [put("S21.G00.40.007", "03")],
        [put("S21.G00.40.007", "03"), put(PLACE, OTHER)],
    ),
    "S21.G00.40.046/CCH-11": Case(
        [put("S21.G00.40.007", "54")],
        [put("S21.G00.40.007", "54"), used_by(OTHER)],
    ),
    "S21.G00.40.046/CCH-12": Case(
        [put("S21.G00.40.007", "08")],
        [put("S21.G00.40.007", "08"), used_by(OTHER)],
    ),
    "S21.G00.40.046/CCH-13": Case(
        [used_by(HOME), described(OTHER)],
        [used_by(OTHER), described(OTHER)],
    ),
    "S21.G00.40.074/CCH-11": Case(
        [add("S21.G00.40.043", "S21.G00.40.074", "03")],
        [add("S21.G00.40.043", "S21.G00.40.074", "03"), put(PLACE, OTHER)],
    ),
}

SIDES = [
    ("S21.G00.40.019/CCH-11", "monthly", [drop("S21.G00.40.019")], 0),
]

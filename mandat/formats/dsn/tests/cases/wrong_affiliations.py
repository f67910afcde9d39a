"""Cases of `controls/rules/wrong_affiliations.py`. The main month is March 2026."""

from mandat.formats.dsn.tests.cases import Case, Edit, add

PERIOD, BASE = "S21.G00.83", "S21.G00.84"
SCHEME = add("S21.G00.71.002", "S21.G00.72.001", "IRCANTEC")


def wrongly(first: str = "01012026", last: str = "28022026", *base: str) -> list[Edit]:
    """A scheme declared wrongly, for that period, with the period of a base of it."""
    records = [f"{PERIOD}.001", first, f"{PERIOD}.002", last]
    if base:
        values = ("03", *base, "100.00")
        for number, value in enumerate(values, 1):
            records += [f"{BASE}.{number:03d}", value]
    return [SCHEME, add("S21.G00.81.007", *records, nth=16)]


CASES = {
    "S21.G00.83.001/CCH-11": Case([SCHEME], wrongly(), at="S21.G00.72.001"),
    "S21.G00.83.002/CCH-11": Case(wrongly("28022026", "27022026"), wrongly("28022026")),
    "S21.G00.83.002/CCH-12": Case(wrongly("01012026", "01032026"), wrongly()),
    "S21.G00.84.002/CCH-11": Case(
        wrongly("02012026", "28022026", "01012026", "31012026"),
        wrongly("01012026", "28022026", "01012026", "31012026"),
    ),
    "S21.G00.84.003/CCH-11": Case(
        wrongly("01012026", "28022026", "02012026", "01012026"),
        wrongly("01012026", "28022026", "02012026", "02012026"),
    ),
    "S21.G00.84.003/CCH-12": Case(
        wrongly("01012026", "28022026", "01022026", "01032026"),
        wrongly("01012026", "28022026", "01022026", "28022026"),
    ),
    "S21.G00.84.003/CCH-13": Case(
        wrongly("01012026", "31012026", "01012026", "01022026"),
        wrongly("01012026", "31012026", "01012026", "31012026"),
    ),
}

SIDES = [
    ("S21.G00.83.001/CCH-11", "monthly", wrongly()[1:], ["S21.G00.83.001"]),
]

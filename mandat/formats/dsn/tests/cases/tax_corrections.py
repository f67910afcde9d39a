"""Cases of `controls/rules/tax_corrections.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, put

FIGURES = {"003": "100.00", "006": "5.00", "007": "5.00", "010": "100.00"}
RATE = {"005": "1.00", "007": "9.00", "015": "900.00"}
UNTAXED = {"003": "100.00", "007": "0.00", "010": "100.00"}
NEGATIVE = {"003": "-100.00", "006": "5.00", "007": "-5.00", "010": "-100.00"}


def correction(kind: str, figures: dict[str, str], month: str = "022026") -> Edit:
    """A block of correction in the first payment; no figure where the value is empty."""
    records = {"001": month, "002": kind, **dict(sorted(figures.items()))}
    pairs = [(f"S21.G00.56.{number}", value) for number, value in records.items() if value]
    return add("S21.G00.51.013", *[each for pair in pairs for each in pair], nth=4)


def month(text: str) -> list[Edit]:
    """Another main month, all else unchanged."""
    return [put("S20.G00.05.005", text)]


def case(kind: str, right: dict[str, str], **wrong: str) -> Case:
    """A right correction, and the same with these figures (`n003`) changed."""
    changed = right | {number[1:]: value for number, value in wrong.items()}
    return Case([correction(kind, changed)], [correction(kind, right)])


def seizure(month: str) -> Edit:
    """An employee's seizure by the tax office, corrected for that month."""
    pairs = ("001", "1"), ("002", "01"), ("003", "10.00"), ("004", month)
    return add(
        "S21.G00.86.005", *[each for n, value in pairs for each in (f"S21.G00.98.{n}", value)]
    )


CASES = {
    "S21.G00.56.001/CCH-11": Case(
        [correction("04", UNTAXED, "042026")], [correction("04", UNTAXED, "032026")]
    ),
    "S21.G00.56.002/CCH-11": case("01", FIGURES, n006=""),
    "S21.G00.56.002/CCH-12": case("02", RATE, n015=""),
    "S21.G00.56.002/CCH-13": case("03", NEGATIVE, n010=""),
    "S21.G00.56.002/CCH-14": Case(
        [correction("03", NEGATIVE | {"010": "0.01"})],
        [correction("03", NEGATIVE | {"003": "0.00", "010": "0.00"})],
    ),
    "S21.G00.56.002/CCH-15": case("01", FIGURES, n015="900.00"),
    "S21.G00.56.002/CCH-16": Case(
        [correction("01", FIGURES, "122025")], [correction("01", FIGURES, "012026")]
    ),
    "S21.G00.56.002/CCH-17": Case(
        [*month("01012026"), correction("02", RATE, "012026")],
        [*month("01012026"), correction("02", RATE, "122025")],
    ),
    "S21.G00.56.002/CCH-18": case("02", RATE, n008="1.00"),
    "S21.G00.56.002/CCH-26": case("04", UNTAXED, n003=""),
    "S21.G00.56.002/CCH-27": case("04", UNTAXED, n007="0.01"),
    "S21.G00.56.008/CCH-11": case("01", FIGURES | {"008": "1.00"}, n010=""),
    "S21.G00.56.010/CCH-11": case("01", FIGURES, n003=""),
    "S21.G00.98.004/CCH-11": Case([seizure("032026")], [seizure("022026")]),
}

SIDES = [
    ("S21.G00.56.001/CCH-11", "monthly", [correction("04", UNTAXED, "132026")], 0),
    (
        "S21.G00.56.002/CCH-16",
        "monthly",
        [*month("01022026"), correction("01", FIGURES, "122025")],
        1,
    ),
]

"""Cases of `controls/rules/other_income.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add


def income(kind: str, *more: str, nth: int = 4) -> Edit:
    """Another element of pay of the first employee: (number, value, …) after its amount."""
    pairs = [
        (f"S21.G00.54.{number}", value) for number, value in zip(more[::2], more[1::2], strict=True)
    ]
    records = [("S21.G00.54.001", kind), ("S21.G00.54.002", "50.00"), *pairs]
    return add("S21.G00.51.013", *[each for pair in records for each in pair], nth=nth)


def leaver(number: str) -> Edit:
    """The same in `end`, whose contract is number 00001."""
    return income("17", "005", number, nth=3)


FORMER = add("S21.G00.40.037", "S21.G00.45.001", "53464097400018", "S21.G00.45.002", "00007")

CASES = {
    "S21.G00.54.004/CCH-11": Case(
        [income("17", "003", "02032026", "004", "01032026")],
        [income("17", "003", "01032026", "004", "01032026")],
    ),
    "S21.G00.54.004/SIG-12": Case(
        [income("17", "003", "01032026", "004", "01042026")],
        [
            income("17", "003", "01032026", "004", "31032026"),
            income("92", "003", "01032026", "004", "01042026"),
            income("93", "003", "01032026", "004", "01042026"),
        ],
    ),
    "S21.G00.54.005/CCH-11": Case([income("17", "005", "00009")], [income("17", "005", "00001")]),
    "S21.G00.54.005/CCH-12": Case(
        [FORMER, leaver("00008")], [FORMER, leaver("00007"), leaver("00001")], "end"
    ),
    "S21.G00.54.005/CSL-14": Case([income("17", "005", "00#01")], [income("17", "005", "00-01")]),
}

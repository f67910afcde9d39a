"""Cases of `controls/rules/establishment_dues.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add


def tax(code: str, *more: str) -> Edit:
    """A tax the establishment is liable to, or not: (number, value, …) after its code."""
    pairs = [
        (f"S21.G00.44.{number}", value) for number, value in zip(more[::2], more[1::2], strict=True)
    ]
    records = [("S21.G00.44.001", code), *pairs]
    return add("S21.G00.23.005", *[each for pair in records for each in pair], nth=12)


def due(code: str, reference: str = "1", begin: str = "01032026", end: str = "31032026") -> Edit:
    """A contribution of the establishment."""
    values = "100.00", code, begin, end, reference
    pairs = [(f"S21.G00.82.{number:03d}", value) for number, value in enumerate(values, 1)]
    return add("S21.G00.11.022", *[each for pair in pairs for each in pair])


def contribution(failing: list[Edit], passing: list[Edit], times: int = 1) -> Case:
    """With the insurance contract of `insured`, whose identifier is 1."""
    return Case(failing, passing, "insured", times=times)


def pair(first: str, second: str) -> Case:
    """Each alone is wrong; so are both for different periods."""
    year = ("01012024", "31122024")
    return contribution(
        [due(first, "X", *year), due(second, "X", "01012023", "31122023")],
        [due(first, "X", *year), due(second, "X", *year)],
        times=2,
    )


RETURNED = add("S21.G00.82.005", "S21.G00.82.006", "CRM1")

CASES = {
    "S21.G00.44.001/CCH-11": Case(
        [tax("009", "003", "2026")], [tax("009", "002", "1000.00", "003", "2026")]
    ),
    "S21.G00.44.001/CCH-12": Case(
        [tax("010", "002", "0.00", "003", "2026")], [tax("010", "003", "2026")]
    ),
    "S21.G00.44.003/CCH-11": Case([tax("001", "003", "2027")], [tax("001", "003", "2026")]),
    "S21.G00.44.004/CCH-11": Case(
        [tax("002", "003", "2026"), tax("001", "003", "2026", "004", "001")],
        [tax("002", "003", "2026", "004", "001"), tax("001", "003", "2026")],
        times=2,
    ),
    "S21.G00.44.004/CRE-11": Case(
        [tax("002", "003", "2026", "004", "999")],
        [tax("002", "003", "2026", "004", "001")],
        tables={"MNATA": frozenset({"001"})},
    ),
    "S21.G00.82.002/CCH-14": contribution(
        [due("045", "1"), due("045", "01"), due("065", "37")],
        [due("045", "38"), due("065", "00"), due("045", "2"), due("054", "37")],
        times=3,
    ),
    "S21.G00.82.002/CCH-21": Case(
        [due("065", "X", "31122024", "31122025")], [due("065", "X", "01012025", "31122025")]
    ),
    "S21.G00.82.002/CCH-22": pair("065", "066"),
    "S21.G00.82.002/CCH-23": pair("066", "067"),
    "S21.G00.82.002/CCH-24": pair("068", "065"),
    "S21.G00.82.003/CCH-11": contribution(
        [due("001", "1", "01052026", "31052026")], [due("001", "1", "30042026", "31052026")]
    ),
    "S21.G00.82.003/CCH-12": contribution(
        [due("054", "01", "01042026", "30042026")], [due("054", "01", "31032026", "30042026")]
    ),
    "S21.G00.82.005/CCH-12": Case(
        [due("024", "38"), due("054", "1")], [due("024", "37"), due("054", "01")], times=2
    ),
    "S21.G00.82.005/CCH-14": contribution([due("090", "2")], [due("090", "1")]),
    "S21.G00.82.006/CCH-11": Case(
        [due("065", "X"), RETURNED], [due("065", "X", "01022026", "28022026"), RETURNED]
    ),
}

SIDES = [
    ("S21.G00.82.006/CCH-11", "monthly", [due("065", "X", "01032026", "28022026"), RETURNED], 1),
    ("S21.G00.82.002/CCH-21", "monthly", [due("065", "X", "99992024", "31122025")], 0),
    ("S21.G00.82.002/CCH-21", "monthly", [due("065", "X", "01012024", "99992025")], 0),
]

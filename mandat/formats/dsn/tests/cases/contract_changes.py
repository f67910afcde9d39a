"""Cases of `controls/rules/contract_changes.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put

LAST = "S21.G00.40.043"


def change(day, *pairs, after=LAST):
    """Edit: a change of the first contract on that day."""
    return add(after, "S21.G00.41.001", day, *pairs)


def deep(depth, day="15032026", kind=("S21.G00.41.008", "10")):
    """Edit: a change of a term, with the day from which the pay is done again."""
    pairs = sorted([kind, ("S21.G00.41.028", depth)])
    return change(day, *(each for pair in pairs for each in pair))


FORMER = ("S21.G00.41.014", "00009")
PART_TIME = ("S21.G00.41.008", "20")
JOINED = add("S21.G00.40.037", "S21.G00.45.001", "73282932000074")

CASES = {
    "S21.G00.41.001/CCH-12": Case([change("01032026")], [change("01032026", *FORMER)]),
    "S21.G00.41.001/CCH-13": Case(
        [change("01032026", "S21.G00.41.007", "75.83", *PART_TIME)],
        [change("01032026", *FORMER, "S21.G00.41.021", "01012024")],
    ),
    "S21.G00.41.001/CCH-14": Case(
        [change("01032026", "S21.G00.41.028", "01032026")],
        [deep("01032026")],
    ),
    "S21.G00.41.001/CCH-15": Case(
        [change("01042026", *FORMER)],
        [change("31032026", *FORMER)],
    ),
    "S21.G00.41.001/CCH-16": Case(
        [change("01032026", *PART_TIME, *FORMER)],
        [change("01032026", *FORMER)],
    ),
    "S21.G00.41.001/SIG-11": Case(
        [change("01042026", *FORMER)],
        [change("31032026", *FORMER)],
    ),
    "S21.G00.41.012/CSL-11": Case(
        [change("01032026", "S21.G00.41.012", "73282932100074")],
        [change("01032026", "S21.G00.41.012", "73282932000074")],
    ),
    "S21.G00.41.012/CSL-12": Case(
        [change("01032026", "S21.G00.41.012", "73282932000075")],
        [change("01032026", "S21.G00.41.012", "73282932000074")],
    ),
    "S21.G00.41.021/SIG-11": Case(
        [change("01032026", "S21.G00.41.021", "01042026")],
        [change("01032026", "S21.G00.41.021", "31032026")],
    ),
    "S21.G00.41.028/CCH-11": Case(
        [change("01032026", *PART_TIME)],
        [change("15032026", *PART_TIME), deep("01022026", day="01032026")],
    ),
    "S21.G00.41.028/CCH-12": Case([deep("01032026", kind=FORMER)], [deep("01032026")]),
    "S21.G00.41.028/CCH-13": Case(
        [deep("02032026")],
        [deep("10022026"), put("S21.G00.40.001", "10022026")],
    ),
    "S21.G00.41.028/CCH-14": Case([deep("01122023")], [deep("01012024")]),
    "S21.G00.41.028/CCH-15": Case([deep("01042026")], [deep("01032026", day="01032026")]),
    "S21.G00.45.001/CSL-11": Case(
        [JOINED, put("S21.G00.45.001", "73282932100074")],
        [JOINED],
        base="end",
    ),
    "S21.G00.45.001/CSL-12": Case(
        [JOINED, put("S21.G00.45.001", "73282932000075")],
        [JOINED],
        base="end",
    ),
}

SIDES = [
    ("S21.G00.41.028/CCH-11", "monthly", [change("99992026", *PART_TIME)], 0),
]

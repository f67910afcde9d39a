"""Cases of `controls/rules/contribution_bases.py`.

Each employee has the bases 02, 03, 04 and 07, so the nth of both are 1 to 4 and 5 to 8.
"""

from mandat.formats.dsn.tests.cases import Case, Edit, add, put

KIND, BEGIN, END = "S21.G00.78.001", "S21.G00.78.002", "S21.G00.78.003"
RETURNED = add("S21.G00.78.004", "S21.G00.78.007", "CRM1")


def fund(code: str) -> Edit:
    """The holiday fund of the first employee."""
    return add("S21.G00.40.020", "S21.G00.40.022", code)


def former_fund(code: str) -> Edit:
    """The holiday fund that the second employee had before."""
    return add("S21.G00.40.043", "S21.G00.41.001", "01032026", "S21.G00.41.023", code, nth=2)


def bases(first: str, second: str) -> list[Edit]:
    """The last base of each employee."""
    return [put(KIND, first, 4), put(KIND, second, 8)]


def leaver(kind: str) -> Edit:
    """A base in `end`."""
    records = (KIND, kind, BEGIN, "01032026", END, "20032026", "S21.G00.78.004", "688.40")
    return add("S21.G00.51.013", *records, nth=3)


CASES = {
    "S21.G00.78.001/CCH-11": Case(
        [*bases("21", "40"), fund("38"), former_fund("38")],
        [*bases("21", "40"), fund("37"), former_fund("99")],
        times=2,
    ),
    "S21.G00.78.001/CCH-14": Case([leaver("31")], [leaver("03")], "end"),
    "S21.G00.78.001/CCH-24": Case(
        bases("20", "20"), [*bases("20", "20"), fund("38"), former_fund("38")], times=2
    ),
    "S21.G00.78.001/CCH-25": Case([leaver("21"), fund("38")], [leaver("21"), fund("37")], "end"),
    "S21.G00.78.001/CCH-26": Case([leaver("20")], [leaver("20"), fund("38")], "end"),
    "S21.G00.78.001/SIG-18": Case(
        [put("S21.G00.71.002", "CRPNPAC"), put(KIND, "42", 8)],
        [
            put("S21.G00.71.002", "CRPNPAC"),
            put("S21.G00.71.002", "CRPNPAC", 2),
            *bases("41", "42"),
        ],
        at="S21.G00.71.002",
    ),
    "S21.G00.78.001/SIG-19": Case(
        [put(BEGIN, "02032026")],
        [put(BEGIN, "28022026"), put(END, "01042026", 2)],
        times=2,
    ),
    "S21.G00.78.003/CCH-12": Case(
        [put(END, "28022026"), put(BEGIN, "02032026", 2), put(END, "01032026", 2)],
        [put(BEGIN, "31032026")],
        times=2,
    ),
    "S21.G00.78.003/CCH-15": Case([put(END, "01042026")]),
    "S21.G00.78.003/CCH-16": Case([put(BEGIN, "31122025")], [put(BEGIN, "01012026")]),
    "S21.G00.78.007/CCH-11": Case(
        [RETURNED], [RETURNED, put(BEGIN, "01022026"), put(END, "28022026")]
    ),
}

SIDES = [
    ("S21.G00.78.003/CCH-15", "monthly", [put(BEGIN, "01022026"), put(END, "28022026")], 0),
    ("S21.G00.78.003/CCH-16", "monthly", [put(BEGIN, "99992025")], 0),
    ("S21.G00.78.001/SIG-19", "monthly", [put(BEGIN, "99992026")], 1),
    # Of a period that ends before it begins, one day of this month is enough.
    ("S21.G00.78.007/CCH-11", "monthly", [RETURNED, put(END, "28022026")], 1),
    (
        "S21.G00.78.007/CCH-11",
        "monthly",
        [RETURNED, put(BEGIN, "01022026"), put(END, "01032026")],
        1,
    ),
    ("S21.G00.78.007/CCH-11", "monthly", [RETURNED, put(BEGIN, "99992026")], 0),
    # Two bases of which one date is the same.
    (
        "S21.G00.78.003/CCH-12",
        "monthly",
        [put(END, "15032026"), put(END, "15032026", 2), put(BEGIN, "20032026", 2)],
        1,
    ),
    (
        "S21.G00.78.003/CCH-16",
        "monthly",
        [put(BEGIN, "01122025"), put(END, "31122025"), put(BEGIN, "01122025", 2)],
        1,
    ),
]

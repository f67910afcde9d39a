"""Cases of `controls/rules/remuneration.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, drop_block, put

FIRST_OF_TWO_YEARS = ("01122023", "01012024")
END_OF_A_YEAR = ("01122023", "31122023")


def pay(
    kind: str, *more: str, period: tuple[str, str] = ("01032026", "31032026"), contract: str = "1"
) -> Edit:
    """Another pay element of the first employee."""
    return add(
        "S21.G00.51.013",
        *("S21.G00.51.001", period[0], "S21.G00.51.002", period[1]),
        *("S21.G00.51.010", f"0000{contract}", "S21.G00.51.011", kind, *more),
        *("S21.G00.51.013", "12.00"),
        nth=4,
    )


def ended(on: str, reason: str = "059") -> Edit:
    """The end of the contract of the first employee."""
    return add("S21.G00.40.043", "S21.G00.62.001", on, "S21.G00.62.002", reason)


def at_sea(*kinds: str) -> list[Edit]:
    """The first employee is at sea, with a service line that is paid by these types."""
    line = add(
        "S21.G00.71.002",
        *("S21.G00.40.001", "01012024", "S21.G00.40.007", "93"),
        *("S21.G00.40.009", "00009", "S21.G00.40.076", "00001"),
    )
    return [put("S21.G00.40.007", "91"), line, *(pay(kind, contract="9") for kind in kinds)]


NOTHING = put("S21.G00.51.013", "0.00", nth=2)
BEFORE = add("S21.G00.40.037", "S21.G00.45.001", "53464097400018", "S21.G00.45.002", "00009")

CASES = {
    "S21.G00.51.001/CCH-11": Case(
        [put("S21.G00.40.001", "15032026")],
        [put("S21.G00.40.001", "15032026"), put("S21.G00.51.001", "13032026", nth=2)],
    ),
    "S21.G00.51.002/CCH-11": Case(
        [put("S21.G00.51.002", "28022026")], [put("S21.G00.51.002", "01032026")]
    ),
    "S21.G00.51.002/CCH-13": Case([ended("28032026")], [ended("29032026")]),
    "S21.G00.51.002/SIG-14": Case(
        [put("S21.G00.51.002", "01042026")], [put("S21.G00.51.002", "30032026")]
    ),
    "S21.G00.51.010/CCH-11": Case([put("S21.G00.51.010", "00009")]),
    "S21.G00.51.010/CCH-12": Case(
        [put("S21.G00.51.010", "00009")],
        [put("S21.G00.51.010", "00009"), BEFORE],
        base="end",
    ),
    "S21.G00.51.010/CSL-11": Case([put("S21.G00.51.010", "0000+")]),
    "S21.G00.51.011/CCH-11": Case([drop_block("S21.G00.51", nth=3)]),
    "S21.G00.51.011/CCH-12": Case(at_sea("001"), at_sea("002")),
    "S21.G00.51.011/CCH-13": Case(
        [*at_sea("001", "002", "003"), NOTHING],
        [*at_sea("001", "002", "003", "010"), NOTHING],
    ),
    "S21.G00.51.011/CCH-15": Case([drop_block("S21.G00.51", nth=3)], base="end"),
    "S21.G00.51.011/CCH-16": Case(
        [pay("026", period=FIRST_OF_TWO_YEARS)], [pay("026", period=END_OF_A_YEAR)], norm="P24V01"
    ),
    "S21.G00.51.011/CCH-17": Case(
        [pay("027", period=FIRST_OF_TWO_YEARS)], [pay("027", period=END_OF_A_YEAR)], norm="P24V01"
    ),
    "S21.G00.51.012/CCH-12": Case(
        [add("S21.G00.51.011", "S21.G00.51.012", "0.00")],
        [add("S21.G00.51.011", "S21.G00.51.012", "0.01")],
    ),
    "S21.G00.51.012/SIG-11": Case([pay("017")], [pay("017", "S21.G00.51.012", "2.00")]),
    "S21.G00.51.012/SIG-13": Case(
        [add("S21.G00.51.011", "S21.G00.51.012", "2.00", nth=4)],
        [pay("017", "S21.G00.51.012", "2.00")],
    ),
    "S21.G00.51.013/SIG-11": Case([put("S21.G00.78.001", "02", nth=2)]),
    "S21.G00.51.014/CCH-11": Case(
        [add("S21.G00.51.013", "S21.G00.51.014", "50.00")],
        [put("S21.G00.40.026", "01"), add("S21.G00.51.013", "S21.G00.51.014", "50.00")],
    ),
}

BEGINS, ENDS = "S21.G00.51.001/CCH-11", "S21.G00.51.002/CCH-13"
PAID_FROM, PAID_AMOUNT = "S21.G00.51.001", "S21.G00.51.013"
OF_ANOTHER = add(
    PAID_AMOUNT,
    *(PAID_FROM, "01032026", "S21.G00.51.002", "20032026", "S21.G00.51.010", "00009"),
    *("S21.G00.51.011", "002", PAID_AMOUNT, "9.00"),
    nth=3,
)

SIDES = [
    (BEGINS, "monthly P24V01", [put("S21.G00.40.001", "15032026")], 2),
    (BEGINS, "monthly", [put("S21.G00.40.001", "03032026")], 0),
    (BEGINS, "monthly", [put("S21.G00.40.001", "04032026")], 1),
    (BEGINS, "monthly", [put("S21.G00.40.001", "99992026")], 0),
    (BEGINS, "monthly", [put("S21.G00.40.001", "15032026"), put(PAID_FROM, "28022026", 2)], 0),
    (ENDS, "monthly", [ended("28032026"), put("S21.G00.51.002", "30032026", 2)], 0),
    (ENDS, "monthly", [ended("28032026"), put("S21.G00.51.002", "01042026", 2)], 0),
    (ENDS, "monthly", [ended("28032026"), ended("28032026", "099")], 0),
    (ENDS, "monthly", [ended("99992026")], 0),
    ("S21.G00.51.002/SIG-14", "monthly", [put("S21.G00.51.002", "28022026")], 0),
    ("S21.G00.51.011/CCH-11", "monthly", at_sea("001"), 0),
    ("S21.G00.51.011/CCH-12", "monthly", [*at_sea("001"), put("S21.G00.40.007", "92")], 1),
    ("S21.G00.51.011/CCH-12", "monthly", [*at_sea("001"), put("S21.G00.40.007", "01")], 0),
    ("S21.G00.51.011/CCH-12", "monthly", [*at_sea("001"), drop("S21.G00.40.076")], 0),
    ("S21.G00.51.011/CCH-12", "monthly", [*at_sea("001"), NOTHING], 0),
    ("S21.G00.51.011/CCH-12", "monthly", [*at_sea("001"), put(PAID_AMOUNT, "0.01", 2)], 1),
    ("S21.G00.51.011/CCH-13", "monthly", at_sea("001"), 0),
    ("S21.G00.51.011/CCH-15", "end", [drop_block("S21.G00.51")], {"missing": "001", "nth": 1}),
    ("S21.G00.51.011/CCH-15", "end", [drop_block("S21.G00.51", 2)], {"missing": "002"}),
    ("S21.G00.51.011/CCH-15", "end", [OF_ANOTHER], 0),
    ("S21.G00.51.011/CCH-15", "end P24V01", [OF_ANOTHER], {"missing": "001, 010"}),
    (
        "S21.G00.51.011/CCH-16",
        "monthly P24V01",
        [pay("026", period=("01012024", "31122023"))],
        1,
    ),
    (
        "S21.G00.51.013/SIG-11",
        "monthly",
        [put("S21.G00.78.001", "02", nth=2), put(PAID_AMOUNT, "0.00")],
        0,
    ),
    # A pay element with a rubric more than most is of its contract all the same.
    (
        "S21.G00.51.011/CCH-11",
        "monthly",
        [add("S21.G00.51.011", "S21.G00.51.012", "1.00", nth=2)],
        0,
    ),
    (BEGINS, "monthly P24V01", [put("S21.G00.40.001", "15032026"), drop_block("S21.G00.51", 3)], 2),
    (BEGINS, "monthly", [put("S21.G00.40.001", "15032026"), drop_block("S21.G00.51", 3)], 1),
    ("S21.G00.51.002/CCH-11", "monthly", [put("S21.G00.51.002", "01042026")], 0),
    (
        "S21.G00.51.010/CCH-11",
        "monthly",
        [put("S21.G00.51.010", "00009", nth) for nth in (1, 2, 3, 4)],
        4,
    ),
    (
        "S21.G00.51.010/CCH-11",
        "monthly",
        [
            add("S21.G00.71.002", "S21.G00.40.001", "01032026", "S21.G00.40.007", "01"),
            drop("S21.G00.51.010"),
        ],
        1,
    ),
]

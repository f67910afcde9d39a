"""Cases of `controls/rules/net_pay.py`. The main month is March 2026."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, drop_block, put

PAID, RATE, KIND, TAX = (f"S21.G00.50.{number}" for number in ("001", "006", "007", "009"))
BEGIN, END = "S21.G00.58.001", "S21.G00.58.002"
WITHOUT_NET = [drop_block("S21.G00.58"), drop_block("S21.G00.58")]
DEDUCTION = add("S21.G00.51.013", "S21.G00.54.001", "10", "S21.G00.54.002", "50.00", nth=4)
OTHER_CONTRACT = put("S21.G00.51.010", "00009", 4)


def paid(first: str, second: str) -> list[Edit]:
    """The dates of the payments of both employees."""
    return [put(PAID, first), put(PAID, second, 2)]


def payment(*number: str) -> Edit:
    """Another payment of the first employee."""
    pairs = (PAID, "31032026", "S21.G00.50.002", "0.00", *number)
    return add("S21.G00.58.004", *pairs)


CASES = {
    "S21.G00.50.001/CCH-13": Case(paid("01052026", "31032026"), paid("30042026", "31032026")),
    "S21.G00.50.001/CCH-14": Case(
        [*WITHOUT_NET, *paid("01032026", "31032026")],
        [*WITHOUT_NET, *paid("28022026", "01042026")],
        times=2,
    ),
    "S21.G00.50.001/CCH-15": Case(
        [*WITHOUT_NET, *paid("31032026", "01042026")],
        [*WITHOUT_NET, *paid("31032026", "31032026")],
    ),
    "S21.G00.50.001/CCH-16": Case(
        [DEDUCTION, OTHER_CONTRACT],
        [DEDUCTION, OTHER_CONTRACT, add("S21.G00.54.002", "S21.G00.54.005", "00001")],
    ),
    "S21.G00.50.003/CCH-11": Case(
        [payment("S21.G00.50.003", "01")], [payment("S21.G00.50.003", "02")]
    ),
    "S21.G00.50.003/CCH-12": Case([payment()], [payment("S21.G00.50.003", "02")]),
    "S21.G00.50.007/CCH-11": Case(
        [put(KIND, "99"), put(RATE, "0.00"), put(KIND, "99", 2), put(TAX, "0.00", 2)],
        [put(KIND, "99"), put(RATE, "0.00"), put(TAX, "0.00")],
        times=2,
    ),
    "S21.G00.50.008/CCH-11": Case([drop("S21.G00.50.008")]),
    # 875.05 at 1.50 % is 13.13.
    "S21.G00.50.009/CCH-11": Case([put(TAX, "14.14")], [put(TAX, "14.13")]),
    "S21.G00.58.002/CCH-11": Case(
        [put(END, "28022026")], [put(BEGIN, "31032026"), put(END, "31032026")]
    ),
    "S21.G00.58.002/CCH-12": Case([put(END, "01052026")], [put(END, "30042026")]),
    "S21.G00.58.002/CCH-13": Case([put(BEGIN, "31122025")], [put(BEGIN, "01012026")]),
    "S21.G00.58.002/CCH-14": Case([drop(BEGIN), drop(END, 2)], [drop(BEGIN), drop(END)], times=2),
}

SECOND = payment("S21.G00.50.003", "02")
PAY_OF_ANOTHER = payment(
    *("S21.G00.50.003", "02", "S21.G00.51.001", "01032026", "S21.G00.51.002", "31032026"),
    *("S21.G00.51.010", "00009", "S21.G00.51.011", "002", "S21.G00.51.013", "0.00"),
)

SIDES = [
    ("S21.G00.50.001/CCH-14", "monthly", [*WITHOUT_NET, put("S21.G00.11.004", "98000")], 0),
    ("S21.G00.50.001/CCH-14", "monthly", [SECOND, *WITHOUT_NET, put(PAID, "01042026", 2)], 1),
    ("S21.G00.50.001/CCH-14", "monthly", [payment(), *WITHOUT_NET, put(PAID, "99992026", 2)], 2),
    ("S21.G00.50.001/CCH-16", "monthly", [DEDUCTION], 0),
    ("S21.G00.50.001/CCH-16", "monthly", [DEDUCTION, PAY_OF_ANOTHER], 0),
    ("S21.G00.50.009/CCH-11", "monthly", [drop("S21.G00.50.013"), put(TAX, "99.00")], 0),
    ("S21.G00.50.009/CCH-11", "monthly", [drop(RATE), put(TAX, "99.00")], 0),
    ("S21.G00.50.001/CCH-14", "monthly", [SECOND], 1),
    ("S21.G00.50.001/CCH-14", "monthly", [put("S21.G00.58.003", "01")], 1),
    (
        "S21.G00.50.001/CCH-13",
        "monthly",
        [*paid("30042026", "01052026"), put("S21.G00.50.002", "875.05", 2)],
        1,
    ),
    (
        "S21.G00.58.002/CCH-11",
        "monthly",
        [put(END, "15032026"), put(END, "15032026", 2), put(BEGIN, "20032026", 2)],
        1,
    ),
    (
        "S21.G00.58.002/CCH-13",
        "monthly",
        [put(BEGIN, "01122025"), put(END, "31122025"), put(BEGIN, "01122025", 2)],
        1,
    ),
]

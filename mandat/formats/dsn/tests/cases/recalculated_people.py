"""Bases, time, rates of a person: when the recalculation speaks, when it keeps silent."""

from mandat.formats.dsn.tests.cases import Edit, add, drop, drop_block, put
from mandat.formats.dsn.tests.cases.recalculation import number
from mandat.formats.dsn.tests.cases.remuneration import ended
from mandat.formats.dsn.tests.recalculation.edits import (
    AMOUNT,
    BASE,
    CTP,
    DAYS,
    FRACTION,
    QUALIFIER,
    RATE,
    contract,
    earlier,
    february,
    more_people,
)

LOW = put(BASE, "900.00")
CONTRACT_RATE, OWN_RATE, OWN_AMOUNT = "S21.G00.40.043", "S21.G00.81.007", "S21.G00.81.004"
HIGH_PAY = put(BASE, "3000.00", 2)
TIME = "S21.G00.40.013"
LEFT = add("S21.G00.40.043", "S21.G00.62.001", "15022026", "S21.G00.62.002", "059")
CHANGED = contract("41.001", "15032026")
ALSO_BASE = add(
    OWN_RATE,
    *("S21.G00.78.001", "02", "S21.G00.78.002", "01032026", "S21.G00.78.003", "31032026"),
    *(BASE, "10.00"),
    nth=2,
)
ALSO_GROSS = add(
    OWN_RATE,
    *("S21.G00.78.001", "03", "S21.G00.78.002", "01032026", "S21.G00.78.003", "31032026"),
    *(BASE, "10.00"),
    nth=2,
)
EXTRA_HOURS = add(
    "S21.G00.51.013",
    *("S21.G00.51.001", "01032026", "S21.G00.51.002", "31032026", "S21.G00.51.010", "00001"),
    *("S21.G00.51.011", "017", "S21.G00.51.012", "20.00", "S21.G00.51.013", "300.00"),
    nth=4,
)
FEBRUARY_PAY = add(
    "S21.G00.51.013",
    *("S21.G00.51.001", "01022026", "S21.G00.51.002", "28022026", "S21.G00.51.010", "00001"),
    *("S21.G00.51.011", "002", "S21.G00.51.013", "-50.00"),
    *("S21.G00.53.001", "01", DAYS, "5.00", "S21.G00.53.003", "40"),
    nth=4,
)
SECOND_CONTRACT = add(
    "S21.G00.40.043",
    *("S21.G00.40.001", "01012024", "S21.G00.40.009", "00009", CONTRACT_RATE, "3.07"),
)
OWN_CEILING = add(OWN_RATE, "S21.G00.79.001", "06", "S21.G00.79.004", "900.00", nth=2)
LUMP = put("S21.G00.78.001", "11", 4)
DAYS_OF_A_YEAR = [
    put("S21.G00.40.011", "20"),
    put("S21.G00.40.012", "218.00"),
    put(TIME, "109.00"),
    put("S21.G00.40.014", "10"),
]

OTHER_KIND = put("S21.G00.78.001", "10", 2)
SPANNING = put("S21.G00.78.002", "01022026", 2)
ALIKE = [put(TIME, "151.67"), put("S21.G00.40.014", "20", 2)]
FIVE_RUBRICS = add("S21.G00.78.004", "S21.G00.78.005", "X")
ONE_RATE = put(CONTRACT_RATE, "2.07")


def extra(first: str, last: str, kind: str, hours: str = "20.00") -> Edit:
    """A pay element of the first employee with hours, of that period and that kind."""
    told = ("S21.G00.51.012", hours) if hours else ()
    return add(
        "S21.G00.51.013",
        *("S21.G00.51.001", first, "S21.G00.51.002", last, "S21.G00.51.010", "00001"),
        *("S21.G00.51.011", kind, *told, "S21.G00.51.013", "300.00"),
        nth=4,
    )


def six_rubrics(amount: str = "1067.02") -> list[Edit]:
    """The pay that bears the activity has a rubric more than most."""
    return [
        add("S21.G00.51.011", "S21.G00.51.012", "75.83", nth=2),
        put("S21.G00.51.013", amount, 2),
    ]


def rates_of_employees(count: int) -> list[Edit]:
    """So many employees, each with a rate of its own: 1.00, 2.00, …"""
    own = [put(CONTRACT_RATE, f"{rank}.00", rank) for rank in range(1, count + 1)]
    return [more_people(count - 2), *own]


def rates_of_lines(count: int) -> list[Edit]:
    """So many lines of the general scheme, likewise."""
    more = [
        add(AMOUNT, CTP, "100", QUALIFIER, "920", RATE, f"{n}.00", nth=12)
        for n in range(2, count + 1)
    ]
    return [put(RATE, "1.00"), *more]


_ROWS = [
    # The capped base of an ordinary contract: lower, higher, the bounds.
    ("capped-base", [LOW], [BASE]),
    ("capped-base", [put(BASE, "1068.02")], []),
    ("capped-base", [put(BASE, "1068.03")], [BASE]),
    ("capped-base", [february, LOW], [BASE]),
    # The ceiling of part time: 4 005 × 75.83 / 151.67 = 2 002.37.
    ("capped-base", [HIGH_PAY, put(BASE, "2003.37")], []),
    ("capped-base", [HIGH_PAY, put(BASE, "2003.38")], [BASE]),
    ("capped-base", [HIGH_PAY, put(BASE, "2001.37")], []),
    ("capped-base", [HIGH_PAY, put(BASE, "2001.36")], [BASE]),
    # With 20 hours more: 4 005 × 95.83 / 151.67 = 2 530.49.
    ("capped-base", [HIGH_PAY, EXTRA_HOURS, put(BASE, "2530.49")], []),
    ("capped-base", [HIGH_PAY, EXTRA_HOURS, put(BASE, "2002.37")], [BASE]),
    # Contributing like full time: the whole pay is below 4 005.
    ("capped-base", [HIGH_PAY, contract("40.044", "01"), put(BASE, "3000.00")], []),
    ("capped-base", [HIGH_PAY, contract("40.044", "02"), put(BASE, "2002.37")], [BASE]),
    # Twenty days of thirty-one: 2 002.37 × 20 / 31 = 1 291.85.
    ("capped-base", [HIGH_PAY, put(DAYS, "20.00", 2), put(BASE, "1291.85")], []),
    ("capped-base", [HIGH_PAY, put(DAYS, "20.00", 2), put(BASE, "2002.37")], [BASE]),
    # Half a year of days: 2 002.50, though the contract says full time.
    ("capped-base", [*DAYS_OF_A_YEAR, HIGH_PAY, put(BASE, "2002.50")], []),
    ("capped-base", [*DAYS_OF_A_YEAR, HIGH_PAY, put(BASE, "3000.00")], [BASE]),
    # Full time follows the whole ceiling whatever the hours.
    ("capped-base", [put("S21.G00.40.014", "10"), HIGH_PAY, put(BASE, "3000.00")], []),
    # What gives another ceiling, or leaves it unknown.
    ("capped-base", [LOW, FEBRUARY_PAY], [BASE]),
    ("capped-base", [put(BASE, "0.00", 2)], []),
    ("calendar-days", [FEBRUARY_PAY], []),
    ("capped-base", [LOW, put("S21.G00.40.036", "02")], []),
    ("capped-base", [LOW, put("S21.G00.40.037", "02")], []),
    ("capped-base", [LOW, put("S21.G00.40.037", "03")], [BASE]),
    ("capped-base", [LOW, put("S21.G00.40.020", "300")], []),
    ("capped-base", [LOW, put("S21.G00.40.007", "80")], []),
    ("capped-base", [LOW, put("S21.G00.40.014", "99")], []),
    ("capped-base", [LOW, put("S21.G00.40.011", "31")], []),
    ("capped-base", [LOW, put("S21.G00.40.012", "0.00")], []),
    ("capped-base", [LOW, put("S21.G00.11.004", "97600")], []),
    ("capped-base", [LOW, put("S21.G00.11.004", "97400")], [BASE]),
    ("capped-base", [LOW, put("S20.G00.05.005", "01032027")], []),
    ("capped-base", [LOW, CHANGED], []),
    ("capped-base", [LOW, SECOND_CONTRACT], []),
    ("capped-base", [LOW, OWN_CEILING], []),
    ("capped-base", [LOW, LUMP], []),
    ("capped-base", [LOW, ALSO_BASE], []),
    ("capped-base", [LOW, ALSO_GROSS], []),
    ("capped-base", [LOW, FRACTION], [BASE]),
    ("capped-base", [LOW, FRACTION, put(DAYS, "30.00", 2)], []),
    ("capped-base", [LOW, put(DAYS, "20.50", 2)], []),
    ("capped-base", [LOW, put(DAYS, "32.00", 2)], []),
    ("capped-base", [LOW, drop_block("S21.G00.53", 2)], []),
    ("capped-base", [LOW, put("S21.G00.78.002", "01022026")], []),
    ("capped-base", [earlier("02", "-900.00", "076", "-900.00", "-139.05")], []),
    # A capped base without pay, and the order where the ceiling is not known.
    ("capped-base-without-gross", [put(BASE, "0.00", 2)], [BASE]),
    ("capped-base-without-gross", [put(BASE, "0.00", 2), put(BASE, "-5.00")], []),
    ("capped-base-without-gross", [put("S21.G00.78.001", "10", 2)], []),
    ("capped-base-without-gross", [earlier("02", "9.00", "076", "9.00", "1.39")], []),
    ("capped-base-without-gross", [put(BASE, "-1.00", 2)], []),
    (
        "capped-base-without-gross",
        [put(BASE, "0.00", 6), earlier("03", "500.00", "075", "500.00", "35.00")],
        [BASE],
    ),
    ("capped-base-order", [put(BASE, "1500.00")], []),
    ("capped-base-order", [put(BASE, "1500.00"), SECOND_CONTRACT], [BASE]),
    ("capped-base-order", [put(BASE, "1500.00"), SECOND_CONTRACT, FRACTION], [BASE]),
    ("capped-base-order", [put(BASE, "-0.01"), SECOND_CONTRACT], []),
    ("capped-base-order", [put(BASE, "-0.02"), SECOND_CONTRACT], [BASE]),
    ("capped-base-order", [ALSO_BASE], [BASE]),
    # The base of the CSG.
    ("csg-base", [put(BASE, "900.00", 3)], [BASE]),
    ("csg-base", [put(BASE, "1200.00", 3)], []),
    ("csg-base", [put(BASE, "0.00", 3)], []),
    ("csg-base", [put(BASE, "900.00", 3), put("S21.G00.40.008", "64")], []),
    ("csg-base", [put(BASE, "900.00", 3), put("S21.G00.40.007", "29")], []),
    ("csg-base", [put(BASE, "900.00", 3), contract("40.023", "10.00")], []),
    ("csg-base", [put(BASE, "900.00", 3), put("S20.G00.05.005", "01032027")], []),
    # Above four ceilings (16 020) the whole pay bears it: 15 739.65 + 3 980 - 400.
    ("csg-base", [put(BASE, "20000.00", 2), put(BASE, "19319.65", 3)], []),
    ("csg-base", [put(BASE, "20000.00", 2), put(BASE, "19319.64", 3)], [BASE]),
    # Calendar days.
    ("calendar-days", [drop_block("S21.G00.53", 2)], [DAYS]),
    ("calendar-days", [put(DAYS, "0.00", 2)], [DAYS]),
    ("calendar-days", [put(DAYS, "-1.00", 2)], [DAYS]),
    ("calendar-days", [put(DAYS, "32.00", 2)], [DAYS]),
    ("calendar-days", [february, put(DAYS, "28.01", 2)], [DAYS]),
    ("calendar-days", [put(DAYS, "0.00", 2), LEFT], []),
    ("calendar-days", [drop_block("S21.G00.53", 2), LEFT], []),
    ("calendar-days", [put(DAYS, "32.00", 2), LEFT], [DAYS]),
    ("calendar-days", [drop_block("S21.G00.53", 2), put(BASE, "0.00")], []),
    ("calendar-days", [put(DAYS, "0.00", 2), put("S21.G00.51.013", "0.00", 2)], []),
    ("calendar-days", [put(DAYS, "many", 2)], []),
    # Working time.
    ("working-time", [put(TIME, "151.67")], [TIME]),
    ("working-time", [put(TIME, "160.00")], [TIME]),
    ("working-time", [put(TIME, "151.66", 2)], []),
    ("working-time", [put(TIME, "151.65", 2)], [TIME]),
    ("working-time", [put(TIME, "169.00", 2)], []),
    ("working-time", [put(TIME, "151.67"), put("S21.G00.40.011", "20")], []),
    ("working-time", [put(TIME, "151.67"), put("S21.G00.40.012", "0.00")], []),
    # The sex and the first digit of the number.
    ("sex-against-number", [put("S21.G00.30.005", "01")], []),
    # Base × rate.
    ("contribution-amount", [put(OWN_AMOUNT, "164.80")], []),
    ("contribution-amount", [put(OWN_AMOUNT, "164.79")], [OWN_AMOUNT]),
    ("contribution-amount", [put(OWN_AMOUNT, "164.91"), drop("S21.G00.81.003")], []),
    ("contribution-amount", [put(OWN_AMOUNT, "164.91"), drop(OWN_RATE)], []),
    ("contribution-amount", [put("S21.G00.81.003", "1000.00", 2)], [OWN_AMOUNT]),
    ("contribution-amount", [put(OWN_AMOUNT, "-164.85")], [OWN_AMOUNT]),
    # The accident rate.
    ("accident-rate", [put(CONTRACT_RATE, "2.07")], [CONTRACT_RATE]),
    ("accident-rate", [put(CONTRACT_RATE, "2.07"), put(RATE, "4.07")], [RATE]),
    ("accident-rate", [put(CONTRACT_RATE, "2.07"), FRACTION], []),
    ("accident-rate", [drop(CONTRACT_RATE), put(RATE, "4.07")], [RATE]),
    ("accident-rate", [drop(CONTRACT_RATE), drop(CONTRACT_RATE), put(RATE, "4.07")], []),
    ("accident-rate", [put(CONTRACT_RATE, "2.07"), drop(RATE)], []),
    ("accident-rate", [put(CONTRACT_RATE, "2.07"), put("S21.G00.81.001", "074", 6)], []),
    ("accident-rate", [put(RATE, "2.07"), put(CONTRACT_RATE, "2.07")], [CONTRACT_RATE]),
    (
        "accident-rate",
        [put(RATE, "2.07"), put(CONTRACT_RATE, "2.07"), put(CONTRACT_RATE, "2.07", 2)],
        [],
    ),
    ("accident-rate", [add("S21.G00.23.002", RATE, "2.95", nth=11)], []),
    ("accident-rate-of-person", [put(CONTRACT_RATE, "3.06")], []),
    ("accident-rate-of-person", [put(CONTRACT_RATE, "3.05")], [OWN_RATE]),
    ("accident-rate-of-person", [put(CONTRACT_RATE, "3.05"), CHANGED], []),
    ("accident-rate-of-person", [put(CONTRACT_RATE, "3.05"), SECOND_CONTRACT], []),
    ("accident-rate-of-person", [put(CONTRACT_RATE, "3.05"), drop(OWN_RATE, 6)], []),
    ("accident-rate-of-person", [put(OWN_RATE, "9.00", 5)], []),
    # What is said, cut short at five rates, and the bounds of one cent.
    ("accident-rate", [ONE_RATE, OTHER_KIND], []),
    ("accident-rate", [ONE_RATE, SPANNING], []),
    (
        "accident-rate",
        [put(CONTRACT_RATE, "90.00"), put(CONTRACT_RATE, "90.00", 2)],
        {"expected": "90.00"},
    ),
    ("accident-rate", rates_of_employees(6), {"expected": "1.00, 2.00, 3.00, 4.00, 5.00"}),
    (
        "accident-rate",
        [*rates_of_employees(7), *rates_of_lines(6)],
        {"expected": "1.00, 2.00, 3.00, 4.00, 5.00", "value": "7.00", "nth": 7},
    ),
    ("accident-rate-of-person", [put(OWN_RATE, "3.080", 6)], []),
    ("accident-rate-of-person", [put(OWN_RATE, "3.081", 6)], [OWN_RATE]),
    ("accident-rate-of-person", [put(OWN_RATE, "9.00", 6), OTHER_KIND], []),
    ("accident-rate-of-person", [put(OWN_RATE, "9.00", 6), SPANNING], []),
    ("capped-base", [put(BASE, "5.00"), put(BASE, "0.01", 2)], [BASE]),
    ("capped-base", [LOW, put("S21.G00.51.001", "15022026", 2)], []),
    ("capped-base", [LOW, put(DAYS, "0.00", 2)], []),
    ("capped-base", [put(DAYS, "1.00", 2), HIGH_PAY], {"ceiling": "64.59"}),
    ("capped-base", [LOW, put("S21.G00.40.011", "12")], [BASE]),
    ("capped-base", [LOW, put("S21.G00.40.011", "21")], [BASE]),
    ("capped-base", [LOW, put(TIME, "many")], []),
    # Extra hours: of part time counted in hours, of the month, of their kind.
    ("capped-base", [*DAYS_OF_A_YEAR, HIGH_PAY, put(BASE, "2001.50")], []),
    ("capped-base", [*DAYS_OF_A_YEAR, HIGH_PAY, EXTRA_HOURS, put(BASE, "2002.50")], []),
    ("capped-base", [put("S21.G00.40.011", "21"), HIGH_PAY, EXTRA_HOURS, put(BASE, "2530.49")], []),
    ("capped-base", [HIGH_PAY, extra("01032026", "31032026", "017", ""), put(BASE, "2001.37")], []),
    ("capped-base", [HIGH_PAY, extra("01032026", "31032026", "018"), put(BASE, "2002.37")], []),
    ("capped-base", [HIGH_PAY, extra("01022026", "28022026", "017"), put(BASE, "2002.37")], []),
    ("capped-base", [HIGH_PAY, extra("15022026", "31032026", "017"), put(BASE, "2002.37")], []),
    ("capped-base-without-gross", [put(BASE, "0.01"), put(BASE, "0.00", 2)], [BASE]),
    ("capped-base-without-gross", [ALSO_GROSS, put(BASE, "0.00", 2), put(BASE, "0.00", 3)], [BASE]),
    ("capped-base-order", [put(BASE, "0.00", 2), SECOND_CONTRACT], []),
    ("capped-base-order", [put(BASE, "0.01", 2), SECOND_CONTRACT], {"difference": "1067.01"}),
    ("capped-base-order", [OTHER_KIND, SECOND_CONTRACT], []),
    ("csg-base", [put(BASE, "0.01", 3)], {"expected": "1048.35", "difference": "-1048.34"}),
    ("csg-base", [put(BASE, "-100.00", 2), put(BASE, "0.01", 3)], []),
    ("calendar-days", [put("S20.G00.05.005", "01132026"), put(DAYS, "32.00", 2)], []),
    (
        "calendar-days",
        [drop_block("S21.G00.53", 2), put("S21.G00.51.013", "0.01", 2)],
        {"most": 31},
    ),
    ("calendar-days", [put(DAYS, "0.00", 2), drop("S21.G00.51.013", 2)], []),
    ("calendar-days", [drop_block("S21.G00.53", 2), put(BASE, "0.01")], [DAYS]),
    ("calendar-days", [put(DAYS, "0.00", 2), ended("01032026")], [DAYS]),
    ("calendar-days", [put(DAYS, "0.00", 2), ended("28022026")], []),
    ("working-time", [put(TIME, "151.67"), put("S21.G00.40.011", "12")], [TIME]),
    (
        "sex-against-number",
        [number("2900235238001"), put("S21.G00.30.005", "01")],
        ["S21.G00.30.005"],
    ),
    ("sex-against-number", [number("7900235238001")], []),
    # Rubrics more or fewer than most have.
    ("capped-base", [LOW, *six_rubrics(), put("S21.G00.51.001", "15022026", 2)], []),
    ("capped-base", [LOW, *six_rubrics()], [BASE]),
    ("calendar-days", [put(DAYS, "0.00", 2), *six_rubrics()], [DAYS]),
    (
        "calendar-days",
        [
            put(DAYS, "0.00", 2),
            drop("S21.G00.51.013", 2),
            add("S21.G00.51.011", "S21.G00.51.012", "9.00", nth=2),
        ],
        [],
    ),
    (
        "contribution-amount",
        [add(OWN_AMOUNT, "S21.G00.81.005", "35000"), put(OWN_AMOUNT, "9.99")],
        [OWN_AMOUNT],
    ),
    (
        "contribution-amount",
        [drop("S21.G00.81.003"), add(OWN_AMOUNT, "S21.G00.81.005", "35000")],
        [],
    ),
    (
        "contribution-amount",
        [put(OWN_AMOUNT, "-164.85"), put(OWN_AMOUNT, "-1.07", 2)],
        [OWN_AMOUNT] * 2,
    ),
    ("contribution-amount", [drop(OWN_RATE), put(OWN_AMOUNT, "9.99", 2)], [OWN_AMOUNT]),
    ("contribution-amount", [ALSO_BASE], []),
    ("accident-rate-of-person", [put(OWN_RATE, "9.00", 6)], {"expected": "3.07", "value": "9.00"}),
    # What floating point settles at once, and what it must not.
    (
        "contribution-amount",
        [put(OWN_AMOUNT, "0.00"), put(OWN_AMOUNT, "0.01", 2)],
        [OWN_AMOUNT] * 2,
    ),
    ("contribution-amount", [put("S21.G00.81.003", "2000000000.00")], [OWN_AMOUNT]),
    ("contribution-amount", [put(OWN_AMOUNT, "163.22")], {"difference": "-1.63"}),
    ("contribution-amount", [drop(OWN_AMOUNT), put(OWN_AMOUNT, "9.99")], [OWN_AMOUNT]),
    ("capped-base", [LOW], {"difference": "-167.02", "nth": 1}),
    ("capped-base", [FIVE_RUBRICS, LOW], {"difference": "-167.02"}),
    ("capped-base", [FIVE_RUBRICS, LOW, put("S21.G00.78.002", "01022026")], []),
    # Two contracts that have all but one figure in common.
    ("working-time", [*ALIKE, put("S21.G00.40.011", "20", 2)], [TIME]),
    ("working-time", [*ALIKE, put("S21.G00.40.012", "160.00", 2)], [TIME]),
    ("working-time", [*ALIKE, put(TIME, "100.00", 2)], [TIME]),
]

SIDES = [(code, "monthly", edits, rubrics) for code, edits, rubrics in _ROWS]

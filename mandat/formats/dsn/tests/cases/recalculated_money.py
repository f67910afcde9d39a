"""What is due, what is paid: when the recalculation speaks, when it keeps silent."""

from mandat.formats.dsn.tests.cases import Edit, add, drop, drop_block, put
from mandat.formats.dsn.tests.recalculation.edits import (
    AMOUNT,
    CAPPED_LINE,
    CSG_LINE,
    CTP,
    DUE,
    FRACTION,
    GENERAL,
    HOUSING_LINE,
    LAST_LINE,
    LINE,
    MODE,
    NO_PAYMENT,
    PAID,
    QUALIFIER,
    RATE,
    TAX,
    earlier,
    february,
    more_people,
    other_payment,
    other_statement,
)

OTHER_PERIOD = (put("S21.G00.20.006", "01022026"), put("S21.G00.20.007", "28022026"))
NO_HOUSING = drop_block("S21.G00.23", HOUSING_LINE)
NO_CSG = drop_block("S21.G00.23", CSG_LINE)
OTHER_BODY = put("S21.G00.22.001", "12345678900011")
UNKNOWN = put(CTP, "998", 11)
WRONG_CSG = put(LINE, "3200.00", CSG_LINE)
STATEMENT, OPS = "S21.G00.22", "S21.G00.22.001"
OVERTIME = add(
    "S21.G00.81.007",
    *("S21.G00.81.001", "114", "S21.G00.81.003", "88.42", "S21.G00.81.004", "-10.00"),
    nth=12,
)


def overtime_line(amount: str):
    return add(AMOUNT, CTP, "003", QUALIFIER, "921", AMOUNT, amount, nth=LAST_LINE)


def relief(*amounts: str):
    """The reductions of both employees (the 018 of each)."""

    def edit(records) -> None:
        places = [at for at, r in enumerate(records) if r == ("S21.G00.81.001", "018")]
        for at, amount in zip(places, amounts, strict=True):
            assert records[at + 3][0] == "S21.G00.81.004"
            records[at + 3] = ("S21.G00.81.004", amount)

    return edit


OTHER = "12345678900011"
CENT_MORE = relief("-1.01", "0.00")
CONTRIBUTION, OWN_BASE, BODY = "S21.G00.81.001", "S21.G00.81.003", "S21.G00.81.002"
CSG_BASE = 15
"""Which of the bases of contributions (81.003) is the first of the CSG."""
START, END = "S21.G00.22.003", "S21.G00.22.004"
TAX_WITHHELD = "S21.G00.50.009"
SPANNING = put(START, "01022026")


def of_csg(*amounts: str, own: str = "") -> Edit:
    """The bases of the CSG of both employees; their contributions bear the same, or `own`."""

    def edit(records) -> None:
        places = [at for at, r in enumerate(records) if r == ("S21.G00.78.001", "04")]
        for at, amount in zip(places, amounts, strict=True):
            records[at + 3] = ("S21.G00.78.004", amount)
            for below in (at + 6, at + 11):
                assert records[below][0] == OWN_BASE
                records[below] = (OWN_BASE, own or amount)

    return edit


def farm(code: str) -> Edit:
    """That contribution of the first employee goes to the farmers' scheme."""

    def edit(records) -> None:
        records[records.index((CONTRIBUTION, code)) + 1] = (BODY, "DMSA01")

    return edit


def of_another_body(due: str) -> list[Edit]:
    """A statement of February of another body."""
    return [other_statement(due, "0.00"), put("S21.G00.22.001", OTHER, 2)]


def first_statement(start: str, end: str) -> Edit:
    """A statement of another body before all others, of that period, with one empty line."""
    return add(
        "S21.G00.20.011",
        *("S21.G00.22.001", OTHER, START, start, END, end, DUE, "0.00"),
        *(CTP, "100", QUALIFIER, "921", LINE, "0.00"),
        nth=3,
    )


_ROWS = [
    # A payment that is missing; a quarterly payer may wait for the last month of a quarter.
    ("payment-missing", [NO_PAYMENT], [DUE]),
    ("payment-missing", [february, NO_PAYMENT], []),
    ("payment-missing", [february, NO_PAYMENT, more_people(8)], []),
    ("payment-missing", [february, NO_PAYMENT, more_people(9)], [DUE]),
    ("payment-missing", [NO_PAYMENT, FRACTION], []),
    ("payment-missing", [NO_PAYMENT, put(DUE, "0.00")], []),
    ("payment-missing", [NO_PAYMENT, put(DUE, "-5.00")], []),
    ("payment-missing", [NO_PAYMENT, put(DUE, "1.00")], [DUE]),
    ("payment-missing", [NO_PAYMENT, other_statement("-1007.00", "0.00")], []),
    ("payment-missing", [NO_PAYMENT, other_statement("-1006.00", "0.00")], [DUE]),
    ("payment-missing", [*OTHER_PERIOD], []),
    ("payment-missing", [*OTHER_PERIOD, put(PAID, "1006.00")], [DUE]),
    ("payment-missing", [other_statement("15.00", "100.00")], []),
    ("payment-missing", [NO_PAYMENT, OTHER_BODY], [DUE]),
    ("payment-missing", [NO_PAYMENT, *[drop_block("S21.G00.23")] * 12], [DUE]),
    ("payment-missing", [NO_PAYMENT, OTHER_BODY, *[drop_block("S21.G00.23")] * 12], []),
    # A payment that is not what is asked.
    ("payment-against-due", [put(PAID, "1006.00")], [PAID]),
    ("payment-against-due", [put(PAID, "1008.00")], [PAID]),
    ("payment-against-due", [put(PAID, "1006.00"), FRACTION], []),
    ("payment-against-due", [put(PAID, "507.00"), other_payment("500.00", "032026", "31")], []),
    ("payment-against-due", [put(PAID, "992.00"), other_statement("-15.00", "-97.00")], []),
    ("payment-against-due", [other_statement("-15.00", "-97.00")], []),
    ("payment-against-due", [put(PAID, "991.00"), other_statement("-15.00", "-97.00")], [PAID]),
    ("payment-against-due", [put(PAID, "1006.00"), other_statement("many", "1.00")], []),
    ("payment-against-due", [put(PAID, "1006.00"), other_payment("many")], []),
    ("payment-against-due", [other_payment("250.00")], []),
    ("payment-against-due", [put(DUE, "-5.00"), put(PAID, "0.00")], []),
    ("payment-against-due", [*OTHER_PERIOD, put(PAID, "1006.00")], []),
    ("payment-against-due", [put("S21.G00.20.001", "99999999900017")], []),
    # Cents where whole euros are asked.
    ("unrounded-amount", [put(DUE, "1007.01")], [DUE]),
    ("unrounded-amount", [put(PAID, "119.99", TAX)], [PAID]),
    ("unrounded-amount", [put(DUE, "1007.40"), OTHER_BODY], [DUE]),
    (
        "unrounded-amount",
        [put(DUE, "1007.40"), OTHER_BODY, *[drop_block("S21.G00.23")] * 12],
        [],
    ),
    ("unrounded-amount", [put(PAID, "119.99", TAX), put("S21.G00.20.002", "DGFIP_SATD")], []),
    ("unrounded-amount", [put(DUE, "1007.40"), put(PAID, "1007.40")], [DUE, PAID]),
    ("payment-mode", [put(MODE, "06")], [MODE]),
    ("payment-mode", [drop(MODE)], []),
    # The total of the statement; one euro for each line, three at least.
    ("statement-total", [put(DUE, "995.00")], []),
    ("statement-total", [put(DUE, "994.00")], [DUE]),
    ("statement-total", [put(DUE, "994.00"), UNKNOWN], []),
    ("statement-total", [put(DUE, "994.00"), drop(RATE)], [DUE]),
    ("statement-total", [put(DUE, "994.00"), drop(RATE), drop(AMOUNT, GENERAL)], []),
    ("statement-total", [put(DUE, "994.00"), put("S21.G00.22.003", "01022026")], []),
    ("statement-total", [put(RATE, "3.57")], [DUE]),
    ("statement-total", [other_statement("18.00", "100.00")], []),
    ("statement-total", [other_statement("19.00", "100.00")], [DUE]),
    ("statement-total", [other_statement("11.00", "100.00")], [DUE]),
    ("statement-total", [put(DUE, "994.00"), FRACTION], [DUE]),
    ("negative-line", [put(AMOUNT, "-1.00")], [AMOUNT]),
    ("negative-line", [put(AMOUNT, "-1.00"), put(LINE, "-3177.00")], [LINE, AMOUNT]),
    ("negative-line", [put(LINE, "0.00"), other_statement("-15.00", "-100.00")], []),
    # Codes of the statement.
    ("ctp-unknown", [put(CTP, "000")], [CTP]),
    ("ctp-unknown", [put(CTP, "A27")], [CTP]),
    ("ctp-unknown", [put(CTP, "10²")], [CTP]),
    ("ctp-unknown", [put(CTP, "026")], [CTP]),
    ("ctp-unknown", [put(CTP, "999")], []),
    ("ctp-qualifier", [put(QUALIFIER, "921", CSG_LINE)], [QUALIFIER]),
    ("ctp-qualifier", [put(QUALIFIER, "921", 11), UNKNOWN], []),
    ("ctp-qualifier", [put(QUALIFIER, "921", 11), put(CTP, "900", 11)], []),
    ("ctp-missing", [NO_HOUSING], [CTP]),
    ("ctp-missing", [put(LINE, "0.00", HOUSING_LINE)], [CTP]),
    ("ctp-missing", [NO_HOUSING, put("S21.G00.11.017", "02")], [OPS]),
    (
        "ctp-missing",
        [put(LINE, "0.00", GENERAL), put(LINE, "0.00", CAPPED_LINE), NO_HOUSING],
        [OPS],
    ),
    ("ctp-missing", [NO_CSG], [OPS]),
    ("ctp-missing", [NO_HOUSING, NO_CSG], [CTP, OPS]),
    ("ctp-missing", [drop(LINE, GENERAL)], []),
    ("ctp-missing", [drop(LINE, HOUSING_LINE)], [CTP]),
    ("ctp-missing", [NO_CSG, UNKNOWN], []),
    ("ctp-missing", [NO_CSG, FRACTION], []),
    ("ctp-missing", [drop_block(STATEMENT)], []),
    ("ctp-missing", [OVERTIME], [OPS]),
    ("ctp-missing", [OVERTIME, overtime_line("10.00")], []),
    # The statement against the employees.
    ("aggregate-against-nominative", [put(LINE, "3120.39", CSG_LINE)], []),
    ("aggregate-against-nominative", [put(LINE, "3120.38", CSG_LINE)], [LINE]),
    ("aggregate-against-nominative", [WRONG_CSG, UNKNOWN], []),
    ("aggregate-against-nominative", [WRONG_CSG, FRACTION], []),
    ("aggregate-against-nominative", [WRONG_CSG, drop_block(STATEMENT)], []),
    ("aggregate-against-nominative", [WRONG_CSG, put("S21.G00.78.002", "01022026", 3)], []),
    ("aggregate-against-nominative", [earlier("04", "-99.00", "072", "-99.00", "-9.11")], []),
    ("aggregate-against-nominative", [put("S21.G00.81.003", "1167.02", 3)], [LINE]),
    ("aggregate-against-nominative", [put("S21.G00.81.003", "967.02", 3)], []),
    ("aggregate-against-nominative", [drop("S21.G00.81.003", 1)], []),
    ("aggregate-against-nominative", [put("S21.G00.81.002", "DMSA01", 1)], [LINE]),
    ("aggregate-against-nominative", [put(AMOUNT, "727.00", LAST_LINE)], [AMOUNT]),
    ("aggregate-against-nominative", [put(AMOUNT, "728.50", LAST_LINE)], []),
    ("aggregate-against-nominative", [relief("239.99", "489.06")], [AMOUNT]),
    (
        "aggregate-against-nominative",
        [relief("239.99", "489.06"), put(CTP, "669", LAST_LINE)],
        [],
    ),
    ("aggregate-against-nominative", [OVERTIME, overtime_line("11.00")], []),
    ("aggregate-against-nominative", [OVERTIME, overtime_line("12.00")], [AMOUNT]),
    ("aggregate-against-nominative", [put(CTP, "725", 8)], []),
    ("aggregate-against-nominative", [put(CTP, "971", 10)], []),
    # The tax withheld.
    ("tax-paid", [put(PAID, "117.00", TAX)], [PAID]),
    ("tax-paid", [drop_block("S21.G00.20", TAX)], [PAID]),
    ("tax-paid", [put(PAID, "0.00", TAX), put(MODE, "06", TAX)], []),
    (
        "tax-paid",
        [put(PAID, "0.00", TAX), add("S21.G00.20.011", "S21.G00.20.012", "53464097400026", nth=3)],
        [],
    ),
    (
        "tax-paid",
        [put(PAID, "0.00", TAX), add("S21.G00.20.011", "S21.G00.20.012", "53464097400018", nth=3)],
        [PAID],
    ),
    ("tax-paid", [put(PAID, "117.00", TAX), FRACTION], []),
    ("tax-paid", [put("S21.G00.20.002", "DGFIP_SATD")], [PAID]),
    ("tax-overpaid", [put(PAID, "121.00", TAX), FRACTION], []),
    (
        "tax-overpaid",
        [add("S21.G00.51.013", "S21.G00.56.001", "022026", "S21.G00.56.007", "-10.00", nth=4)],
        [PAID],
    ),
    # The bounds of one cent, and amounts that are not there.
    ("payment-against-due", [put(PAID, "1006.99")], {"difference": "-0.01"}),
    ("payment-missing", [NO_PAYMENT, put(DUE, "0.01")], [DUE]),
    ("payment-missing", [NO_PAYMENT, put(DUE, "0.00"), other_statement("15.00", "100.00")], []),
    (
        "payment-against-due",
        [put(PAID, "0.00"), put(DUE, "0.00"), other_statement("15.00", "100.00")],
        [],
    ),
    ("payment-missing", [NO_PAYMENT, drop("S20.G00.05.003")], [DUE]),
    # A period is one month; each body has its own account.
    ("payment-missing", [NO_PAYMENT, SPANNING], []),
    ("payment-against-due", [put(PAID, "1006.00"), put("S21.G00.20.006", "01022026")], []),
    ("negative-line", [put(AMOUNT, "-1.00"), SPANNING], []),
    ("ctp-unknown", [put(CTP, "026"), SPANNING], []),
    ("ctp-unknown", [put(CTP, "0260")], [CTP]),
    ("payment-missing", [NO_PAYMENT, *of_another_body("-1007.00")], [DUE]),
    (
        "payment-against-due",
        [
            put(PAID, "1006.00"),
            *of_another_body("0.00"),
            other_payment("1.00"),
            put("S21.G00.20.001", OTHER, 2),
        ],
        [PAID, PAID],
    ),
    (
        "payment-against-due",
        [OTHER_BODY, put("S21.G00.20.001", OTHER), put(PAID, "1006.00")],
        [PAID],
    ),
    ("ctp-missing", [NO_HOUSING], {"nth": 2}),
    ("ctp-missing", [NO_HOUSING, drop("S21.G00.11.017")], [CTP]),
    ("ctp-missing", [put(LINE, "0.01", HOUSING_LINE)], []),
    (
        "ctp-missing",
        [NO_HOUSING, put(LINE, "0.01", GENERAL), put(LINE, "0.00", CAPPED_LINE)],
        [CTP],
    ),
    ("ctp-missing", [NO_HOUSING, drop(LINE, CAPPED_LINE), drop(LINE, GENERAL)], [OPS]),
    ("ctp-missing", [NO_CSG, first_statement("01022026", "28022026")], {"nth": 2}),
    ("ctp-missing", [NO_CSG, first_statement("01022026", "31032026")], {"nth": 2}),
    ("ctp-missing", [NO_CSG, of_csg("1.00", "0.00")], []),
    ("ctp-missing", [NO_CSG, of_csg("1.01", "0.00")], [OPS]),
    ("aggregate-against-nominative", [of_csg("1.00", "0.00"), put(LINE, "0.00", CSG_LINE)], []),
    ("aggregate-against-nominative", [of_csg("1.01", "0.00"), drop(LINE, CSG_LINE)], [LINE]),
    (
        "aggregate-against-nominative",
        [of_csg("1.00", "0.00"), put(LINE, "0.00", CSG_LINE), farm("079")],
        [],
    ),
    (
        "aggregate-against-nominative",
        [of_csg("1.00", "7.00", own="0.00"), put(LINE, "-1.00", CSG_LINE)],
        [],
    ),
    ("aggregate-against-nominative", [CENT_MORE, drop(AMOUNT, LAST_LINE)], [AMOUNT]),
    ("aggregate-against-nominative", [CENT_MORE, put(AMOUNT, "0.00", LAST_LINE)], [AMOUNT]),
    (
        "aggregate-against-nominative",
        [CENT_MORE, put(AMOUNT, "0.00", LAST_LINE), farm("075")],
        [AMOUNT],
    ),
    (
        "aggregate-against-nominative",
        [add(QUALIFIER, LINE, "729.00", nth=LAST_LINE), drop(AMOUNT, LAST_LINE)],
        [],
    ),
    ("aggregate-against-nominative", [other_statement("15.00", "100.00")], []),
    (
        "aggregate-against-nominative",
        [other_statement("15.00", "100.00"), put(END, "31032026", 2)],
        [],
    ),
    # Tax: nothing is nothing, not a cent.
    ("tax-paid", [put(TAX_WITHHELD, "105.36", 2), put(PAID, "117.00", TAX)], []),
    (
        "tax-paid",
        [put(TAX_WITHHELD, "118.49", 2), drop(TAX_WITHHELD), put(PAID, "117.00", TAX)],
        [],
    ),
    (
        "tax-paid",
        [
            put(TAX_WITHHELD, "105.36", 2),
            put(PAID, "117.00", TAX),
            add("S21.G00.51.013", "S21.G00.56.001", "022026", nth=4),
        ],
        [],
    ),
    (
        "tax-overpaid",
        [put(TAX_WITHHELD, "0.00"), put(TAX_WITHHELD, "0.00", 2), put(PAID, "1.01", TAX)],
        [PAID],
    ),
    # One line after the other: what is not there bears the base, the largest counts once.
    (
        "aggregate-against-nominative",
        [of_csg("0.00", "1.00"), put(LINE, "0.00", CSG_LINE), farm("079")],
        [],
    ),
    ("aggregate-against-nominative", [drop(OWN_BASE, CSG_BASE), farm("079")], []),
    (
        "aggregate-against-nominative",
        [
            put(OWN_BASE, "50.00", CSG_BASE),
            put(OWN_BASE, "-50.00", CSG_BASE + 1),
            put(LINE, "2023.04", CSG_LINE),
        ],
        [],
    ),
    (
        "aggregate-against-nominative",
        [relief("0.00", "-1.01"), put(AMOUNT, "0.00", LAST_LINE), farm("075")],
        [AMOUNT],
    ),
    (
        "aggregate-against-nominative",
        [WRONG_CSG],
        {"ctp": "260", "value": "3200.00", "nth": CSG_LINE, "difference": "78.61"},
    ),
    ("ctp-missing", [NO_CSG], {"expected": "260"}),
    (
        "aggregate-against-nominative",
        [put(BODY, "DMSA01", 1), add("S21.G00.81.004", "S21.G00.81.005", "35000")],
        [LINE],
    ),
]

SIDES = [(code, "monthly", edits, rubrics) for code, edits, rubrics in _ROWS]

"""Cases of `controls/rules/outsider_income.py`.

In the base, the first person is paid an early retirement (03: bases 50, 23, 43), the second a sum
from others (05: bases 50, 51, 52, 53), the third a pension of the employer (08: base 50).
"""

from mandat.formats.dsn.tests.cases import Case, add, drop, drop_block, put

COLLECTIVE, STATUS = "S89.G00.91.017", "S89.G00.91.018"
(KIND, BASE, AMOUNT, BEGIN, END, NET, RATE, RATE_KIND, RATE_NUMBER, TAX, PAID) = (
    f"S89.G00.92.{number:03}" for number in range(1, 12)
)
TAXED, REPORT, NET_PAID, NET_SOCIAL = (
    f"S89.G00.92.{number}" for number in ("013", "015", "016", "017")
)
NO_CONTRIBUTION = [drop_block("S89.G00.94"), drop_block("S89.G00.94")]
FEBRUARY = [put(BEGIN, "01022026"), put(END, "28022026")]


def report(*edits):
    """The first income names the report that asks for it."""
    return [*edits, add(TAXED, REPORT, "2026-114")]


def only_gross():
    """What the gross base has and the others have not."""
    for rubric in (NET, RATE, RATE_KIND, TAX, TAXED, NET_PAID, NET_SOCIAL):
        number = "CCH-12" if rubric in (NET, RATE_KIND, TAX) else "CCH-11"
        yield f"{rubric}/{number}", [drop(rubric)], []


CASES = {
    code: Case(failing, passing, base="non-employees")
    for code, failing, passing in [
        *only_gross(),
        ("S89.G00.92.001/CCH-12", [drop_block("S89.G00.92", 3)], []),
        ("S89.G00.92.001/CCH-13", [drop_block("S89.G00.92", 6)], []),
        ("S89.G00.92.001/CCH-14", [put(BASE, "51", 8)], []),
        ("S89.G00.92.001/CCH-15", [put(PAID, "30032026", 3)], []),
        ("S89.G00.92.005/CCH-11", [put(BEGIN, "01042026")], [put(BEGIN, "31032026")]),
        ("S89.G00.92.005/SIG-12", [put(END, "01042026")], [put(END, "31032026")]),
        (
            "S89.G00.92.008/CCH-11",
            [put(RATE_KIND, "99"), drop(RATE_NUMBER), put(RATE, "0.01")],
            [put(RATE_KIND, "99"), drop(RATE_NUMBER)],
        ),
        ("S89.G00.92.009/CCH-11", [drop(RATE_NUMBER)], []),
        (
            "S89.G00.92.010/CCH-11",
            [put(RATE, "2.50"), put(TAX, "31.01")],
            [put(RATE, "2.50"), put(TAX, "31.00")],
        ),
        ("S89.G00.92.011/CCH-12", [put(PAID, "01052026")], [put(PAID, "30042026")]),
        ("S89.G00.92.015/CCH-11", report(), report(*FEBRUARY)),
        ("S89.G00.94.001/CCH-11", NO_CONTRIBUTION, []),
        ("S89.G00.94.001/CCH-12", NO_CONTRIBUTION, []),
    ]
}
CASES["S89.G00.92.001/CCH-11"] = Case(
    [drop(COLLECTIVE)], [put(STATUS, "10")], base="non-employees", times=3
)

PENSION, REPORTED = "S89.G00.92.001/CCH-12", "S89.G00.92.015/CCH-11"
OUTSIDERS = "non-employees"

SIDES = [
    (PENSION, OUTSIDERS, [drop_block("S89.G00.92", 3), put(STATUS, "10")], 0),
    (PENSION, OUTSIDERS, [drop_block("S89.G00.92", 3), drop(STATUS)], 0),
    (PENSION, OUTSIDERS, [drop_block("S89.G00.92", 3)], {"nth": 1}),
    ("S89.G00.92.001/CCH-11", OUTSIDERS, [drop(STATUS)], 3),
    ("S89.G00.92.001/CCH-14", OUTSIDERS, [drop(BASE, 8)], 0),
    *(
        ("S89.G00.92.001/CCH-15", OUTSIDERS, [put(rubric, value, 3)], 1)
        for rubric, value in ((KIND, "01"), (BEGIN, "01022026"), (END, "30032026"))
    ),
    (REPORTED, OUTSIDERS, report(put(BEGIN, "28022026")), 1),
    (REPORTED, OUTSIDERS, report(put(END, "28022026")), 1),
    (REPORTED, OUTSIDERS, report(put(BEGIN, "01022026"), put(END, "01032026")), 1),
    (REPORTED, OUTSIDERS, report(put(BEGIN, "01032026"), put(END, "28022026")), 1),
    (REPORTED, OUTSIDERS, report(put("S20.G00.05.005", "01132026")), 0),
    (
        "S89.G00.92.008/CCH-11",
        OUTSIDERS,
        [put(RATE_KIND, "99"), drop(RATE_NUMBER), put(RATE, "0.00"), put(TAX, "0.01")],
        1,
    ),
    ("S89.G00.92.010/CCH-11", OUTSIDERS, [drop(RATE), put(TAX, "99.00")], 0),
    # 5999.99 at 0.50 % is 29.99995.
    (
        "S89.G00.92.010/CCH-11",
        OUTSIDERS,
        [put(RATE, "0.50"), put(TAXED, "5999.99"), put(TAX, "31.00")],
        1,
    ),
    ("S89.G00.94.001/CCH-12", OUTSIDERS, [drop_block("S89.G00.94", 1)], 0),
    ("S89.G00.94.001/CCH-12", OUTSIDERS, [drop_block("S89.G00.94", 2)], 1),
]

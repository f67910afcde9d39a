"""Cases of `controls/rules/working_time.py`."""

from mandat.formats.dsn.tests.cases import Case, add, drop_block, put

UNIT, REFERENCE, OWN = "S21.G00.40.011", "S21.G00.40.012", "S21.G00.40.013"
SHORT_TIME = add("S21.G00.40.043", "S21.G00.40.078", "01")
NO_ACTIVITY = [drop_block("S21.G00.53", nth) for nth in (1, 1)]
ENDED = "S21.G00.62.001"


def hours(value):
    """Edit: hours of short-time work in the pay of the first employee."""
    return add(
        "S21.G00.53.003",
        *("S21.G00.51.001", "01032026", "S21.G00.51.002", "31032026", "S21.G00.51.010", "00001"),
        *("S21.G00.51.011", "019", "S21.G00.51.012", value, "S21.G00.51.013", "0.00"),
        nth=2,
    )


def suspension(*pairs):
    """Edit: a suspension of the first contract."""
    return add("S21.G00.40.043", *pairs)


def end(day, why):
    """Edit: the end of the first contract."""
    return add("S21.G00.40.043", ENDED, day, "S21.G00.62.002", why)


CASES = {
    "S21.G00.40.011/CCH-12": Case(
        [put(UNIT, "20"), put(REFERENCE, "30.00"), put(OWN, "31.01")],
        [put(UNIT, "12"), put(REFERENCE, "31.00"), put(OWN, "31.00")],
    ),
    "S21.G00.40.011/CCH-13": Case(
        [put(UNIT, "21"), put(REFERENCE, "250.01")],
        [put(REFERENCE, "250.00"), put(OWN, "250.00")],
    ),
    "S21.G00.40.011/CCH-15": Case(
        [*NO_ACTIVITY, end("01032026", "031")],
        [*NO_ACTIVITY, end("28022026", "031")],
    ),
    "S21.G00.40.012/CCH-11": Case(
        [put(UNIT, "21"), put(REFERENCE, "0.00")],
        [put(UNIT, "21"), put(REFERENCE, "0.01")],
    ),
    "S21.G00.40.078/CCH-11": Case([SHORT_TIME, hours("0.00")], [SHORT_TIME, hours("0.01")]),
    "S21.G00.40.078/CCH-12": Case(
        [suspension("S21.G00.65.001", "507", "S21.G00.65.002", "01032026"), SHORT_TIME],
        [suspension("S21.G00.65.001", "602", "S21.G00.65.002", "01032026"), SHORT_TIME],
    ),
}

SIDES = [
    *(
        (
            f"S21.G00.40.011/{code}",
            "monthly",
            [
                *(put(UNIT, unit, nth) for nth in (1, 2)),
                *(put(same, "20.00", nth) for nth in (1, 2)),
                put(other, most[:-1] + "1"),
                put(other, most, 2),
            ],
            1,
        )
        for code, unit, most in (("CCH-12", "12", "31.00"), ("CCH-13", "10", "250.00"))
        for same, other in ((REFERENCE, OWN), (OWN, REFERENCE))
    ),
    ("S21.G00.40.012/CCH-11", "monthly", [put(REFERENCE, "0.00")], 1),
    (
        "S21.G00.40.012/CCH-11",
        "monthly",
        [put(REFERENCE, "0.00"), put(REFERENCE, "0.00", 2), put(UNIT, "31", 2)],
        1,
    ),
]

"""Cases of `controls/rules/activity.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put

FLYING: list[Edit] = [put("S21.G00.40.004", "389b")]


def without_unit(measure: str, unit: str = "10") -> list[Edit]:
    """The first activity in the unit of the contract, which is that one."""
    return [
        put("S21.G00.40.011", unit),
        put("S21.G00.53.002", measure),
        drop("S21.G00.53.003"),
    ]


def in_unit(unit: str, measure: str = "2.00") -> list[Edit]:
    """The first activity in that unit."""
    return [put("S21.G00.53.002", measure), put("S21.G00.53.003", unit)]


CASES = {
    "S21.G00.53.001/CCH-11": Case(
        [add("S21.G00.51.013", "S21.G00.53.001", "01", "S21.G00.53.002", "1.00")],
        [add("S21.G00.53.003", "S21.G00.53.001", "01", "S21.G00.53.002", "1.00")],
    ),
    "S21.G00.53.002/CCH-11": Case(without_unit("3250.01"), without_unit("3250.00", "21")),
    "S21.G00.53.002/CCH-12": Case(without_unit("403.01", "20"), without_unit("403.00", "12")),
    "S21.G00.53.003/CCH-12": Case(in_unit("31"), [*in_unit("31"), put("S21.G00.40.004", "352a")]),
    "S21.G00.53.003/CCH-13": Case(in_unit("21", "3250.01"), in_unit("10", "3250.00")),
    "S21.G00.53.003/CCH-14": Case(in_unit("20", "403.01"), in_unit("12", "403.00")),
    "S21.G00.53.003/CCH-15": Case(
        [put("S21.G00.53.001", "02", nth=2)], [put("S21.G00.53.001", "02")]
    ),
    "S21.G00.53.003/SIG-11": Case(FLYING, [*FLYING, put("S21.G00.53.003", "38")]),
    "S21.G00.53.003/SIG-13": Case(
        in_unit("32"),
        [*in_unit("32"), add("S21.G00.40.004", "S21.G00.40.005", "49")],
    ),
}

HOURS, DAYS = "S21.G00.53.002/CCH-11", "S21.G00.53.002/CCH-12"

SIDES = [
    ("S21.G00.53.001/CCH-11", "monthly", [drop("S21.G00.51.011", 2)], 0),
    ("S21.G00.53.003/CCH-12", "monthly", [*in_unit("31"), drop("S21.G00.40.004")], 0),
    ("S21.G00.53.003/SIG-11", "monthly", FLYING, {"nth": 1, "value": "10"}),
    ("S21.G00.53.003/SIG-11", "monthly", [*FLYING, put("S21.G00.51.010", "00009", 2)], {"nth": 0}),
    (HOURS, "monthly", without_unit("3250.01", "21"), 1),
    (HOURS, "monthly", without_unit("3250.01", "12"), 0),
    (DAYS, "monthly", without_unit("403.01", "12"), 1),
    (DAYS, "monthly", without_unit("403.01", "10"), 0),
    ("S21.G00.53.003/CCH-13", "monthly", in_unit("10", "3250.01"), 1),
    ("S21.G00.53.003/CCH-14", "monthly", in_unit("12", "403.01"), 1),
    (HOURS, "monthly", in_unit("10", "3250.01"), 0),
]

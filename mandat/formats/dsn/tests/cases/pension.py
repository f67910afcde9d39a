"""Cases of `controls/rules/pension.py`."""

from mandat.formats.dsn.tests.cases import Case, add, drop, put

PENSION, REFERENCE = "S21.G00.71.002", "S21.G00.71.003"
WRONG, WRONG_REFERENCE = "S21.G00.72.001", "S21.G00.72.002"
STATUS = "S21.G00.40.003"
AGENT = [put(PENSION, "IRCANTEC"), add(PENSION, REFERENCE, "1ABC23DE")]

CASES = {
    "S21.G00.71.002/CCH-12": Case(
        [put(PENSION, "90000"), add(PENSION, PENSION, "RUAA")], [put(PENSION, "90000")]
    ),
    "S21.G00.71.002/CCH-13": Case(
        [put(PENSION, "RETC")],
        [put(PENSION, "RETC"), put("S21.G00.40.002", "04")],
    ),
    "S21.G00.71.002/SIG-11": Case(
        [put(PENSION, "CRPCEN")],
        [put(PENSION, "CRPCEN"), put("S21.G00.40.016", "01")],
    ),
    "S21.G00.71.002/SIG-14": Case(
        [put("S21.G00.40.020", "140")],
        [put("S21.G00.40.020", "140"), put(PENSION, "90000")],
    ),
    "S21.G00.71.003/SIG-11": Case([put(PENSION, "IRCANTEC")], AGENT, norm="P24V01"),
    "S21.G00.72.001/CCH-11": Case(
        [add(PENSION, WRONG, "RUAA")],
        [add(PENSION, WRONG, "RETA")],
    ),
    "S21.G00.72.002/CCH-11": Case(
        [*AGENT, add(REFERENCE, WRONG, "IRCANTEC", WRONG_REFERENCE, "1ABC23DE")],
        [*AGENT, add(REFERENCE, WRONG, "IRCANTEC", WRONG_REFERENCE, "1ABC23DF")],
        norm="P24V01",
    ),
    "S21.G00.72.002/SIG-12": Case(
        [*AGENT, add(REFERENCE, WRONG, "IRCANTEC")],
        [*AGENT, add(REFERENCE, WRONG, "IRCANTEC", WRONG_REFERENCE, "1ABC23DF")],
        norm="P24V01",
    ),
}

SIDES = [
    *(
        ("S21.G00.71.002/CCH-13", "monthly", [put(PENSION, "RETC"), edit], 0)
        for edit in (
            put(STATUS, "01"),
            put(STATUS, "02"),
            drop(STATUS),
            drop("S21.G00.40.002"),
        )
    ),
    ("S21.G00.71.002/SIG-11", "monthly", [put(PENSION, "CRPCEN"), drop("S21.G00.40.016")], 0),
    (
        "S21.G00.71.002/SIG-14",
        "monthly P24V01",
        [put("S21.G00.40.020", "140"), *AGENT, drop(PENSION)],
        0,
    ),
]

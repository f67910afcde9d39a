"""Cases of `controls/rules/insurance.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put

OPTION, GROUP, OWN, ADHESION, SINCE, UNTIL = (
    f"S21.G00.70.{number}" for number in ("004", "005", "012", "013", "014", "015")
)
COVERED, BORN, NUMBER, GIVEN, LEFT = (
    f"S21.G00.73.{number}" for number in ("004", "005", "007", "009", "011")
)


def again(option, own):
    """A second affiliation of the first contract."""
    pairs = [OPTION, option, GROUP, "ENSEMBLE", OWN, own, ADHESION, "1"]
    return add(GIVEN, *pairs)


CASES = {
    code: Case(failing, passing, base="insured")
    for code, failing, passing in [
        ("S21.G00.70.012/CCH-11", [again("PLUS", "1")], [again("PLUS", "2")]),
        ("S21.G00.70.013/CCH-11", [put(ADHESION, "2")], []),
        ("S21.G00.70.013/CCH-12", [again("BASE", "2")], [again("PLUS", "2")]),
        ("S21.G00.70.014/SIG-11", [put(SINCE, "01042026")], [put(SINCE, "31032026")]),
        (
            "S21.G00.70.015/CCH-11",
            [add(SINCE, UNTIL, "31122024")],
            [add(SINCE, UNTIL, "01012025")],
        ),
        (
            "S21.G00.70.015/SIG-12",
            [add(SINCE, UNTIL, "01042026")],
            [add(SINCE, UNTIL, "31032026")],
        ),
        ("S21.G00.73.004/SIG-11", [put(COVERED, "01042026")], [put(COVERED, "31032026")]),
        ("S21.G00.73.005/CCH-11", [put(BORN, "01011906")], [put(BORN, "01011907")]),
        (
            "S21.G00.73.007/CCH-11",
            [put(BORN, "31121975"), put(NUMBER, "275122A990012")],
            [put(BORN, "01011976"), put(NUMBER, "276012A990012")],
        ),
        ("S21.G00.73.007/CCH-12", [put(NUMBER, "2190935999999")], [put(NUMBER, "2190935199999")]),
        (
            "S21.G00.73.011/CCH-11",
            [add(GIVEN, LEFT, "01092019")],
            [add(GIVEN, LEFT, "02092019")],
        ),
    ]
}

SIDES = [
    ("S21.G00.70.012/CCH-11", "insured", [put(OWN, "7"), again("PLUS", "7")], 1),
    ("S21.G00.73.011/CCH-11", "insured", [put(BORN, "01012010"), add(GIVEN, LEFT, "01092019")], 1),
    ("S21.G00.70.012/CCH-11", "insured", [again("BASE", "1")], 1),
]

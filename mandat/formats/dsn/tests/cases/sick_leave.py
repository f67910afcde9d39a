"""Cases of `controls/rules/sick_leave.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, put
from mandat.formats.dsn.tests.cases.remuneration import ended

HALF_PAID = ("S21.G00.66.001", "10032026", "S21.G00.66.002", "20032026", "S21.G00.66.003", "1.00")


def leave(reason: str, last: str, until: str = "20032026", *more: str) -> Edit:
    """Leave of the first employee in the monthly base."""
    return add(
        "S21.G00.40.043",
        *("S21.G00.60.001", reason, "S21.G00.60.002", last, "S21.G00.60.003", until, *more),
    )


def employer_paid(*without: str) -> list[Edit]:
    """The employer is paid instead of the employee, all being said but these rubrics."""
    said = {
        "S21.G00.60.005": "10032026",
        "S21.G00.60.006": "16032026",
        "S21.G00.60.007": "FR7699999000017888003327228",
        "S21.G00.60.008": "ZZZZFRPPXXX",
    }
    pairs = [part for pair in said.items() if pair[0] not in without for part in pair]
    return [put("S21.G00.60.004", "01"), add("S21.G00.60.004", *pairs)]


def back(day: str) -> Edit:
    """A return from leave that day, in the monthly base."""
    return leave("01", "09032026", "20032026", "S21.G00.60.010", day, "S21.G00.60.011", "01")


CASES = {
    "S21.G00.60.001/CCH-12": Case([put("S21.G00.60.001", "99")], base="stop"),
    "S21.G00.60.001/CCH-14": Case([put("S21.G00.60.001", "15")], base="stop"),
    "S21.G00.60.001/SIG-13": Case(
        [leave("15", "09032026")], [leave("15", "09032026", "20032026", *HALF_PAID)]
    ),
    "S21.G00.60.002/CCH-12": Case(
        [put("S21.G00.60.003", "08032026")], [put("S21.G00.60.003", "09032026")], base="stop"
    ),
    "S21.G00.60.002/CCH-13": Case([leave("01", "31122023")], [leave("01", "01012024")]),
    "S21.G00.60.002/CCH-16": Case(
        [leave("01", "01042026", "02042026")], [leave("01", "31032026", "02042026")]
    ),
    "S21.G00.60.002/CCH-17": Case(
        [ended("15032026"), leave("01", "16032026")], [ended("15032026"), leave("01", "15032026")]
    ),
    "S21.G00.60.002/CCH-18": Case(
        [put("S21.G00.40.001", "10032026")], [put("S21.G00.40.001", "09032026")], base="stop"
    ),
    "S21.G00.60.002/SIG-14": Case(
        [put("S21.G00.60.002", "11032026")], [put("S21.G00.60.002", "10032026")], base="stop"
    ),
    "S21.G00.60.005/CCH-11": Case(employer_paid("S21.G00.60.005"), employer_paid(), base="stop"),
    "S21.G00.60.005/SIG-12": Case(
        [*employer_paid(), put("S21.G00.60.005", "11032026")], employer_paid(), base="stop"
    ),
    "S21.G00.60.006/CCH-11": Case(employer_paid("S21.G00.60.006"), employer_paid(), base="stop"),
    "S21.G00.60.006/CCH-12": Case(
        [*employer_paid(), put("S21.G00.60.006", "09032026")],
        [*employer_paid(), put("S21.G00.60.006", "10032026")],
        base="stop",
    ),
    "S21.G00.60.007/CCH-11": Case(employer_paid("S21.G00.60.007"), employer_paid(), base="stop"),
    "S21.G00.60.008/CCH-11": Case(employer_paid("S21.G00.60.008"), employer_paid(), base="stop"),
    "S21.G00.60.010/CCH-11": Case(
        [put("S21.G00.60.010", "08032026")], [put("S21.G00.60.010", "09032026")], base="return"
    ),
    "S21.G00.60.010/SIG-12": Case([back("01042026")], [back("31032026")]),
    "S21.G00.60.010/SIG-13": Case(
        [put("S21.G00.60.010", "18032026")], [put("S21.G00.60.010", "17032026")], base="return"
    ),
    "S21.G00.60.011/CCH-12": Case([put("S21.G00.60.011", "02")], base="return"),
    "S21.G00.60.012/CCH-11": Case([put("S21.G00.60.001", "01")], base="accident"),
    "S21.G00.60.012/SIG-13": Case(
        [put("S21.G00.60.012", "11032026")], [put("S21.G00.60.012", "10032026")], base="accident"
    ),
    "S21.G00.60.012/SIG-14": Case(
        [put("S21.G00.60.012", "31122023")], [put("S21.G00.60.012", "01012024")], base="accident"
    ),
    "S21.G00.66.002/SIG-11": Case(
        [leave("15", "09032026", "20032026", *HALF_PAID), put("S21.G00.66.002", "09032026")],
        [leave("15", "09032026", "20032026", *HALF_PAID), put("S21.G00.66.002", "10032026")],
    ),
}

BEFORE, AFTER = "S21.G00.60.002/CCH-13", "S21.G00.60.002/CCH-17"
PART_TIME_AGAIN = ("S21.G00.60.010", "17032026", "S21.G00.60.011", "02")

SIDES = [
    *(
        ("S21.G00.60.012/CCH-11", "accident", [put("S21.G00.60.001", reason)], 0)
        for reason in ("04", "05", "06")
    ),
    ("S21.G00.60.010/CCH-11", "return", [put("S21.G00.40.001", "18032026")], 1),
    (BEFORE, "monthly", [leave("15", "31122023")], 0),
    (BEFORE, "monthly", [leave("99", "31122023")], 0),
    (BEFORE, "monthly", [leave("01", "31122023", "20032026", *PART_TIME_AGAIN)], 0),
    (BEFORE, "monthly", [leave("01", "31122023"), put("S21.G00.40.007", "50")], 0),
    (AFTER, "monthly", [leave("99", "16032026"), ended("15032026")], 0),
    (AFTER, "monthly", [leave("01", "16032026"), ended("15032026", "099")], 0),
]

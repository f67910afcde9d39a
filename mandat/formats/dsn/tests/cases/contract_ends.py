"""Cases of `controls/rules/contract_ends.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put
from mandat.formats.dsn.tests.cases.remuneration import ended

SIGNED, OPENED = "S21.G00.62.004", "S21.G00.62.005"


def reason(code: str, kind: str = "01", scheme: str = "99") -> list[Edit]:
    """The contract of the end, of that kind and that scheme, ends for that reason."""
    return [
        put("S21.G00.40.007", kind),
        put("S21.G00.40.008", scheme),
        put("S21.G00.62.002", code),
    ]


def said(code: str, *pairs: str) -> list[Edit]:
    """An end for that reason, with more said of it."""
    return [put("S21.G00.62.002", code), add("S21.G00.62.003", *pairs)]


def casual(*edits: Edit, kind: str = "02") -> list[Edit]:
    """The first employee of the month has a casual contract, which these edits end."""
    recourse = add("S21.G00.40.020", "S21.G00.40.021", "05")
    return [put("S21.G00.40.007", kind), recourse, *edits]


def last_day(code: str, on: str = "31032026", circuit: str = "01") -> Edit:
    """An end for that reason, with its last day of work and its circuit."""
    more = ("S21.G00.62.006", on) if on else ()
    return add(
        "S21.G00.40.043",
        *("S21.G00.62.001", "31032026", "S21.G00.62.002", code, *more, "S21.G00.62.017", circuit),
    )


def leave_days(pension: str) -> list[Edit]:
    """An end with leave of seafarers, in that pension scheme."""
    days = add("S21.G00.62.002", "S21.G00.62.019", "2.00")
    return [put("S21.G00.40.020", pension), ended("31032026"), days]


def line_ended(pension: str) -> list[Edit]:
    """The end of a service line, in that pension scheme."""
    return [put("S21.G00.40.020", pension), ended("31032026", "116")]


def counted(code: str, number: str, value: str) -> list[Edit]:
    """An end for that reason, with an amount or a number of months."""
    return [put("S21.G00.62.002", code), add("S21.G00.62.008", f"S21.G00.62.{number}", value)]


REFUSED = add("S21.G00.62.020", "S21.G00.62.021", "01")

CASES = {
    "S21.G00.62.001/CCH-11": Case(
        said("043", SIGNED, "20032026"), said("043", SIGNED, "19032026"), base="end"
    ),
    "S21.G00.62.001/SIG-13": Case([ended("01042026")], [ended("31032026")]),
    "S21.G00.62.002/CCH-11": Case(reason("059", "02"), reason("059", "50"), base="end"),
    "S21.G00.62.002/CCH-12": Case([put("S21.G00.62.002", "999")], base="end"),
    "S21.G00.62.002/CCH-13": Case([put("S21.G00.62.002", "099")], base="end"),
    "S21.G00.62.002/CCH-14": Case(line_ended("200"), line_ended("136")),
    "S21.G00.62.003/CCH-11": Case(
        [put("S21.G00.62.003", "21032026")], [put("S21.G00.62.003", "20032026")], base="end"
    ),
    "S21.G00.62.003/CCH-12": Case([drop("S21.G00.62.003")], base="end"),
    "S21.G00.62.004/CCH-11": Case(said("110"), said("110", SIGNED, "01032026"), base="end"),
    "S21.G00.62.005/CCH-11": Case(
        said("020", OPENED, "21032026"), said("020", OPENED, "20032026"), base="end"
    ),
    "S21.G00.62.005/CCH-12": Case(said("093"), said("093", OPENED, "01022026"), base="end"),
    "S21.G00.62.006/CCH-12": Case(
        [put("S21.G00.63.001", "02"), put("S21.G00.62.006", "18022026")],
        [put("S21.G00.63.001", "02"), put("S21.G00.62.006", "17022026")],
        base="end",
    ),
    "S21.G00.62.006/CCH-14": Case(
        [put("S21.G00.40.007", "03"), drop("S21.G00.62.006")],
        [put("S21.G00.40.007", "03")],
        base="end",
    ),
    "S21.G00.62.006/CCH-15": Case(
        [put("S21.G00.62.006", "21032026")], [put("S21.G00.62.006", "20032026")], base="end"
    ),
    "S21.G00.62.006/CCH-16": Case(
        casual(ended("31032026", "031")), casual(ended("31032026", "099"))
    ),
    "S21.G00.62.011/CCH-11": Case(said("026"), counted("026", "011", "2.00"), base="end"),
    "S21.G00.62.013/CCH-11": Case(said("114"), counted("114", "013", "100.00"), base="end"),
    "S21.G00.62.017/CCH-11": Case(
        casual(ended("31032026", "031")), casual(last_day("031", circuit="02"))
    ),
    "S21.G00.62.017/CCH-12": Case(casual(last_day("059")), casual(last_day("031"), kind="10")),
    "S21.G00.62.018/CCH-11": Case(said("114"), counted("114", "018", "2.00"), base="end"),
    "S21.G00.62.019/CCH-12": Case(leave_days("200"), leave_days("136")),
    "S21.G00.62.021/CCH-11": Case([REFUSED], [REFUSED, put("S21.G00.40.007", "02")], base="end"),
}

NO_REASON = drop("S21.G00.62.002")
NOT_SO, TOLD = "S21.G00.62.002/CCH-11", "S21.G00.62.003/CCH-11"

SIDES = [
    ("S21.G00.62.021/CCH-11", "end", [REFUSED, put("S21.G00.40.007", "03")], 0),
    # The schemes of the contracts that trainees and apprentices have.
    (NOT_SO, "end", reason("036", "01", "99"), 1),
    (NOT_SO, "end", reason("036", "01", "61"), 0),
    (NOT_SO, "end", reason("037", "01", "64"), 0),
    (NOT_SO, "end", reason("084", "08", "65"), 0),
    (NOT_SO, "end", reason("084", "08", "61"), 1),
    (NOT_SO, "end", reason("084", "91", "61"), 0),
    (NOT_SO, "end", reason("081", "03", "64"), 0),
    (NOT_SO, "end", reason("081", "03", "81"), 1),
    (NOT_SO, "end", reason("081", "02", "81"), 0),
    (NOT_SO, "end", reason("081", "92", "65"), 0),
    (NOT_SO, "end", reason("081", "92", "99"), 1),
    # The day an end is told: from the first day of the contract to the last.
    (TOLD, "end", [put("S21.G00.62.003", "31122023")], 1),
    (TOLD, "end", [put("S21.G00.62.003", "01012024")], 0),
    (TOLD, "end", [put("S21.G00.62.003", "20032026")], 0),
    # The last day of work: in the contract, and after its end only when that is cancelled.
    ("S21.G00.62.006/CCH-15", "end", [put("S21.G00.62.006", "31122023")], 1),
    ("S21.G00.62.006/CCH-15", "end", [put("S21.G00.62.006", "01012024")], 0),
    ("S21.G00.62.006/CCH-15", "end", said("099", "S21.G00.62.004", "01012025")[:1], 0),
    ("S21.G00.62.017/CCH-11", "end", [put("S21.G00.40.007", "02"), put("S21.G00.62.002", "")], 0),
    *(
        ("S21.G00.62.002/CCH-12", "end", [put("S21.G00.62.002", code)], 1)
        for code in ("100", "116", "998", "999")
    ),
    ("S21.G00.62.006/CCH-16", "monthly", casual(last_day("031")), 0),
    ("S21.G00.62.006/CCH-16", "monthly", [*casual(ended("31032026")), NO_REASON], 0),
    ("S21.G00.62.017/CCH-11", "monthly", [*casual(ended("31032026")), NO_REASON], 0),
    (
        "S21.G00.62.017/CCH-11",
        "monthly",
        [*casual(ended("31032026")), drop("S21.G00.62.001")],
        0,
    ),
    ("S21.G00.62.003/CCH-12", "end", [put("S21.G00.62.002", "117"), drop("S21.G00.62.003")], 1),
    (
        "S21.G00.62.003/CCH-12",
        "end P24V01",
        [put("S21.G00.62.002", "117"), drop("S21.G00.62.003")],
        0,
    ),
    ("S21.G00.62.003/CCH-12", "end P24V01", [drop("S21.G00.62.003")], 1),
    ("S21.G00.62.017/CCH-11", "monthly", casual(ended("31032026"), kind="01"), 0),
    (
        "S21.G00.62.017/CCH-11",
        "monthly",
        [put("S21.G00.40.007", "02"), ended("31032026")],
        0,
    ),
    (NOT_SO, "end", reason("020", "53"), 0),
    (NOT_SO, "end P24V01", reason("020", "53"), 1),
    (NOT_SO, "end", reason("999", "53"), 1),
    (NOT_SO, "end P24V01", reason("999", "53"), 0),
    (NOT_SO, "end", [*reason("059", "02"), drop("S21.G00.40.007")], 0),
]

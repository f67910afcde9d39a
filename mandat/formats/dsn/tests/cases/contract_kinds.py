"""Cases of `controls/rules/contract_kinds.py`."""

from mandat.formats.dsn.tests.cases import Case, add, drop, put


def kind(value):
    """Edit: the kind of the first contract."""
    return put("S21.G00.40.007", value)


def measure(value):
    """Edit: the measure the first contract is under."""
    return put("S21.G00.40.008", value)


def reason(value):
    """Edit: why the first contract is temporary."""
    return add("S21.G00.40.020", "S21.G00.40.021", value)


SHOW = add("S21.G00.40.043", "S21.G00.40.050", "A12345678901")

CASES = {
    "S21.G00.40.008/CCH-11": Case([measure("81")], [measure("81"), kind("92")]),
    "S21.G00.40.008/CCH-12": Case([measure("70")], [measure("70"), kind("02")]),
    "S21.G00.40.008/CCH-13": Case([measure("80"), kind("02")], [measure("80"), kind("82")]),
    "S21.G00.40.008/CCH-14": Case([measure("65"), kind("54")], [measure("65"), kind("08")]),
    "S21.G00.40.008/CCH-15": Case([measure("61"), kind("29")], [measure("61"), kind("08")]),
    "S21.G00.40.008/CCH-16": Case([measure("71")], [measure("71"), kind("03")]),
    "S21.G00.40.021/CCH-12": Case(
        [reason("11"), kind("02")],
        [reason("11"), kind("02"), measure("65")],
    ),
    "S21.G00.40.021/CCH-13": Case([reason("14"), kind("02")], [reason("14"), kind("92")]),
    "S21.G00.40.021/SIG-11": Case([kind("02")], [kind("02"), reason("02")]),
    "S21.G00.40.050/CCH-11": Case([SHOW], [SHOW, kind("10")]),
    "S21.G00.40.076/CCH-11": Case(
        [kind("93")],
        [kind("93"), add("S21.G00.40.043", "S21.G00.40.076", "00001")],
    ),
}

ALLOWED = {
    "40.008/CCH-11": (measure("81"), "02 92"),
    "40.008/CCH-12": (measure("70"), "02 92"),
    "40.008/CCH-13": (measure("80"), "01 82 91"),
    "40.008/CCH-14": (measure("65"), "01 02 03 08 91 92"),
    "40.008/CCH-15": (measure("61"), "01 02 03 08 82 91 92"),
    "40.008/CCH-16": (measure("71"), "02 03 92"),
    "40.021/CCH-12": (reason("11"), "03"),
    "40.050/CCH-11": (SHOW, "02 10"),
}
ASSISTED, APPRENTICESHIP = "S21.G00.40.008/CCH-15", "S21.G00.40.021/CCH-12"

SIDES = [
    *(
        (f"S21.G00.{code}", "monthly", [edit, kind(each)], 0)
        for code, (edit, kinds) in ALLOWED.items()
        for each in kinds.split()
    ),
    *(
        (ASSISTED, "monthly P24V01", [measure("61"), kind(each)], each in ("03", "08"))
        for each in ["01", "02", "03", "08", "82", "91", "92"]
    ),
    (APPRENTICESHIP, "monthly", [reason("11"), drop("S21.G00.40.007")], 0),
    (APPRENTICESHIP, "monthly", [reason("11"), kind("02"), drop("S21.G00.40.008")], 0),
]

"""Cases of `controls/rules/contract_status.py`."""

from mandat.formats.dsn.tests.cases import Case, add, drop, put

MANAGER = put("S21.G00.40.003", "01")
STAFF = put("S21.G00.40.003", "02")
SEAFARER = add("S21.G00.40.043", "S21.G00.40.075", "12")

CASES = {
    "S21.G00.40.003/CCH-11": Case([MANAGER], [MANAGER, put("S21.G00.40.002", "04")]),
    "S21.G00.40.003/CCH-16": Case(
        [MANAGER, put("S21.G00.71.002", "RETA")],
        [MANAGER, put("S21.G00.71.002", "CNBF")],
    ),
    "S21.G00.40.003/CCH-17": Case(
        [put("S21.G00.71.002", "CNBF")],
        [put("S21.G00.71.002", "RETA")],
    ),
    "S21.G00.40.003/SIG-12": Case(
        [STAFF, put("S21.G00.71.002", "IRCANTEC")],
        [STAFF],
    ),
    "S21.G00.40.003/SIG-15": Case([STAFF], [STAFF, put("S21.G00.40.002", "05")]),
    "S21.G00.40.018/CCH-14": Case(
        [put("S21.G00.40.018", "300")],
        [put("S21.G00.40.018", "300"), put("S10.G00.00.007", "02")],
    ),
    "S21.G00.40.020/CCH-12": Case(
        [put("S21.G00.40.020", "120"), put("S21.G00.40.007", "54")],
        [put("S21.G00.40.020", "120"), put("S21.G00.40.007", "50")],
    ),
    "S21.G00.40.042/CCH-11": Case(
        [put("S21.G00.40.018", "300")],
        [put("S21.G00.40.018", "300"), add("S21.G00.40.040", "S21.G00.40.042", "02")],
    ),
    "S21.G00.40.075/CCH-11": Case([SEAFARER], [SEAFARER, put("S21.G00.40.020", "136")]),
}

ALONE, PENSION = put("S21.G00.71.002", "CNBF"), "S21.G00.40.020"
NO_SCHEME = [MANAGER, put("S21.G00.71.002", "RETA")]

SIDES = [
    *(
        ("S21.G00.40.003/CCH-11", "monthly", [MANAGER, put("S21.G00.40.002", status)], 0)
        for status in ("03", "04", "08")
    ),
    ("S21.G00.40.003/CCH-16", "monthly", [*NO_SCHEME, drop(PENSION)], 0),
    ("S21.G00.40.003/CCH-16", "monthly", [*NO_SCHEME, put(PENSION, "134")], 0),
    ("S21.G00.40.003/CCH-17", "monthly", [ALONE, drop(PENSION)], 0),
    ("S21.G00.40.003/CCH-17", "monthly", [ALONE, put(PENSION, "134")], 0),
    ("S21.G00.40.003/CCH-17", "monthly", [ALONE, drop("S21.G00.40.002")], 0),
    ("S21.G00.40.003/CCH-17", "monthly", [ALONE, put("S21.G00.40.002", "04")], 0),
    (
        "S21.G00.40.018/CCH-14",
        "monthly",
        [put("S21.G00.40.018", "300"), drop("S10.G00.00.007")],
        0,
    ),
    *(
        (
            "S21.G00.40.020/CCH-12",
            f"monthly {norm}",
            [put(PENSION, "120"), put("S21.G00.40.007", kind)],
            times,
        )
        for norm, kind, times in (
            ("P26V01", "01", 1),
            ("P26V01", "53", 1),
            ("P26V01", "54", 1),
            ("P26V01", "50", 0),
            ("P24V01", "01", 1),
            ("P24V01", "53", 0),
            ("P24V01", "54", 0),
        )
    ),
]

"""Cases of `controls/rules/work_sites.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put
from mandat.formats.dsn.tests.cases.addresses import WORKPLACE

ACTIVITIES = {"NAF": frozenset({"8121Z"})}
COMMUNES = {"INSEE-COMMUNES": frozenset({"35288"})}
USED = add("S21.G00.40.043", "S21.G00.40.046", "53464097400026")
ABROAD = [
    add("S21.G00.85.005", "S21.G00.85.006", "BE", "S21.G00.85.007", "B-6700 ARLON"),
    drop("S21.G00.85.004"),
    drop("S21.G00.85.011"),
]
PERSON = {
    "012": "02",
    "013": "MORVANEL",
    "014": "BRISSAC",
    "015": "SOLANGE",
    "016": "99991950",
    "017": "RENNES",
}
HOUSEHOLD = [
    WORKPLACE,
    put("S21.G00.85.001", "DOMICILE"),
    put("S21.G00.85.010", "05"),
    drop("S21.G00.85.002"),
    add(
        "S21.G00.85.011",
        *(part for number, value in PERSON.items() for part in (f"S21.G00.85.{number}", value)),
    ),
]


def private(number: str, *edits: Edit) -> Case:
    """A private employer who lacks this rubric, and one who has it."""
    failing = edits or (drop(f"S21.G00.85.{number}"),)
    return Case([*HOUSEHOLD, *failing], HOUSEHOLD, norm="P24V01")


CASES = {
    "S21.G00.85.001/CCH-11": Case(
        [WORKPLACE, put("S21.G00.85.001", "53464097500026")], [WORKPLACE]
    ),
    "S21.G00.85.001/CCH-12": Case(
        [WORKPLACE, put("S21.G00.85.001", "53464097400027")], [WORKPLACE]
    ),
    "S21.G00.85.001/CCH-13": Case(
        [WORKPLACE, put("S21.G00.85.010", "03")],
        [WORKPLACE, put("S21.G00.85.010", "03"), put("S21.G00.85.001", "53464097400027")],
    ),
    "S21.G00.85.002/CCH-11": Case([WORKPLACE, drop("S21.G00.85.002")], [WORKPLACE]),
    "S21.G00.85.002/CCH-12": Case(
        [USED, WORKPLACE, put("S21.G00.85.010", "02"), drop("S21.G00.85.002")],
        [
            put("S21.G00.40.019", "53464097400026"),
            *(WORKPLACE, put("S21.G00.85.010", "02"), drop("S21.G00.85.002")),
        ],
    ),
    "S21.G00.85.002/CRE-11": Case(
        [WORKPLACE, put("S21.G00.85.002", "8122Z")], [WORKPLACE], tables=ACTIVITIES
    ),
    "S21.G00.85.011/CCH-11": Case([WORKPLACE, drop("S21.G00.85.011")], [WORKPLACE, *ABROAD]),
    "S21.G00.85.011/CRE-11": Case(
        [WORKPLACE, put("S21.G00.85.011", "35999")], [WORKPLACE], tables=COMMUNES
    ),
    "S21.G00.85.012/CCH-11": private("012"),
    "S21.G00.85.013/CCH-11": private("013"),
    "S21.G00.85.014/CCH-11": private("014", put("S21.G00.85.010", "02")),
    "S21.G00.85.015/CCH-11": private("015", put("S21.G00.85.010", "02")),
    "S21.G00.85.016/CCH-11": private("016"),
    "S21.G00.85.016/CCH-12": Case(
        [*HOUSEHOLD, put("S21.G00.85.016", "01011906")],
        [*HOUSEHOLD, put("S21.G00.85.016", "01011907")],
        norm="P24V01",
    ),
    "S21.G00.85.016/CSL-11": private("016", put("S21.G00.85.016", "31021950")),
    "S21.G00.85.017/CCH-11": private("017"),
}

BORN = "S21.G00.85.016/CCH-12"

SIDES = [
    (BORN, "monthly P24V01", [*HOUSEHOLD, put("S21.G00.85.016", "99992026")], 0),
    (
        BORN,
        "monthly P24V01",
        [*HOUSEHOLD, put("S21.G00.85.016", "99991906"), put("S20.G00.05.007", "01042025")],
        0,
    ),
    ("S21.G00.85.011/CCH-11", "monthly", [WORKPLACE, *ABROAD, drop("S21.G00.85.007")], 0),
    ("S21.G00.85.011/CCH-11", "monthly P24V01", [*HOUSEHOLD, drop("S21.G00.85.011")], 1),
]

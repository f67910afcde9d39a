"""Cases of `controls/rules/contributions.py`.

Each employee of `monthly` has 19 contributions: 018, 106 and 131 are the 13th to the 15th (131 has
no base, 003), the 18th and the 19th stand under the fourth base. In `insured` the 20th is 059.
"""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put

BASE_KIND, CODE = "S21.G00.78.001", "S21.G00.81.001"
BODY, BASE, AMOUNT, COMMUNE = (f"S21.G00.81.{n}" for n in ("002", "003", "004", "005"))
INSURED, PENSION, LAST = 20, 15, 18
BODIES = frozenset({"75375957000017", "99999999900017"})
RETURNED = add(AMOUNT, "S21.G00.81.006", "CRM1")
PUBLIC = put(CODE, "060", LAST)


def insured(*failing: Edit, at: str = "") -> Case:
    """The insured employee's own contribution."""
    return Case(failing, base="insured", at=at)


CASES = {
    "S21.G00.81.001/CCH-11": Case(
        [put(BASE_KIND, "28", 4), put(BASE_KIND, "28", 8)],
        [put(BASE_KIND, "28", 4), put(BASE_KIND, "28", 8), PUBLIC, put(CODE, "061", 19 + LAST)],
        at=BASE_KIND,
        times=2,
    ),
    "S21.G00.81.001/CCH-13": insured(put(CODE, "059")),
    "S21.G00.81.001/CCH-15": insured(put(CODE, "907", INSURED), at=BASE_KIND),
    "S21.G00.81.001/CCH-16": Case([drop(BASE, 13), drop(AMOUNT, 19 + 13)], times=2),
    "S21.G00.81.001/CCH-17": Case([put("S21.G00.79.001", "02")], times=2),
    "S21.G00.81.002/CCH-11": insured(add(CODE, BODY, "P9998", nth=INSURED)),
    "S21.G00.81.002/CRE-11": Case([put(BODY, "99999999900025")], tables={"ICI": BODIES}),
    "S21.G00.81.003/CCH-11": Case([PUBLIC, drop(BASE, LAST - 1)], [PUBLIC]),
    "S21.G00.81.003/CCH-12": insured(add(CODE, BASE, "1.00", nth=INSURED)),
    "S21.G00.81.004/CCH-11": insured(drop(AMOUNT, INSURED)),
    "S21.G00.81.004/CCH-12": Case([drop(AMOUNT, PENSION)]),
    "S21.G00.81.004/CCH-13": Case([PUBLIC, drop(AMOUNT, LAST)], [PUBLIC]),
    "S21.G00.81.005/CCH-11": insured(add(AMOUNT, COMMUNE, "35238", nth=INSURED)),
    "S21.G00.81.005/CRE-11": Case(
        [add(AMOUNT, COMMUNE, "35999")],
        [add(AMOUNT, COMMUNE, "35238")],
        tables={"INSEE-COMMUNES": frozenset({"35238"})},
    ),
    "S21.G00.81.006/CCH-11": Case(
        [RETURNED],
        [RETURNED, put("S21.G00.78.002", "01022026"), put("S21.G00.78.003", "28022026")],
    ),
}

FORMER_WITHOUT_AMOUNT = [put("S21.G00.81.001", "063"), drop("S21.G00.81.004")]

SIDES = [
    ("S21.G00.81.004/CCH-12", "monthly", FORMER_WITHOUT_AMOUNT, 0),
    ("S21.G00.81.004/CCH-12", "monthly P24V01", FORMER_WITHOUT_AMOUNT, 1),
    ("S21.G00.81.001/CCH-13", "insured", [drop("S21.G00.78.001", 5)], 0),
    ("S21.G00.81.001/CCH-17", "monthly", [drop("S21.G00.78.001", 2)], 0),
    ("S21.G00.81.001/CCH-17", "monthly", [put("S21.G00.78.001", "04", 2)], 2),
]

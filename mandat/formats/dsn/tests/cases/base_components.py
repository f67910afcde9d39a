"""Cases of `controls/rules/base_components.py`.

In `insured` the first component is the minimum wage, the second the gross pay of insurance.
"""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, drop_block, put

KIND, AMOUNT, BEGIN, END = "S21.G00.79.001", "S21.G00.79.004", "S21.G00.78.002", "S21.G00.78.003"
CONTRIBUTION = 20


def insured(failing: list[Edit], passing: list[Edit], at: str = "") -> Case:
    """With the insured employee."""
    return Case(failing, passing, "insured", at)


def component(kind: str) -> Edit:
    """The component of insurance."""
    return put(KIND, kind, 2)


def second(kind: str) -> Edit:
    """One more component of insurance."""
    return add(AMOUNT, KIND, kind, AMOUNT, "1.00", nth=2)


RETURNED = add(AMOUNT, "S21.G00.79.005", "CRM1")

CASES = {
    "S21.G00.79.001/CCH-11": insured([drop_block("S21.G00.79", 2)], [], "S21.G00.78.001"),
    "S21.G00.79.001/CCH-12": insured([component("25")], [component("24")]),
    "S21.G00.79.001/CCH-13": insured(
        [component("23")], [component("23"), put("S21.G00.81.004", "0.00", CONTRIBUTION)]
    ),
    "S21.G00.79.001/CCH-14": Case(
        [put("S21.G00.78.001", "04", 2)], [put("S21.G00.78.001", "19", 2)]
    ),
    "S21.G00.79.001/CCH-16": insured([second("10")], [component("17"), second("17")]),
    "S21.G00.79.001/CCH-17": insured([component("90")], []),
    "S21.G00.79.001/SIG-18": insured([component("23"), second("17")], [component("23")]),
    "S21.G00.79.001/SIG-19": insured([component("23")], [component("23"), put(AMOUNT, "0.00", 2)]),
    "S21.G00.79.005/CCH-11": Case(
        [RETURNED], [RETURNED, put(BEGIN, "01022026", 2), put(END, "28022026", 2)]
    ),
}

SIDES = [
    ("S21.G00.79.001/CCH-14", "monthly", [drop("S21.G00.78.001", 2)], 0),
]

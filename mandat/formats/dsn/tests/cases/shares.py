"""Cases of `controls/rules/shares.py`.

In the base, who has a pension (67) is known by NTT, who got shares (87 to 89) by either number.
"""

from mandat.formats.dsn.tests.cases import Case, drop, put

EMPLOYEE, BORN = "S21.G00.30.001", "S21.G00.30.006"
KNOWN, UNKNOWN = "1670435990001", "1680435990001"
OLD, NEW = "275122A990012", "276012A990012"
TEMPORARY, OTHER = "25346409740000119900208", "25346409740000119900209"
NUMBERS = {
    "S89.G00.67": ("001", "002", "CCH-11", "CCH-12"),
    "S89.G00.87": ("007", "008", "CCH-12", "CCH-13"),
    "S89.G00.88": ("008", "009", "CCH-12", "CCH-13"),
    "S89.G00.89": ("007", "008", "CCH-12", "CCH-13"),
}


def with_number(block, number):
    """Make the first person of a block known by this NIR instead of a NTT."""
    rubric, temporary = f"{block}.{NUMBERS[block][0]}", f"{block}.{NUMBERS[block][1]}"

    def edit(records):
        at = next(place for place, (name, _) in enumerate(records) if name in (rubric, temporary))
        records[at] = (rubric, number)

    return edit


def with_temporary(block, number):
    """Make the first person of a block known by this NTT."""
    rubric, temporary = f"{block}.{NUMBERS[block][0]}", f"{block}.{NUMBERS[block][1]}"

    def edit(records):
        at = next(place for place, (name, _) in enumerate(records) if name in (rubric, temporary))
        records[at] = (temporary, number)

    return edit


def without_number(block):
    """Leave the first person of a block without any number."""
    rubrics = [f"{block}.{number}" for number in NUMBERS[block][:2]]

    def edit(records):
        at = next(place for place, (name, _) in enumerate(records) if name in rubrics)
        del records[at]

    return edit


def numbers():
    """The cases of NIR and NTT, the same for the four blocks."""
    for block, (number, temporary, company, employee) in NUMBERS.items():
        nir, ntt = f"{block}.{number}", f"{block}.{temporary}"
        born = [put(EMPLOYEE, OLD), put(BORN, "31121975", 2)]
        later = [put(EMPLOYEE, NEW), put(BORN, "01011976", 2)]
        here, there = with_number(block, KNOWN), with_temporary(block, TEMPORARY)
        yield f"{nir}/CCH-11", [*born, with_number(block, OLD)], [*later, with_number(block, NEW)]
        yield f"{nir}/CCH-12", [with_number(block, "1999999999999")], [here]
        yield f"{nir}/CCH-13", [with_number(block, UNKNOWN)], [here]
        yield f"{nir}/CCH-14", [without_number(block)], []
        yield (
            f"{nir}/CCH-15",
            [with_number(block, "1670435999999")],
            [with_number(block, "1670435199999")],
        )
        yield f"{ntt}/{company}", [with_temporary(block, "2534640975A1")], [there]
        yield f"{ntt}/{employee}", [with_temporary(block, OTHER)], [there]
        yield f"{ntt}/CSL-11", [with_temporary(block, "3534640974A1")], [there]
        yield f"{ntt}/CSL-12", [with_temporary(block, "2534640974 A1")], [there]


def dates():
    """The cases of what an acquisition has: the second block 87 and the second 88 of the base."""
    yield "S89.G00.87.004/CCH-11", [drop("S89.G00.87.004")], []
    for rubric in ("S89.G00.87.005", "S89.G00.87.006"):
        yield f"{rubric}/CCH-11", [drop(rubric)], []
        yield f"{rubric}/SIG-12", [put(rubric, "01042026")], [put(rubric, "31032026")]
    for rubric in ("S89.G00.88.005", "S89.G00.88.006", "S89.G00.88.007"):
        yield f"{rubric}/CCH-11", [drop(rubric)], []
    for rubric in ("S89.G00.88.006", "S89.G00.88.007"):
        yield f"{rubric}/SIG-12", [put(rubric, "01042026")], [put(rubric, "31032026")]
    rubric = "S89.G00.89.005"
    yield f"{rubric}/SIG-11", [put(rubric, "01042026")], [put(rubric, "31032026")]


CASES = {
    code: Case(failing, passing, base="non-employees")
    for code, failing, passing in (*numbers(), *dates())
}

SIDES = [
    # Who has no number is nobody's.
    ("S89.G00.67.001/CCH-13", "non-employees", [with_number("S89.G00.67", "")], 1),
    ("S89.G00.67.002/CCH-12", "non-employees", [with_temporary("S89.G00.67", "")], 1),
    (
        "S89.G00.67.002/CCH-12",
        "non-employees",
        [with_temporary("S89.G00.67", ""), drop("S21.G00.30.020")],
        1,
    ),
]

"""Cases of `controls/rules/national_numbers.py`. The numbers are invented."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put

NUMBER = "2900235238001"
OUTSIDER = [
    add(
        "",
        *("S89.G00.91.001", "1700335238002", "S89.G00.91.002", "BELDIER"),
        *("S89.G00.91.004", "ANDRÉ", "S89.G00.91.006", "12031970"),
    )
]


def numbered(number: str, other: str = "") -> list[Edit]:
    """The first employee, and the second when said, with a national number."""
    edits = [add("S21.G00.23.005", "S21.G00.30.001", number, nth=12)]
    if other:
        edits.append(add("S21.G00.86.005", "S21.G00.30.001", other))
    return edits


def born(number: str, birth: str) -> list[Edit]:
    """The first employee with that number and that date of birth."""
    return [*numbered(number), put("S21.G00.30.006", birth)]


def changed(birth: str) -> list[Edit]:
    """The first employee, whose date of birth was another."""
    return [add("S21.G00.30.020", "S21.G00.31.001", "01032026", "S21.G00.31.011", birth)]


def born_in(department: str, birth: str) -> list[Edit]:
    """The first employee with that department and that date of birth."""
    return [put("S21.G00.30.014", department), put("S21.G00.30.006", birth)]


CASES = {
    "S21.G00.30.001/CCH-11": Case(
        born("275022A238001", "08021975"), born("276022A238001", "08021976")
    ),
    "S21.G00.30.001/CCH-13": Case(numbered("2999999999999"), numbered("2991299999999")),
    "S21.G00.30.001/CCH-14": Case(numbered(NUMBER, NUMBER), numbered(NUMBER, "1670435238001")),
    "S21.G00.30.001/CCH-15": Case(
        [add("S21.G00.15.005", "S21.G00.30.001", "1980935238001"), *OUTSIDER],
        [add("S21.G00.15.005", "S21.G00.30.001", "1980935238001")],
        base="start",
    ),
    "S21.G00.30.001/CCH-16": Case(numbered("2900235999999"), numbered("2900235899999")),
    "S21.G00.30.006/CCH-11": Case(born(NUMBER, "31121989"), born(NUMBER, "99991990")),
    "S21.G00.30.006/CCH-12": Case(
        [put("S21.G00.30.006", "31121906")], [put("S21.G00.30.006", "01011907")]
    ),
    "S21.G00.30.006/CSL-11": Case(
        [put("S21.G00.30.006", "30021990")], [put("S21.G00.30.006", "31991990")]
    ),
    "S21.G00.30.014/CCH-11": Case(born_in("20", "01011976"), born_in("20", "31121975")),
    "S21.G00.30.020/CCH-12": Case([drop("S21.G00.30.020")], numbered(NUMBER)),
    "S21.G00.30.020/CCH-13": Case(
        [put("S21.G00.30.020", "25346409750000119900208")],
        [put("S21.G00.30.020", "25346409748")],
    ),
    "S21.G00.30.020/CCH-14": Case([put("S21.G00.30.020", "25346409740000119900208", nth=2)]),
    "S21.G00.30.020/CCH-15": Case(OUTSIDER, base="start"),
    "S21.G00.30.020/CSL-11": Case([put("S21.G00.30.020", "35346409740000119900208")]),
    "S21.G00.30.020/CSL-12": Case([put("S21.G00.30.020", "2534640974 000119900208")]),
    "S21.G00.31.011/CCH-12": Case(changed("01012027"), changed("31122026")),
    "S21.G00.31.011/CSL-11": Case(changed("31041990"), changed("99041990")),
}

BIRTH = "S21.G00.30.006"

SIDES = [
    ("S21.G00.30.014/CCH-11", "monthly", [put("S21.G00.30.014", "20"), put(BIRTH, "01010000")], 0),
    (
        "S21.G00.30.001/CCH-11",
        "monthly",
        [add("S21.G00.23.005", "S21.G00.30.001", "29002205X8001", nth=12)],
        0,
    ),
    # The age is that on the day of the file, whenever it is read.
    (
        "S21.G00.30.006/CCH-12",
        "monthly",
        [put("S20.G00.05.007", "01042025"), put(BIRTH, "99991906")],
        0,
    ),
    (
        "S21.G00.30.020/CCH-12",
        "monthly",
        [
            add("S21.G00.23.005", "S21.G00.30.001", "2900235238001", nth=12),
            drop("S21.G00.30.020"),
        ],
        0,
    ),
]

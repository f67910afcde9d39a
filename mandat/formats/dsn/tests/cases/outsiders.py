"""Cases of `controls/rules/outsiders.py`: the first of the base is paid an early retirement."""

from mandat.formats.dsn.tests.cases import Case, add, drop, drop_block, put

(NUMBER, SURNAME, IN_USE, GIVEN, BORN, POSTCODE, TOWN, COUNTRY, ABROAD, MAIL) = (
    f"S89.G00.91.{number}"
    for number in ("001", "002", "003", "004", "006", "009", "010", "011", "012", "015")
)
COLLECTIVE, STATUS, DEPARTMENT, BIRTHPLACE, TEMPORARY = (
    f"S89.G00.91.{number}" for number in ("017", "018", "019", "020", "021")
)
EMPLOYEE = "S21.G00.30"


def with_number(number, nth=1):
    """Give the nth person a NIR."""

    def edit(records):
        places = [at for at, (rubric, _) in enumerate(records) if rubric == SURNAME]
        records.insert(places[nth - 1], (NUMBER, number))

    return edit


PERSON = [SURNAME, "AUBRELLE", GIVEN, "MATHIS", BORN, "23091998", "S89.G00.91.007", "RENNES",
          POSTCODE, "35000", TOWN, "RENNES", DEPARTMENT, "35", BIRTHPLACE, "FR"]  # fmt: skip
LAST = "S21.G00.86.005"
BY_NUMBER = add(LAST, NUMBER, "1980935990001", *PERSON)
BY_TEMPORARY = add(LAST, *PERSON, TEMPORARY, "15346409740000319980923")
ALONE = drop_block(EMPLOYEE)


def _without_employee(edit):
    return [edit, ALONE]


BASE_CASES = [
    (
        "S89.G00.91.001/CCH-11",
        [with_number("263052A990012")],
        [put(BORN, "11051976"), with_number("276052A990012")],
    ),
    ("S89.G00.91.001/CCH-12", [with_number("2" + "9" * 12)], [with_number("2630535990001")]),
    (
        "S89.G00.91.001/CCH-13",
        [with_number("2630535990001"), with_number("2630535990001", 2)],
        [with_number("2630535990001"), with_number("2630535990002", 2)],
    ),
    ("S89.G00.91.001/CCH-15", [with_number("2630535999999")], [with_number("2630535199999")]),
    ("S89.G00.91.002/CSL-11", [put(SURNAME, "MME MAUBREY")], [put(SURNAME, "MAU--BREY")]),
    (
        "S89.G00.91.003/CSL-11",
        [add(SURNAME, IN_USE, "D''ASTIER")],
        [add(SURNAME, IN_USE, "D'ASTIER")],
    ),
    (
        "S89.G00.91.004/CSL-11",
        [put(SURNAME, "SN"), put(GIVEN, "SP")],
        [put(GIVEN, "SP")],
    ),
    (
        "S89.G00.91.006/CCH-11",
        [with_number("2640535990001")],
        [with_number("2630535990001")],
    ),
    ("S89.G00.91.006/CCH-12", [put(BORN, "11051906")], [put(BORN, "11051907")]),
    ("S89.G00.91.006/CSL-11", [put(BORN, "31041963")], [put(BORN, "99041963")]),
    (
        "S89.G00.91.009/CCH-11",
        [drop(POSTCODE), add(TOWN, COUNTRY, "BE")],
        [drop(POSTCODE), add(TOWN, COUNTRY, "BE", ABROAD, "4000")],
    ),
    ("S89.G00.91.010/CCH-11", [drop(TOWN)], []),
    (
        "S89.G00.91.011/CRE-11",
        [drop(POSTCODE), add(TOWN, COUNTRY, "MC", ABROAD, "4000")],
        [drop(POSTCODE), add(TOWN, COUNTRY, "BE", ABROAD, "4000")],
    ),
    (
        "S89.G00.91.015/CSL-11",
        [add(TOWN, MAIL, "gisele..maubrey@example.com")],
        [add(TOWN, MAIL, "gisele__maubrey@example.com")],
    ),
    ("S89.G00.91.018/CCH-11", [put(STATUS, "01")], [put(STATUS, "01"), put(COLLECTIVE, "03")]),
    ("S89.G00.91.018/SIG-12", [put(STATUS, "02")], [put(STATUS, "02"), put(COLLECTIVE, "05")]),
    (
        "S89.G00.91.019/CCH-11",
        [put(DEPARTMENT, "2A"), put(BORN, "31121975")],
        [put(DEPARTMENT, "2A"), put(BORN, "01011976")],
    ),
    ("S89.G00.91.021/CCH-12", [drop(TEMPORARY)], []),
    ("S89.G00.91.021/CCH-13", [put(TEMPORARY, "2534640975A1")], []),
    ("S89.G00.91.021/CCH-14", [put(TEMPORARY, "15346409740000819580930")], []),
    ("S89.G00.91.021/CSL-11", [put(TEMPORARY, "0534640974A1")], []),
    ("S89.G00.91.021/CSL-15", [put(TEMPORARY, "2534640974 A1")], []),
]
CASES = {code: Case(bad, good, base="non-employees") for code, bad, good in BASE_CASES}
CASES |= {
    "S89.G00.91.001/CCH-14": Case([BY_NUMBER], _without_employee(BY_NUMBER), base="start"),
    "S89.G00.91.021/CCH-15": Case([BY_TEMPORARY], _without_employee(BY_TEMPORARY), base="start"),
    "S89.G00.91.009/CRE-11": Case(
        [put(POSTCODE, "99999")],
        [],
        base="non-employees",
        tables={"HEXAPOSTE": frozenset({"35000"})},
    ),
    "S89.G00.91.020/CRE-11": Case(
        [put(BIRTHPLACE, "ZZ")],
        [],
        base="non-employees",
        tables={"PAYS": frozenset({"FR"})},
    ),
}

SIDES = [
    ("S89.G00.91.009/CCH-11", "non-employees", [drop(POSTCODE), add(TOWN, ABROAD, "4000")], 1),
]

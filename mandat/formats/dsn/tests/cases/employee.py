"""Cases of `controls/rules/employee.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put

ABROAD: list[Edit] = [
    drop("S21.G00.30.010"),
    drop("S21.G00.30.009"),
    add("S21.G00.30.008", "S21.G00.30.011", "BE", "S21.G00.30.012", "4000 LIEGE"),
]
COUNTRIES = {"PAYS": frozenset({"BE", "FR"})}
BORN_ABROAD: list[Edit] = [put("S21.G00.30.014", "99"), drop("S21.G00.30.007")]
APPRENTICE: list[Edit] = [put("S21.G00.40.008", "64")]


def changed(*pairs: str, on: str = "01032026") -> list[Edit]:
    """The first employee, of whom something has changed."""
    return [add("S21.G00.30.020", "S21.G00.31.001", on, *pairs)]


def used(name: str) -> list[Edit]:
    """The first employee with that name in use."""
    return [add("S21.G00.30.002", "S21.G00.30.003", name)]


def mail(address: str) -> list[Edit]:
    """The first employee with that e-mail address."""
    return [add("S21.G00.30.015", "S21.G00.30.018", address)]


CASES = {
    "S21.G00.30.002/CSL-11": Case(
        [put("S21.G00.30.002", "MME TERCELIN")], [put("S21.G00.30.002", "TERCELIN--BRU")]
    ),
    "S21.G00.30.003/CSL-11": Case(used("TERCELIN--BRU"), used("D'AULNOY-BRU")),
    "S21.G00.30.004/CSL-11": Case(
        [put("S21.G00.30.002", "SN"), put("S21.G00.30.004", "sp")],
        [put("S21.G00.30.004", "SP")],
    ),
    "S21.G00.30.007/CCH-11": Case(
        [drop("S21.G00.30.007")],
        [drop("S21.G00.30.007"), put("S21.G00.30.014", "99")],
    ),
    "S21.G00.30.007/CSL-11": Case(
        [put("S21.G00.30.007", "RENNES-")], [put("S21.G00.30.007", "ST. MALO")]
    ),
    "S21.G00.30.009/CCH-12": Case([add("S21.G00.30.010", "S21.G00.30.012", "4000 LIEGE")], ABROAD),
    "S21.G00.30.009/CRE-11": Case(
        [put("S21.G00.30.009", "35999")], tables={"HEXAPOSTE": frozenset({"35000"})}
    ),
    "S21.G00.30.010/CCH-11": Case([drop("S21.G00.30.010")]),
    "S21.G00.30.011/CRE-11": Case([*ABROAD, put("S21.G00.30.011", "FR")], ABROAD, tables=COUNTRIES),
    "S21.G00.30.015/CRE-11": Case([put("S21.G00.30.015", "XX")], tables=COUNTRIES),
    "S21.G00.30.018/CSL-11": Case(mail("y..t@example.com"), mail("y-_t@example.com")),
    "S21.G00.30.025/CCH-11": Case(
        APPRENTICE, [*APPRENTICE, add("S21.G00.30.020", "S21.G00.30.025", "03")]
    ),
    "S21.G00.30.029/CCH-11": Case(
        BORN_ABROAD,
        [*BORN_ABROAD, add("S21.G00.30.020", "S21.G00.30.029", "BELGIQUE")],
    ),
    "S21.G00.31.001/CCH-12": Case(changed(), changed("S21.G00.31.010", "YASMIN")),
    "S21.G00.31.001/SIG-11": Case(
        changed("S21.G00.31.010", "YASMIN", on="01042026"),
        changed("S21.G00.31.010", "YASMIN", on="31032026"),
    ),
    "S21.G00.31.009/CSL-11": Case(
        changed("S21.G00.31.009", "M BRU"), changed("S21.G00.31.009", "BRU--D'AULNOY")
    ),
    "S21.G00.31.010/CSL-11": Case(
        changed("S21.G00.31.010", "YASMINE--ANNE"), changed("S21.G00.31.010", "YASMINE-ANNE")
    ),
}

ALSO_APPRENTICE = add(
    "S21.G00.71.002",
    *("S21.G00.40.001", "01032026", "S21.G00.40.008", "64", "S21.G00.40.009", "00003"),
)

SIDES = [
    (
        "S21.G00.31.010/CSL-11",
        "monthly",
        changed("S21.G00.31.009", "SN", "S21.G00.31.010", "SP"),
        1,
    ),
    ("S21.G00.30.025/CCH-11", "monthly", [ALSO_APPRENTICE], 1),
    (
        "S21.G00.30.009/CCH-12",
        "monthly",
        [drop("S21.G00.30.009"), add("S21.G00.30.010", "S21.G00.30.012", "4000 LIEGE")],
        1,
    ),
    ("S21.G00.30.009/CCH-12", "monthly", [drop("S21.G00.30.009")], 1),
    ("S21.G00.30.025/CCH-11", "monthly", [*APPRENTICE, ALSO_APPRENTICE], 1),
]

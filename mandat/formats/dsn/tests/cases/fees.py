"""Cases of `controls/rules/fees.py`: the first of the base is a person, the second a company."""

from mandat.formats.dsn.tests.cases import Case, add, drop, put

NAME, GIVEN, SIREN, NIC, COMPANY, POSTCODE, TOWN, YEAR = (
    f"S89.G00.32.{number}" for number in ("002", "003", "004", "005", "006", "011", "012", "017")
)
COUNTRY, ABROAD, COMMUNE = "S89.G00.32.013", "S89.G00.32.014", "S89.G00.32.009"
PAID = "S89.G00.43.002"
POST = frozenset({"35000"})

CASES = {
    code: Case(failing, passing, base="non-employees", **more)
    for code, failing, passing, more in [
        ("S89.G00.32.001/CCH-12", [put(PAID, "0.00")], [put(PAID, "0.01")], {}),
        ("S89.G00.32.002/CSL-11", [put(NAME, "MME ORSENNE")], [put(NAME, "D'ORSENNE")], {}),
        ("S89.G00.32.003/CSL-11", [put(GIVEN, "ADÈLE-")], [put(GIVEN, "ANNE-ADÈLE")], {}),
        ("S89.G00.32.003/CCH-11", [drop(GIVEN)], [], {}),
        ("S89.G00.32.003/CCH-12", [drop(NAME), drop(GIVEN)], [], {}),
        ("S89.G00.32.004/CSL-12", [put(SIREN, "732829321")], [], {}),
        ("S89.G00.32.005/CCH-11", [put(NIC, "00075")], [], {}),
        ("S89.G00.32.006/CCH-11", [drop(COMPANY)], [], {}),
        (
            "S89.G00.32.009/CRE-11",
            [add("S89.G00.32.008", COMMUNE, "35999")],
            [add("S89.G00.32.008", COMMUNE, "35238")],
            {"tables": {"INSEE-COMMUNES": frozenset({"35238"})}},
        ),
        ("S89.G00.32.011/CRE-11", [put(POSTCODE, "99999")], [], {"tables": {"HEXAPOSTE": POST}}),
        (
            "S89.G00.32.011/CCH-12",
            [add(TOWN, COUNTRY, "BE", ABROAD, "4000")],
            [drop(POSTCODE), add(TOWN, COUNTRY, "BE", ABROAD, "4000")],
            {},
        ),
        ("S89.G00.32.012/CCH-11", [drop(TOWN)], [], {}),
        (
            "S89.G00.32.013/CRE-11",
            [drop(POSTCODE), add(TOWN, COUNTRY, "FR", ABROAD, "4000")],
            [drop(POSTCODE), add(TOWN, COUNTRY, "BE", ABROAD, "4000")],
            {},
        ),
        ("S89.G00.32.017/CCH-11", [put(YEAR, "2027")], [put(YEAR, "2026")], {}),
        (
            "S89.G00.67.005/CCH-11",
            [put("S89.G00.67.005", "2027")],
            [put("S89.G00.67.005", "2026")],
            {},
        ),
    ]
}

SIDES = [
    ("S89.G00.32.011/CCH-12", "non-employees", [drop(POSTCODE), add(TOWN, ABROAD, "4000")], 1),
    ("S89.G00.32.011/CCH-12", "non-employees", [drop(POSTCODE), add(TOWN, COUNTRY, "BE")], 1),
]

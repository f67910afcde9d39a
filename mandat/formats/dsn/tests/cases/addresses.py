"""Cases of `controls/rules/addresses.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, put

WORKPLACE = add(
    "",
    *("S21.G00.85.001", "53464097400026", "S21.G00.85.002", "8121Z"),
    *("S21.G00.85.003", "12 QUAI DES TANNEURS", "S21.G00.85.004", "35400"),
    *("S21.G00.85.005", "SAINT MALO", "S21.G00.85.010", "01", "S21.G00.85.011", "35288"),
)
POSTAL = {"HEXAPOSTE": frozenset({"35000", "35400"})}
COUNTRIES = {"PAYS": frozenset({"BE", "DE", "GP"})}


def foreign(block: str, postal: int, country: int) -> list[Edit]:
    """A foreign address instead of a French one: postal code and locality go."""
    return [
        add(
            f"{block}.{postal + 1:03}",
            *(f"{block}.{country:03}", "BE", f"{block}.{country + 1:03}", "B-6700 ARLON"),
        ),
        drop(f"{block}.{postal + 1:03}"),
        drop(f"{block}.{postal:03}"),
    ]


EMITTER = foreign("S10.G00.01", 5, 7)
COMPANY = foreign("S21.G00.06", 5, 10)
ESTABLISHMENT = foreign("S21.G00.11", 4, 15)
ELSEWHERE = [WORKPLACE, *foreign("S21.G00.85", 4, 6)]

CASES = {
    "S10.G00.01.005/CCH-12": Case(
        [add("S10.G00.01.006", "S10.G00.01.007", "BE")],
        EMITTER,
    ),
    "S21.G00.06.005/CCH-11": Case([drop("S21.G00.06.006"), drop("S21.G00.06.005")], COMPANY),
    "S21.G00.11.004/CCH-11": Case(
        [add("S21.G00.11.005", "S21.G00.11.016", "B-6700 ARLON")],
        ESTABLISHMENT,
    ),
    "S21.G00.85.004/CCH-12": Case(
        [*ELSEWHERE, drop("S21.G00.85.007")],
        ELSEWHERE,
    ),
    "S10.G00.01.006/CCH-11": Case([drop("S10.G00.01.006")]),
    "S21.G00.06.006/CCH-11": Case([drop("S21.G00.06.006")]),
    "S21.G00.11.005/CCH-11": Case([drop("S21.G00.11.005")]),
    "S21.G00.85.005/CCH-11": Case([WORKPLACE, drop("S21.G00.85.005")], [WORKPLACE]),
    "S10.G00.01.005/CRE-11": Case([put("S10.G00.01.005", "35001")], tables=POSTAL),
    "S21.G00.06.005/CRE-11": Case([put("S21.G00.06.005", "35001")], tables=POSTAL),
    "S21.G00.11.004/CRE-11": Case([put("S21.G00.11.004", "35001")], tables=POSTAL),
    "S21.G00.85.004/CRE-11": Case(
        [WORKPLACE, put("S21.G00.85.004", "35401")], [WORKPLACE], tables=POSTAL
    ),
    "S10.G00.01.007/CRE-11": Case(
        [*EMITTER, put("S10.G00.01.007", "UK")], EMITTER, tables=COUNTRIES
    ),
    "S21.G00.06.010/CRE-11": Case([*COMPANY, put("S21.G00.06.010", "FR")], COMPANY),
    "S21.G00.11.015/CRE-11": Case(
        [*ESTABLISHMENT, put("S21.G00.11.015", "GP")], ESTABLISHMENT, tables=COUNTRIES
    ),
    "S21.G00.85.006/CRE-11": Case([*ELSEWHERE, put("S21.G00.85.006", "MC")], ELSEWHERE),
}

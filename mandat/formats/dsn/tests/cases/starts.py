"""Cases of `controls/rules/starts.py`."""

from mandat.formats.dsn.tests.cases import Case, add, drop_block, put

OTHER = add(
    "",
    *("S89.G00.91.002", "VERNOY", "S89.G00.91.004", "AGATHE", "S89.G00.91.006", "11051961"),
    *("S89.G00.91.007", "RENNES", "S89.G00.91.019", "35", "S89.G00.91.020", "FR"),
)
WORKPLACE = add(
    "",
    *("S21.G00.85.001", "CHANTIER 7", "S21.G00.85.003", "12 QUAI DES TANNEURS"),
    *("S21.G00.85.004", "35400", "S21.G00.85.005", "SAINT MALO", "S21.G00.85.010", "02"),
    *("S21.G00.85.011", "35288"),
)
FORMER = "53464097400026"

CASES = {
    "S20.G00.05.001/CCH-11": Case(
        [drop_block("S21.G00.30")], [drop_block("S21.G00.30"), OTHER], base="start"
    ),
    "S20.G00.05.001/CCH-12": Case([drop_block("S21.G00.86")], base="start"),
    "S20.G00.05.001/CCH-13": Case([put("S21.G00.15.005", "2")], base="start", at="S21.G00.15.005"),
    "S20.G00.05.011/CCH-11": Case(
        [put("S20.G00.05.011", "06")],
        [put("S20.G00.05.011", "06"), drop_block("S21.G00.30"), OTHER],
        base="start",
    ),
    "S20.G00.05.011/CCH-12": Case(
        [put("S20.G00.05.011", "03"), drop_block("S21.G00.15")],
        [put("S20.G00.05.011", "05")],
        base="start",
    ),
    "S20.G00.05.011/CCH-13": Case(
        [put("S20.G00.05.011", "07"), drop_block("S21.G00.15"), WORKPLACE],
        [put("S20.G00.05.011", "07"), drop_block("S21.G00.15")],
        base="start",
    ),
    "S20.G00.05.011/CCH-14": Case(
        [put("S20.G00.05.011", "07"), drop_block("S21.G00.40")],
        [put("S20.G00.05.011", "07"), drop_block("S21.G00.40"), drop_block("S21.G00.86")],
        base="start",
    ),
    "S20.G00.05.012/CCH-11": Case(
        [put("S20.G00.05.011", "02")],
        [put("S20.G00.05.011", "02"), add("S20.G00.05.011", "S20.G00.05.012", FORMER)],
        base="start",
    ),
    "S20.G00.05.012/CSL-12": Case(
        [add("S20.G00.05.011", "S20.G00.05.012", "53464097400027")],
        [add("S20.G00.05.011", "S20.G00.05.012", FORMER)],
        base="start",
    ),
}

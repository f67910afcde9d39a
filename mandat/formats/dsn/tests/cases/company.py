"""Cases of `controls/rules/company.py`."""

from mandat.formats.dsn.tests.cases import Case, add, drop, put

ACTIVITIES = {"NAF": frozenset({"8121Z"})}
AGREEMENTS = {"IDCC": frozenset({"3043"})}
OPERATORS = {"OPCO": frozenset({"11"})}
ABROAD = add("S21.G00.06.006", "S21.G00.06.010", "BE", "S21.G00.06.011", "B-6700 ARLON")
INSURED_BY_CHOICE = add("S21.G00.40.026", "S21.G00.40.029", "03", "S21.G00.40.030", "01012024")

CASES = {
    "S21.G00.06.003/CRE-11": Case([put("S21.G00.06.003", "8122Z")], tables=ACTIVITIES),
    "S21.G00.11.002/CRE-11": Case([put("S21.G00.11.002", "8122Z")], tables=ACTIVITIES),
    "S21.G00.06.015/CRE-11": Case([put("S21.G00.06.015", "3044")], tables=AGREEMENTS),
    "S21.G00.11.022/CRE-11": Case([put("S21.G00.11.022", "3044")], tables=AGREEMENTS),
    "S21.G00.11.023/CRE-11": Case(
        [add("S21.G00.11.022", "S21.G00.11.023", "99")],
        [add("S21.G00.11.022", "S21.G00.11.023", "11")],
        tables=OPERATORS,
    ),
    "S21.G00.06.012/SIG-11": Case(
        [ABROAD], [ABROAD, add("S21.G00.06.011", "S21.G00.06.012", "01")]
    ),
    "S21.G00.11.017/CCH-11": Case(
        [INSURED_BY_CHOICE, drop("S21.G00.11.017")],
        [
            INSURED_BY_CHOICE,
            put("S21.G00.40.029", "02"),
            drop("S21.G00.11.017"),
        ],
    ),
    "S21.G00.11.019/SIG-11": Case(
        [put("S10.G00.00.002", "TESE")],
        [put("S10.G00.00.002", "CEA"), add("S21.G00.11.017", "S21.G00.11.019", "01012024")],
    ),
}

"""Cases of `controls/rules/contract_numbers.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put

RISK = add(
    "S21.G00.30.020",
    *("S21.G00.34.001", "07", "S21.G00.34.002", "00001", "S21.G00.34.003", "2026"),
)
SECOND = add(
    "S21.G00.71.002",
    *("S21.G00.40.001", "01032026", "S21.G00.40.009", "00003"),
)
"""A second contract of the first employee, as little of it as the rule needs."""

CASES = {
    "S21.G00.34.001/CCH-11": Case(
        [RISK, put("S21.G00.40.020", "140")],
        [RISK, put("S21.G00.40.020", "905")],
    ),
    "S21.G00.34.002/CCH-11": Case(
        [RISK, put("S21.G00.34.002", "00002")],
        [RISK],
    ),
    "S21.G00.34.002/CSL-11": Case(
        [RISK, put("S21.G00.34.002", "0000+")],
        [RISK, put("S21.G00.34.002", "Aé-0/@_.1")],
    ),
    "S21.G00.40.009/CCH-12": Case(
        [SECOND, put("S21.G00.40.009", "00001", nth=2)],
        [SECOND, put("S21.G00.40.009", "00001", nth=3)],
        times=1,
    ),
    "S21.G00.40.009/CCH-13": Case([put("S21.G00.40.009", "00009")]),
    "S21.G00.40.009/CCH-15": Case(
        [put("S21.G00.40.007", "03"), put("S21.G00.40.009", "00000")],
        [put("S21.G00.40.007", "03"), put("S21.G00.40.009", "00001")],
    ),
    "S21.G00.40.009/CSL-11": Case(
        [put("S21.G00.40.009", "0000+")],
        [put("S21.G00.40.009", "Aé-0/@_.1")],
    ),
}

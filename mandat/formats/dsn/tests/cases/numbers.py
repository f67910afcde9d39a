"""Cases of `controls/rules/numbers.py`."""

from mandat.formats.dsn.tests.cases import Case, put

CASES = {
    "S10.G00.01.001/CSL-11": Case(
        [put("S10.G00.01.001", "732829321"), put("S10.G00.01.002", "00072")],
        [put("S10.G00.01.001", "732829320"), put("S10.G00.01.002", "00074")],
    ),
    "S10.G00.01.002/CCH-11": Case([put("S10.G00.01.002", "00011")]),
    "S21.G00.06.001/CSL-11": Case([put("S21.G00.06.001", "732829321")]),
    "S21.G00.06.002/CSL-11": Case([put("S21.G00.06.002", "00011")]),
    "S21.G00.11.001/CSL-12": Case([put("S21.G00.11.001", "00011")]),
}

SIDES = [
    ("S21.G00.11.001/CSL-12", "monthly", [put("S21.G00.11.001", "0001A")], 0),
    ("S21.G00.11.001/CSL-12", "monthly", [put("S21.G00.11.001", "000018")], 0),
]

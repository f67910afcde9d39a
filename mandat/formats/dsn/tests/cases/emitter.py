"""Cases of `controls/rules/emitter.py`."""

from mandat.formats.dsn.tests.cases import Case, put

BODIES = {"OES": frozenset({"75375957000017"})}

CASES = {
    "S10.G00.00.008/CCH-11": Case(
        [put("S10.G00.00.008", "01")], [put("S20.G00.05.002", "05")], base="nobody"
    ),
    "S10.G00.01.002/CRE-11": Case(
        [put("S10.G00.01.001", "534640974"), put("S10.G00.01.002", "00018")],
        base="substitution",
        tables=BODIES,
    ),
    "S10.G00.02.002/CSL-11": Case(
        [put("S10.G00.02.002", "CAMILLE  VALMONT")], [put("S10.G00.02.002", "MME VALMONT")]
    ),
    "S20.G00.07.001/CSL-11": Case(
        [put("S20.G00.07.001", "MME VALMONT")], [put("S20.G00.07.001", "CAMILLE D'ALMONT-VERT")]
    ),
    "S10.G00.02.004/CSL-11": Case(
        [put("S10.G00.02.004", "paie@example")], [put("S10.G00.02.004", "la_paie.nord@example.com")]
    ),
    "S20.G00.07.003/CSL-11": Case([put("S20.G00.07.003", "la--paie@example.com")]),
}

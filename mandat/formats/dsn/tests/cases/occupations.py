"""Cases of `controls/rules/occupations.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put

FIRST = "S21.G00.40.004"
COMPLEMENT = "S21.G00.40.005"


def job(occupation, complement=""):
    """Edits that give the first employee an occupation and its complement."""
    edits = [put(FIRST, occupation)]
    return [*edits, add(FIRST, COMPLEMENT, complement)] if complement else edits


CASES = {
    "S21.G00.40.005/CCH-11": Case(job("389b"), job("389b", "C389M")),
    "S21.G00.40.005/CCH-12": Case(job("684a", "NP352"), job("352a", "NP352")),
    "S21.G00.40.005/CCH-13": Case(job("463c", "C643"), job("463c", "09")),
    "S21.G00.40.005/CCH-14": Case(job("643a"), job("643a", "L643")),
    "S21.G00.40.005/CCH-16": Case(
        [put("S21.G00.40.026", "06"), *job("344a", "XX")],
        [put("S21.G00.40.026", "06"), *job("344a", "1001")],
        tables={"NEH": frozenset({"1001"})},
    ),
    "S21.G00.40.005/CCH-18": Case(
        job("637c", "XX"),
        job("637c", "999SPT"),
        tables={"SPECTACLE": frozenset({"1A"})},
    ),
    "S21.G00.40.005/CCH-19": Case(job("684a", "S001"), job("424a", "S001")),
    "S21.G00.40.005/SIG-20": Case(job("546d", "C389M"), job("546d", "546dN")),
    "S21.G00.40.006/CSL-11": Case(
        [put("S21.G00.40.006", "Aggent iiii")],
        [put("S21.G00.40.006", "Agentt III de niveau 1000")],
    ),
    "S21.G00.40.011/CCH-11": Case(
        [put("S21.G00.40.011", "31")],
        [put("S21.G00.40.011", "31"), *job("352a", "P352")],
    ),
    "S21.G00.40.011/SIG-14": Case(
        [put("S21.G00.40.011", "32")],
        [put("S21.G00.40.011", "32"), *job("652b", "49")],
    ),
}

SIDES = [
    *(
        ("S21.G00.40.005/CCH-13", "monthly", job(occupation, complement), 0)
        for occupation, complement in zip(
            ("463a", "463b", "463d", "463e"), ("06", "07", "08", "09"), strict=True
        )
    ),
    ("S21.G00.40.005/SIG-20", "monthly", job("546d", "546dM"), 0),
    ("S21.G00.40.005/CCH-18", "monthly", job("637c"), 1),
    ("S21.G00.40.006/CSL-11", "monthly", [put("S21.G00.40.006", "A bord")], 0),
]

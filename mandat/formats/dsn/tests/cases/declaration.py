"""Cases of `controls/rules/declaration.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop, drop_block, put

NIR = "2900235238001"
BODIES = {"ODRT": frozenset({"88", "93"})}


def another(replaces: str) -> list[Edit]:
    """A second declaration of the same end of contract, as little of it as the rule needs."""
    return [
        add(
            "",
            *("S20.G00.05.001", "07", "S20.G00.05.002", "03", "S20.G00.05.003", "11"),
            *("S20.G00.05.004", "202603200002", "S20.G00.05.006", replaces),
            *("S20.G00.05.007", "20032026", "S21.G00.06.001", "534640974"),
            *("S21.G00.06.002", "00018", "S21.G00.11.001", "00018"),
        )
    ]


def with_number(number: str) -> list[Edit]:
    """The second employee with a national number: the first rubric of the block."""
    return [
        add("S21.G00.86.005", "S21.G00.30.001", number, "S21.G00.30.002", "TERGNIEUX"),
        drop("S21.G00.30.002", nth=3),
    ]


CASES = {
    "S20.G00.05.002/CCH-11": Case(
        another("20032026202603200001"), another("19032026202603200001"), base="end"
    ),
    "S20.G00.05.002/CCH-13": Case(
        [put("S20.G00.05.002", "04")],
        [put("S20.G00.05.001", "07"), put("S20.G00.05.002", "04")],
    ),
    "S20.G00.05.002/CCH-14": Case(
        [put("S20.G00.05.002", "05")],
        [put("S20.G00.05.001", "01"), put("S20.G00.05.002", "05")],
        base="stop",
    ),
    "S20.G00.05.002/CCH-15": Case(
        [put("S20.G00.05.002", "03")],
        [put("S20.G00.05.001", "07"), put("S20.G00.05.002", "03")],
        base="start",
    ),
    "S20.G00.05.002/CCH-16": Case(
        [drop_block("S21.G00.30"), drop_block("S21.G00.30")],
        [drop_block("S21.G00.30")],
    ),
    "S20.G00.05.003/CCH-11": Case([put("S20.G00.05.003", "12")], base="stop"),
    "S20.G00.05.006/CCH-12": Case(
        [add("S20.G00.05.004", "S20.G00.05.006", "19032026202603190001")],
        [
            add("S20.G00.05.004", "S20.G00.05.006", "19032026202603190001"),
            put("S20.G00.05.002", "03"),
        ],
        base="end",
    ),
    "S20.G00.05.008/CCH-11": Case(
        [put("S20.G00.05.008", "02")],
        [put("S20.G00.05.008", "02"), put("S10.G00.00.007", "02")],
    ),
    "S20.G00.05.008/CCH-12": Case(
        [put("S20.G00.05.008", "03"), put("S10.G00.00.007", "02")],
        [put("S20.G00.05.008", "03")],
    ),
    "S20.G00.05.009/CCH-11": Case(
        [add("S20.G00.05.008", "S20.G00.05.009", NIR), *with_number(NIR)],
        [add("S20.G00.05.008", "S20.G00.05.009", "PAIE032026"), *with_number(NIR)],
    ),
    "S20.G00.05.010/SIG-11": Case(
        [put("S20.G00.05.010", "02"), put("S21.G00.06.005", "98513")],
        [put("S20.G00.05.010", "02"), put("S21.G00.06.005", "98800")],
    ),
    "S20.G00.08.001/CRE-11": Case(
        [add("S20.G00.07.004", "S20.G00.08.001", "99")],
        [add("S20.G00.07.004", "S20.G00.08.001", "88")],
        tables=BODIES,
    ),
}

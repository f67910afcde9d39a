"""Cases of `controls/rules/establishment_blocks.py`."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, put

IBAN = "FR7699999000017888003327228"
OTHER_IBAN = "BE68539007547034"


def account(iban: str = IBAN, bic: str = "ZZZZFRPPXXX") -> Edit:
    """An account where aid is paid."""
    return add(
        "S21.G00.11.005",
        *("S21.G00.12.001", "01", "S21.G00.12.002", bic, "S21.G00.12.003", iban),
    )


def disabled(*pairs: str) -> Edit:
    """A block about disabled workers; it stands before the establishment."""
    return add("S21.G00.06.015", *pairs)


WHOLE = disabled(
    *("S21.G00.13.001", "075202300001", "S21.G00.13.002", "01"),
    *("S21.G00.13.003", "2.50", "S21.G00.13.004", "2026"),
)
AGREEMENTS = {"AAETH": frozenset({"075202300001"})}

CASES = {
    "S21.G00.12.001/CCH-11": Case(
        [account()],
        [put("S20.G00.05.001", "08"), account()],
    ),
    "S21.G00.12.001/CCH-12": Case(
        [account(), put("S20.G00.05.011", "02")], [account()], base="start"
    ),
    "S21.G00.12.001/CCH-13": Case(
        [account(), account(OTHER_IBAN)], [account(), account()], base="start"
    ),
    "S21.G00.12.003/CSL-11": Case(
        [account("FR7799999000017888003327228")], [account()], base="start"
    ),
    "S21.G00.12.003/CSL-12": Case(
        [account("FR4999999000017888003327229")], [account()], base="start"
    ),
    "S21.G00.13.001/CRE-11": Case(
        [WHOLE, put("S21.G00.13.001", "075202300002")], [WHOLE], tables=AGREEMENTS
    ),
    "S21.G00.13.003/CCH-11": Case(
        [disabled("S21.G00.13.002", "01", "S21.G00.13.004", "2025")], [WHOLE]
    ),
    "S21.G00.13.004/CCH-11": Case([WHOLE, put("S21.G00.13.004", "2027")], [WHOLE]),
    "S21.G00.13.004/CCH-12": Case(
        [disabled("S21.G00.13.004", "2025")],
        [disabled("S21.G00.13.001", "075202300001", "S21.G00.13.004", "2025")],
    ),
}

SIDES = [
    (
        "S21.G00.12.001/CCH-13",
        "start",
        [account(), account(OTHER_IBAN), put("S21.G00.12.001", "02", 2)],
        0,
    ),
    (
        "S21.G00.13.004/CCH-12",
        "monthly",
        [disabled("S21.G00.13.002", "01", "S21.G00.13.004", "2025")],
        0,
    ),
]

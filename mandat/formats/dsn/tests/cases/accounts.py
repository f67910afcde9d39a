"""Cases of `controls/rules/accounts.py`."""

from mandat.formats.dsn.tests.cases import Case, put

ACCOUNT = "S21.G00.20.004"

CASES = {
    # The key of the account within is right.
    "S21.G00.20.004/CSL-11": Case(
        [put(ACCOUNT, "FR7599999000017888003327228")],
        [put(ACCOUNT, "BE68539007547034")],
    ),
    # The check figures before it are right.
    "S21.G00.20.004/CSL-13": Case([put(ACCOUNT, "FR4999999000017888003327229")]),
}

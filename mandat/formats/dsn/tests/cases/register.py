"""Cases of `controls/rules/register.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put
from mandat.formats.dsn.tests.cases.bases import BASES

_COMPANY = dict(BASES["monthly"][1])
_SIREN, _NIC = _COMPANY["S21.G00.06.001"], _COMPANY["S21.G00.11.001"]
_KNOWN = {
    "SIREN": frozenset({_SIREN}),
    "SIRET": frozenset({_SIREN + _NIC, "73282932000074"}),
}


def _place(siret):
    """A workplace of that number, an establishment."""
    return add("", "S21.G00.85.001", siret, "S21.G00.85.002", "6201Z", "S21.G00.85.010", "01")


CASES = {
    "S21.G00.06.001/CME-11": Case([put("S21.G00.06.001", "732829320")], tables=_KNOWN),
    "S21.G00.11.001/CME-11": Case([put("S21.G00.11.001", "00026")], tables=_KNOWN),
    "S21.G00.85.001/CME-11": Case(
        [_place("73282932000082")], [_place("73282932000074")], tables=_KNOWN
    ),
    "S89.G00.32.005/CME-11": Case(
        [put("S89.G00.32.005", "00082")], base="non-employees", tables=_KNOWN
    ),
}

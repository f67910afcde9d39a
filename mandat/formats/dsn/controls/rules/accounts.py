"""The keys of bank accounts: that of the IBAN, and that of the French account within it.

`wrong_iban` and `wrong_account` take one value: register other rubrics on them.
"""

from mandat.formats.dsn.controls.registry import Known, value_control
from mandat.identifiers import iban_problem

_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_WITH_RIB = frozenset({"FR", "MC"})
_WEIGHTS = 89, 15, 3, 1
"""Of bank, branch, account and key: their sum is a multiple of 97 (key of the French RIB)."""


@value_control("S21.G00.20.004/CSL-11")
def wrong_iban(value: str, _known: Known) -> bool:
    """The two check figures of the IBAN do not fit, or it is no IBAN at all."""
    return iban_problem(value) != ""


@value_control("S21.G00.20.004/CSL-13")
def wrong_account(value: str, _known: Known) -> bool:
    """The key of the French (or Monegasque) account does not fit; silent on other countries."""
    if value[:2] not in _WITH_RIB:
        return False
    if len(value) != 27:
        return True
    figures = value[4:].upper().translate(_LETTERS)
    if not (figures.isascii() and figures.isdigit()):
        return True
    parts = figures[:5], figures[5:10], figures[10:21], figures[21:]
    return sum(weight * int(part) for weight, part in zip(_WEIGHTS, parts, strict=True)) % 97 != 0

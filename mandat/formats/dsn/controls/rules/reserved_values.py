"""Values that only a change may have, to say that the former value should not have been there."""

from mandat.formats.dsn.controls.forms import one_of
from mandat.formats.dsn.controls.registry import control

RESERVED = {
    "S21.G00.40.005/CCH-21": "999999",
    "S21.G00.40.022/CCH-11": "99",
    "S21.G00.40.041/CCH-11": "ZZZ",
    "S21.G00.40.057/CCH-12": "ZZ9",
    "S21.G00.40.060/CCH-12": "ZZ9",
    "S21.G00.40.061/CCH-12": "ZZ9",
    "S21.G00.40.063/CCH-12": "ZZ9",
    "S21.G00.40.064/CCH-12": "ZZ9",
    "S21.G00.40.065/CCH-12": "ZZ9",
    "S21.G00.40.069/CCH-11": "ZZZ",
    "S21.G00.40.071/CCH-11": "000",
    "S21.G00.40.079/CCH-11": "99999",
    "S21.G00.40.080/CCH-12": "999",
    "S21.G00.40.081/CCH-11": "999999999",
}

for _code, _reserved in RESERVED.items():
    control(_code)(one_of(_code[11:14], _reserved))

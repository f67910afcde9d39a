"""Cases of `controls/rules/unemployment_insurance.py`."""

from mandat.formats.dsn.tests.cases import Case, add, put


def insured(*pairs):
    """Edit: what the first contract says of unemployment insurance."""
    numbers = [f"S21.G00.40.{pair[:3]}" for pair in pairs]
    values = [pair[4:] for pair in pairs]
    flat = [each for both in zip(numbers, values, strict=True) for each in both]
    return add("S21.G00.40.026", *flat)


CASES = {
    "S21.G00.40.027/CCH-11": Case(
        [insured("027 123456", "029 01")],
        [insured("027 123456", "029 02")],
    ),
    "S21.G00.40.027/CCH-12": Case(
        [insured("029 02", "033 2001123456")],
        [insured("029 02", "033 C082")],
        base="end",
    ),
    "S21.G00.40.029/CCH-11": Case(
        [insured("029 05")],
        [insured("029 05"), put("S21.G00.40.008", "81")],
    ),
    "S21.G00.40.029/SIG-12": Case(
        [put("S21.G00.11.017", "02"), put("S21.G00.40.008", "99")],
        [put("S21.G00.11.017", "01")],
        times=2,
    ),
    "S21.G00.40.030/CCH-11": Case([insured("029 04")], [insured("029 04", "030 01012020")]),
    "S21.G00.40.030/SIG-12": Case(
        [insured("029 04", "030 01042026")],
        [insured("029 04", "030 31032026")],
    ),
    "S21.G00.40.031/CCH-11": Case(
        [insured("029 05", "031 01012026")],
        [insured("029 03", "031 01012026")],
        base="end",
    ),
    "S21.G00.40.031/SIG-13": Case(
        [insured("029 03", "031 21032026")],
        [insured("029 03", "031 20032026")],
        base="end",
    ),
    "S21.G00.40.032/CCH-11": Case(
        [insured("029 03", "032 01012020")],
        [insured("029 02", "032 01012020")],
    ),
    "S21.G00.40.033/CCH-11": Case(
        [insured("029 02")],
        [insured("029 02", "033 C082")],
        base="end",
    ),
    "S21.G00.40.033/CCH-12": Case(
        [insured("029 02", "032 31122009", "033 2001123456")],
        [insured("029 02", "032 01012010", "033 2001123456")],
        base="end",
    ),
}

SIDES = [
    (
        "S21.G00.40.027/CCH-12",
        "end",
        [insured("027 123456", "029 02", "033 2001123456")],
        0,
    ),
    ("S21.G00.40.029/SIG-12", "monthly", [put("S21.G00.11.017", "03")], 2),
    ("S21.G00.40.030/CCH-11", "monthly", [insured("029 03")], 1),
    *(
        ("S21.G00.40.031/CCH-11", "end", [insured(f"029 {managed}", "031 01012026")], 1)
        for managed in ("01", "02", "04", "05")
    ),
    ("S21.G00.40.029/SIG-12", "monthly", [put("S21.G00.11.017", "02"), insured("029 02")], 1),
    ("S21.G00.40.033/CCH-11", "end", [insured("029 03")], 0),
]

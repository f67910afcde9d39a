"""Cases of `recalculation/`: what the collecting body checks afterwards."""

from mandat.formats.dsn.tests.cases import Case, add, drop_block, put

PAID, DUE, MODE = "S21.G00.20.005", "S21.G00.22.005", "S21.G00.20.010"
CTP, QUALIFIER, RATE = "S21.G00.23.001", "S21.G00.23.002", "S21.G00.23.003"
LINE, AMOUNT = "S21.G00.23.004", "S21.G00.23.005"
BASE = "S21.G00.78.004"
# In the base file: payments 1 Urssaf, 2 pension, 3 tax; lines 4 is CTP 260, 5 is CTP 332, 12 the
# last; bases of the first employee 1 capped, 2 gross, 3 CSG, 4 unemployment.
PENSION, TAX, CSG_LINE, HOUSING_LINE, LAST_LINE = 2, 3, 4, 5, 12


def number(nir: str):
    """Give the first employee a national number."""
    return add(AMOUNT, "S21.G00.30.001", nir, nth=LAST_LINE)


FEBRUARY = add(
    AMOUNT,
    *("S21.G00.22.001", "75375957000017", "S21.G00.22.003", "01022026"),
    *("S21.G00.22.004", "28022026", "S21.G00.22.005", "-15.00"),
    *(CTP, "100", QUALIFIER, "921", LINE, "-100.00"),
    nth=LAST_LINE,
)

CASES = {
    "payment-missing": Case([drop_block("S21.G00.20")], at=DUE),
    "payment-against-due": Case(
        [put(PAID, "1000.00")], [put(PAID, "1008.00"), put(DUE, "1008.00")], at=PAID
    ),
    "unrounded-amount": Case([put(PAID, "1007.40")], [put(PAID, "188.41", PENSION)], at=PAID),
    "payment-mode": Case([put(MODE, "02")], [put(MODE, "02", PENSION)], at=MODE),
    "statement-total": Case([put(DUE, "1020.00")], [put(DUE, "1019.00")], at=DUE),
    "negative-line": Case([put(LINE, "-3177.00")], [FEBRUARY], at=LINE),
    "ctp-unknown": Case([put(CTP, "455")], [put(CTP, "998")]),
    "ctp-qualifier": Case([put(QUALIFIER, "920", HOUSING_LINE)]),
    "ctp-missing": Case(
        [drop_block("S21.G00.23", HOUSING_LINE)],
        [put(LINE, "1.00", HOUSING_LINE)],
        at=CTP,
    ),
    "aggregate-against-nominative": Case(
        [put(LINE, "3123.00", CSG_LINE)], [put(LINE, "3122.00", CSG_LINE)], at=LINE
    ),
    "accident-rate": Case([put(RATE, "3.09")], [put(RATE, "3.08")]),
    "accident-rate-of-person": Case(
        [put("S21.G00.81.007", "3.09", 6)],
        [put("S21.G00.81.007", "3.08", 6)],
        at="S21.G00.81.007",
    ),
    "contribution-amount": Case(
        [put("S21.G00.81.004", "164.91")], [put("S21.G00.81.004", "164.90")], at="S21.G00.81.004"
    ),
    "capped-base": Case([put(BASE, "1066.01")], [put(BASE, "1066.02")], at=BASE),
    "capped-base-without-gross": Case(
        [put(BASE, "0.00", 2)], [put(BASE, "0.00", 1), put(BASE, "0.00", 2)], at=BASE
    ),
    "capped-base-order": Case(
        [put("S21.G00.40.037", "02"), put(BASE, "1067.04")],
        [put("S21.G00.40.037", "02"), put(BASE, "1067.03")],
        at=BASE,
    ),
    "csg-base": Case([put(BASE, "1027.00", 3)], [put(BASE, "1027.01", 3)], at=BASE),
    "calendar-days": Case(
        [put("S21.G00.53.002", "31.01", 2)],
        [put("S21.G00.53.002", "0.01", 2)],
        at="S21.G00.53.002",
    ),
    "working-time": Case([put("S21.G00.40.013", "151.67")], [put("S21.G00.40.013", "151.66")]),
    "sex-against-number": Case([number("1900235238001")], [number("2900235238001")]),
    "tax-paid": Case([put(PAID, "117.00", TAX)], [put(PAID, "118.00", TAX)], at=PAID),
    "tax-overpaid": Case([put(PAID, "121.00", TAX)], [put(PAID, "120.00", TAX)], at=PAID),
}

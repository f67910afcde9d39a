"""Cases of `controls/rules/payments.py`. In `insured` the fourth payment is to an insurer."""

from mandat.formats.dsn.tests.cases import Case, add, drop, drop_block, put

OWN, OTHER, STRANGER = "53464097400018", "53464097400026", "73282932000074"
URSSAF, PENSION, TAX, INSURER = 1, 2, 3, 4
NUMBER, AMOUNT, BEGIN, END = (f"S21.G00.20.{n}" for n in ("001", "005", "006", "007"))
DELEGATE, MODE, DATE, PAYER = (f"S21.G00.20.{n}" for n in ("008", "010", "011", "012"))


def payer(siret, nth):
    """The payer of the nth payment."""
    return add(DATE, PAYER, siret, nth=nth)


def delegate(code, nth=INSURER):
    """The delegate of the nth payment."""
    return add(END, DELEGATE, code, nth=nth)


def returned(nth=URSSAF):
    """The return that asked for the nth payment."""
    return add(DATE, "S21.G00.20.013", "CRM1", nth=nth)


def year(first, last, nth=PENSION):
    """The period of a pension payment."""
    return [put(BEGIN, first, nth), put(END, last, nth)]


def delegates(number, table):
    """A delegate that the table of that kind of organisation has, or has not."""
    known = {table: frozenset({"DLG001"})}
    own = put(NUMBER, number, INSURER)
    return Case(
        [own, delegate("DLG002")], [own, delegate("DLG001")], "insured", DELEGATE, tables=known
    )


PENSIONS = {"AGIRC-ARRCO": frozenset({"99999999900017"})}

CASES = {
    "S21.G00.20.001/CCH-12": Case(
        [drop_block("S21.G00.55")],
        [drop_block("S21.G00.55"), put(AMOUNT, "0.00", INSURER), payer(OTHER, INSURER)],
        "insured",
    ),
    "S21.G00.20.001/CCH-13": Case(
        [drop_block("S21.G00.55"), delegate("DLG001")], [drop_block("S21.G00.55")], "insured"
    ),
    "S21.G00.20.001/CRE-11": Case(
        [put(NUMBER, "99999999900025", PENSION)],
        tables={"IVO": frozenset({"75375957000017", "99999999900017", "DGFIP"})},
    ),
    "S21.G00.20.002/CCH-11": Case([put("S21.G00.20.002", "PAS")]),
    "S21.G00.20.003/CCH-12": Case([payer(OTHER, URSSAF)], [payer(OWN, URSSAF)]),
    "S21.G00.20.004/CCH-12": Case([payer(OTHER, URSSAF)], [payer(OWN, URSSAF)]),
    "S21.G00.20.004/CCH-13": Case(
        [put(NUMBER, "DMSA35", PENSION), put("S21.G00.20.004", "BE68539007547034", PENSION)],
        [
            *[put("S21.G00.20.004", "BE68539007547034", nth) for nth in (PENSION, TAX, INSURER)],
            put(NUMBER, "DMSA35"),
        ],
        "insured",
    ),
    "S21.G00.20.005/CCH-12": Case([put(AMOUNT, "21.35", INSURER)], base="insured"),
    "S21.G00.20.005/CCH-13": Case(
        [put(AMOUNT, "999999999.01", TAX)], [put(AMOUNT, "999999999.00", TAX)]
    ),
    "S21.G00.20.006/CCH-11": Case([put(BEGIN, "28022026")], [put(BEGIN, "28022026", PENSION)]),
    "S21.G00.20.006/CCH-12": Case(
        year("31122025", "31032026"), year("01012026", "31122026"), tables=PENSIONS
    ),
    "S21.G00.20.007/CCH-11": Case(
        [put(BEGIN, "01042026")], [put(BEGIN, "31032026"), put(END, "31032026")]
    ),
    "S21.G00.20.007/CCH-12": Case(
        year("31122025", "31032026"), year("01012026", "31122026"), tables=PENSIONS
    ),
    "S21.G00.20.007/CCH-13": Case([put(END, "01042026")]),
    "S21.G00.20.008/CCH-11": delegates("P9998", "DLGPREV"),
    "S21.G00.20.008/CCH-12": delegates("A99999", "DLGASSU"),
    "S21.G00.20.008/CCH-13": delegates("999999999", "DLGMUT"),
    "S21.G00.20.008/CCH-14": delegates("99999999X", "DLGOCI"),
    "S21.G00.20.008/CCH-15": Case([delegate("DLG001", PENSION)], [delegate("DLG001")], "insured"),
    "S21.G00.20.010/CCH-12": Case([drop("S21.G00.20.004")]),
    "S21.G00.20.010/CCH-14": Case([put(MODE, "02", TAX)], [put(MODE, "06", TAX)]),
    "S21.G00.20.010/SIG-13": Case([drop("S21.G00.20.003")]),
    "S21.G00.20.010/SIG-14": Case([payer(OTHER, URSSAF)], [payer(OTHER, URSSAF), put(MODE, "06")]),
    "S21.G00.20.012/CCH-11": Case(
        [payer(OTHER, INSURER), payer(OTHER, TAX)],
        [payer(OTHER, INSURER), put(AMOUNT, "0.00", INSURER), payer(OTHER, URSSAF)],
        "insured",
        times=2,
    ),
    "S21.G00.20.012/CCH-12": Case(
        [put(MODE, "06"), put(MODE, "06", PENSION), payer(OWN, PENSION)],
        [put(MODE, "06"), payer(OTHER, URSSAF)],
        times=2,
    ),
    "S21.G00.20.012/CCH-13": Case(
        [payer(OWN, TAX)], [payer(OTHER, TAX), put(MODE, "06", TAX), payer(OWN, URSSAF)]
    ),
    "S21.G00.20.012/CCH-14": Case(
        [payer(STRANGER, TAX)], [payer(OTHER, TAX), payer(STRANGER, URSSAF)]
    ),
    "S21.G00.20.013/CCH-11": Case(
        [returned()], [returned(), put(BEGIN, "01022026"), put(END, "28022026")]
    ),
    "S21.G00.20.014/CCH-11": Case(
        [put("S21.G00.20.002", "DGFIP_SATD")],
        [put("S21.G00.20.002", "DGFIP_SATD"), add(DATE, "S21.G00.20.014", "1", nth=TAX)],
    ),
}

SIDES = [
    ("S21.G00.20.003/CCH-12", "monthly", [payer(OTHER, URSSAF), drop("S21.G00.20.003")], 0),
    ("S21.G00.20.003/CCH-12", "monthly", [payer(OTHER, URSSAF), drop("S21.G00.11.001")], 0),
    ("S21.G00.20.004/CCH-12", "monthly", [payer(OTHER, URSSAF), drop("S21.G00.20.004")], 0),
    ("S21.G00.20.010/SIG-14", "monthly", [payer(OTHER, URSSAF), drop(MODE)], 0),
    (
        "S21.G00.20.004/CCH-13",
        "monthly",
        [drop(NUMBER), put("S21.G00.20.004", "BE68539007547034")],
        0,
    ),
    ("S21.G00.20.005/CCH-12", "insured", [put("S21.G00.55.001", "many")], 0),
    (
        "S21.G00.20.005/CCH-12",
        "insured",
        [put("S21.G00.55.001", "-1.00"), put(AMOUNT, "0.00", INSURER)],
        0,
    ),
    (
        "S21.G00.20.001/CCH-12",
        "insured",
        [drop_block("S21.G00.55"), payer(OTHER, INSURER)],
        1,
    ),
    (
        "S21.G00.20.001/CCH-12",
        "insured",
        [drop_block("S21.G00.55"), put(AMOUNT, "0.00", INSURER)],
        1,
    ),
    ("S21.G00.20.006/CCH-11", "monthly", [put(BEGIN, "99992026")], 0),
    ("S21.G00.20.013/CCH-11", "monthly", [returned(), put(END, "28022026")], 1),
]

"""Cases of `controls/rules/insurance_bases.py`: the fifth base of `insured` is of insurance."""

from mandat.formats.dsn.tests.cases import Case, Edit, add, drop_block, put

BASE, KIND, BEGIN, END = "S21.G00.78", "S21.G00.78.001", "S21.G00.78.002", "S21.G00.78.003"
MEMBERSHIP, CONTRACT = "S21.G00.78.005", "S21.G00.51.010"
ELEMENTS, CONTRIBUTION = 5, 20


def again(amount: str) -> Edit:
    """The same elements once more, with another contribution."""
    base = ("31", "01032026", "31032026", "0.00", "1")
    pairs = [(f"{BASE}.{number:03d}", value) for number, value in enumerate(base, 1)]
    pairs += [("S21.G00.79.001", "10"), ("S21.G00.79.004", "500.00")]
    pairs += [("S21.G00.81.001", "059"), ("S21.G00.81.004", amount)]
    return add("S21.G00.81.004", *[each for pair in pairs for each in pair], nth=CONTRIBUTION)


def ended(day: str, reason: str = "059") -> Edit:
    """The end of the contract of the insured employee."""
    return add("S21.G00.40.043", "S21.G00.62.001", day, "S21.G00.62.002", reason)


def paid_for(*places: int) -> list[Edit]:
    """Another contract in these pays of the insured employee."""
    return [put(CONTRACT, "00009", nth) for nth in places]


CASES = {
    "S21.G00.78.001/CCH-13": Case(
        [drop_block(BASE, ELEMENTS)], base="insured", at="S21.G00.70.012"
    ),
    "S21.G00.78.001/SIG-23": Case([again("0.01")], [again("-0.01")], "insured"),
    "S21.G00.78.003/SIG-11": Case(
        [put(BEGIN, "28022026", ELEMENTS)], [put(BEGIN, "28022026")], "insured"
    ),
    "S21.G00.78.003/SIG-17": Case(
        [put("S21.G00.40.001", "02032026")],
        [put("S21.G00.40.001", "01032026"), ended("31032026")],
        "insured",
    ),
    "S21.G00.78.004/CCH-11": Case([put("S21.G00.78.004", "0.01", ELEMENTS)], base="insured"),
    "S21.G00.78.005/CCH-11": Case(
        [put(MEMBERSHIP, "2"), add("S21.G00.78.004", MEMBERSHIP, "1")], base="insured", times=2
    ),
    "S21.G00.78.005/CCH-12": Case(paid_for(1, 2, 3, 4), paid_for(1, 2, 3), "insured"),
}

TWICE = "S21.G00.78.001/SIG-23"

SIDES = [
    ("S21.G00.78.001/CCH-13", "insured", [put("S21.G00.70.012", "7"), put(MEMBERSHIP, "7")], 0),
    ("S21.G00.78.005/CCH-11", "insured", [put("S21.G00.70.012", "7"), put(MEMBERSHIP, "7")], 0),
    (TWICE, "insured", [add("S21.G00.78.004", MEMBERSHIP, "1")], 0),
    (TWICE, "insured", [again("0.01"), put(BEGIN, "02032026", ELEMENTS + 1)], 0),
    (TWICE, "insured", [again("0.01"), put(END, "30032026", ELEMENTS + 1)], 0),
    (TWICE, "insured", [again("0.01"), put(MEMBERSHIP, "2", 2)], 0),
    (TWICE, "insured", [again("0.01"), put("S21.G00.40.007", "03")], 0),
    ("S21.G00.78.003/SIG-17", "insured", [put(BEGIN, "99992026", ELEMENTS)], 0),
    ("S21.G00.78.003/SIG-17", "insured P24V01", [put("S21.G00.40.001", "02032026")], 1),
    ("S21.G00.78.005/CCH-12", "insured", [put(MEMBERSHIP, "2")], 0),
]

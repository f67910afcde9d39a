"""Edits of the monthly base for the tests of the rules, and what the rules find in the result."""

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, Edit, add, drop_block, put
from mandat.formats.dsn.tests.cases.recalculation import CASES as RULES

PAID, DUE, MODE = "S21.G00.20.005", "S21.G00.22.005", "S21.G00.20.010"
CTP, QUALIFIER, RATE = "S21.G00.23.001", "S21.G00.23.002", "S21.G00.23.003"
LINE, AMOUNT = "S21.G00.23.004", "S21.G00.23.005"
BASE, DAYS = "S21.G00.78.004", "S21.G00.53.002"
# The base file: payments 1 Urssaf, 2 pension, 3 tax; lines 2 and 3 are CTP 100, 4 is CTP 260,
# 5 CTP 332, 8 CTP 772, 10 CTP 959, 12 CTP 668, the last; bases of the first employee (part time)
# 1 capped, 2 gross, 3 CSG, 4 unemployment; 1067.02 of pay, in March 2026.
TAX, GENERAL, CAPPED_LINE, CSG_LINE, HOUSING_LINE, LAST_LINE = 3, 2, 3, 4, 5, 12

FRACTION = put("S20.G00.05.003", "12")
NO_PAYMENT = drop_block("S21.G00.20")


def found(code: str, *edits: Edit) -> list[str]:
    """The rubrics where the rule finds something in the base with these edits; none may break."""
    problems = check(Case(failing=edits).file(edits)).problems
    broken = {str(p.details["rule"]) for p in problems if p.code == "rule-broken"}
    assert not broken & set(RULES), broken
    return [problem.rubric for problem in problems if problem.code == code]


def february(records) -> None:
    """Move the whole declaration to February."""
    for at, (rubric, value) in enumerate(records):
        moved = value.replace("01042026", "01032026x").replace("01032026", "01022026")
        moved = moved.replace("01022026x", "01032026").replace("31032026", "28022026")
        if rubric == DAYS and value == "31.00":
            moved = "28.00"
        records[at] = (rubric, moved)


def more_people(count: int) -> Edit:
    """Repeat the last employee so many times."""

    def edit(records) -> None:
        start = max(at for at, (rubric, _) in enumerate(records) if rubric == "S21.G00.30.002")
        records.extend(records[start:] * count)

    return edit


def other_statement(total: str, *line: str) -> Edit:
    """A statement of February besides, with one line 100/921 (`line`: base, or as given)."""
    return add(
        AMOUNT,
        *("S21.G00.22.001", "75375957000017", "S21.G00.22.003", "01022026"),
        *("S21.G00.22.004", "28022026", DUE, total, CTP, "100", QUALIFIER, "921"),
        *(LINE, *line),
        nth=LAST_LINE,
    )


def other_payment(amount: str, month: str = "022026", last: str = "28") -> Edit:
    """Another payment to the Urssaf."""
    return add(
        "S21.G00.20.011",
        *("S21.G00.20.001", "75375957000017", PAID, amount),
        *("S21.G00.20.006", f"01{month}", "S21.G00.20.007", f"{last}{month}", MODE, "05"),
    )


def contract(number: str, value: str) -> Edit:
    """Add a rubric to the first contract: 41.001 makes a change of it."""
    return add("S21.G00.40.043", f"S21.G00.{number}", value)


def earlier(kind: str, amount: str, *contribution: str) -> Edit:
    """A base of February for the last employee, with one contribution: code, base, amount."""
    code, base, due = contribution
    return add(
        "S21.G00.81.007",
        *("S21.G00.78.001", kind, "S21.G00.78.002", "01022026", "S21.G00.78.003", "28022026"),
        *(BASE, amount, "S21.G00.81.001", code, "S21.G00.81.003", base, "S21.G00.81.004", due),
        nth=LAST_RATE,
    )


LAST_RATE = 32
"""How many rates of contributions the base has."""

"""What one failing and one passing file do not say of `controls/rules/seniority.py`."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop_block, put

NATURE, KIND, UNIT, LENGTH, CONTRACT = (
    "S21.G00.40.007",
    *(f"S21.G00.86.{number}" for number in ("001", "002", "003", "005")),
)
EXTRACT = b"S05.G51.00.001,'V01R02'\r\n"
INSURED = "S21.G00.86.001/CCH-12"
ALONE = [drop_block("S21.G00.86"), drop_block("S21.G00.86")]


def times(code, edits, base="monthly", *, is_extract=False):
    """How often a file with these edits has that problem."""
    file = EXTRACT * is_extract + Case(edits, base=base).file(edits)
    return sum(p.code == code for p in check(file).problems)


@pytest.mark.parametrize(
    ("unit", "length", "is_wrong"),
    [
        ("01", "36233", False),
        ("01", "36234", True),
        ("02", "1187", False),
        ("03", "98", False),
        ("03", "99", True),
    ],
)
def test_a_seniority_stays_below_99_years_in_every_unit(unit, length, is_wrong):
    edits = [put(UNIT, unit), put(LENGTH, length)]
    assert times("S21.G00.86.003/CCH-11", edits) == is_wrong


def test_only_temporary_workers_are_insured_without_seniority():
    assert times(INSURED, [*ALONE, put(NATURE, "03")], "insured") == 0
    assert times(INSURED, [*ALONE, put(NATURE, "02")], "insured") == 1


def test_several_affiliations_are_told_once():
    again = add("S21.G00.70.014", "S21.G00.70.004", "B", "S21.G00.70.012", "2",
                "S21.G00.70.013", "1")  # fmt: skip
    assert times(INSURED, [*ALONE, again], "insured") == 1


def test_another_kind_of_seniority_is_where_the_problem_stands():
    edits = [put(KIND, "02")]
    problems = check(Case(edits, base="insured").file(edits)).problems
    (problem,) = [p for p in problems if p.code == INSURED]
    assert (problem.rubric, problem.value) == (KIND, "02")


@pytest.mark.parametrize("nature", ["01", "02", "03", "07", "08", "82", "91", "92"])
def test_contracts_of_private_law_need_a_seniority_in_the_company(nature):
    assert times("S21.G00.86.001/CCH-14", [put(KIND, "06"), put(NATURE, nature)]) == 1


def test_contracts_of_public_law_do_not():
    assert times("S21.G00.86.001/CCH-14", [put(KIND, "06"), put(NATURE, "10")]) == 0


@pytest.mark.parametrize("kind", ["02", "03", "04", "06", "07"])
def test_no_kind_of_seniority_is_zero(kind):
    assert times("S21.G00.86.003/CCH-12", [put(KIND, kind), put(LENGTH, "0")]) == 1


SECOND_CONTRACT = add(
    "S21.G00.71.002", "S21.G00.40.001", "01022026", NATURE, "02", "S21.G00.40.009", "00009"
)


def test_nobody_of_private_law_is_without_any_seniority():
    assert times("S21.G00.86.001/CCH-14", ALONE) == 2


def test_two_contracts_of_one_employee_are_told_once():
    assert times("S21.G00.86.001/CCH-14", [put(KIND, "06"), SECOND_CONTRACT]) == 1


def test_a_seniority_may_be_that_of_the_second_contract():
    edits = [SECOND_CONTRACT, put(CONTRACT, "00009")]
    assert times("S21.G00.86.005/CCH-11", edits) == 0


def test_an_extract_may_lack_the_contract_of_a_seniority():
    code = "S21.G00.86.005/CCH-11"
    assert times(code, [drop_block("S21.G00.40")], is_extract=True) == 0
    assert times(code, [put(CONTRACT, "00009")], is_extract=True) == 1
    assert times(code, [drop_block("S21.G00.40")]) == 1

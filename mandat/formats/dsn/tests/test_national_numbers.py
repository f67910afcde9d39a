"""What `national_numbers` says on either side of each bound."""

import pytest

from mandat.formats.dsn.controls.rules.national_numbers import (
    birth_year,
    department_not_yet,
    is_impossible_birth,
)
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, drop, drop_block, put
from mandat.formats.dsn.tests.cases.national_numbers import CASES, NUMBER, OUTSIDER, numbered


@pytest.mark.parametrize(
    ("department", "last_wrong", "first_right"),
    [("2A", 1975, 1976), ("2B", 1975, 1976), ("20", 1976, 1975), ("96", 1968, 1967)],
)
def test_departments_have_their_years(department, last_wrong, first_right):
    assert department_not_yet(department, last_wrong)
    assert not department_not_yet(department, first_right)
    assert not department_not_yet(department, None)


def test_other_departments_are_of_all_years():
    assert not department_not_yet("35", 1900)
    assert not department_not_yet("97", 2026)


def test_the_year_of_birth_may_stand_alone():
    assert birth_year("99991990") == 1990
    assert birth_year("9999199X") is None
    assert birth_year("1990") is None


@pytest.mark.parametrize("text", ["99999999", "99021990", "31991990", "29022024"])
def test_births_that_are_possible(text):
    assert not is_impossible_birth(text)


@pytest.mark.parametrize("text", ["29022023", "31041990"])
def test_births_that_are_not(text):
    assert is_impossible_birth(text)


def codes(edits, base="monthly"):
    """The controls on who the employee is that find something in a base with these edits."""
    found = [each.code for each in check(Case([], base=base).file(edits)).problems]
    return [code for code in found if code.startswith("S21.G00.30.") and "/" in code]


def test_a_birth_this_year_is_possible_and_next_year_not():
    assert codes([put("S21.G00.30.006", "31122026")]) == []
    assert codes([put("S21.G00.30.006", "01012027")]) == ["S21.G00.30.006/CCH-12"]


def test_everybody_met_again_is_told_with_the_first_place():
    file = Case([]).file(numbered(NUMBER, NUMBER))
    [problem] = [p for p in check(file, keep=False).problems if p.code.endswith("CCH-14")]
    lines = file.decode("latin-1").split("\r\n")
    assert lines[problem.line - 1] == lines[problem.details["first"] - 1]
    assert problem.line > problem.details["first"]
    assert problem.individual == 2
    assert NUMBER not in repr(problem)


def test_a_start_holds_one_person_also_when_employees_are_forgotten():
    case = CASES["S21.G00.30.001/CCH-15"]
    problems = check(case.file(case.failing), keep=False).problems
    assert "S21.G00.30.001/CCH-15" in [each.code for each in problems]


def test_no_siren_no_word_on_the_temporary_number():
    assert "S21.G00.30.020/CCH-13" not in codes([drop("S21.G00.06.001")])


def test_somebody_beside_in_a_monthly_declaration_is_right():
    assert not {code for code in codes(OUTSIDER) if code.endswith("CCH-15")}


@pytest.mark.parametrize("number", ["1234567890123", "29002352380", "2891335238001"])
def test_what_is_no_number_is_compared_with_nothing(number):
    assert codes(numbered(number)) == []


def test_a_number_of_another_year_is_told_once():
    assert codes(numbered("2890235238001")) == ["S21.G00.30.006/CCH-11"]


def test_somebody_who_is_no_employee_may_be_alone_in_a_start():
    alone = [*OUTSIDER, drop_block("S21.G00.30")]
    found = check(Case([], base="start").file(alone)).problems
    assert "S89.G00.91.001/CCH-14" not in [each.code for each in found]

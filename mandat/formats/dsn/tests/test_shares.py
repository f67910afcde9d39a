"""What one failing and one passing file do not say of `controls/rules/shares.py`."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop, put
from mandat.formats.dsn.tests.cases.shares import (
    BORN,
    EMPLOYEE,
    KNOWN,
    NUMBERS,
    OLD,
    OTHER,
    UNKNOWN,
    with_number,
    with_temporary,
)

BLOCKS = sorted(NUMBERS)
EXTRACT = b"S05.G51.00.001,'V01R02'\r\n"


def problems(code, *edits, keep=True, is_extract=False):
    """The problems of that code in a file with these edits."""
    file = EXTRACT * is_extract + Case(edits, base="non-employees").file(edits)
    return [p for p in check(file, keep=keep).problems if p.code == code]


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("block", BLOCKS)
def test_numbers_are_looked_for_among_employees_that_are_not_kept(block, keep):
    number, temporary, _, employee = NUMBERS[block]
    nir, ntt = f"{block}.{number}/CCH-13", f"{block}.{temporary}/{employee}"
    assert problems(nir, with_number(block, KNOWN), keep=keep) == []
    (problem,) = problems(nir, with_number(block, UNKNOWN), keep=keep)
    assert problem.rubric == f"{block}.{number}"
    assert problem.value == "•••"
    (problem,) = problems(ntt, with_temporary(block, OTHER), keep=keep)
    assert problem.rubric == f"{block}.{temporary}"


def test_every_share_of_nobody_is_told_on_its_line():
    found = problems("S89.G00.87.007/CCH-13", drop(EMPLOYEE))
    assert len(found) == 1
    edits = [drop(EMPLOYEE), with_number("S89.G00.87", UNKNOWN)]
    assert len({p.line for p in problems("S89.G00.87.007/CCH-13", *edits)}) == 2


@pytest.mark.parametrize("block", BLOCKS)
def test_an_extract_may_lack_the_employees(block):
    number, temporary, _, employee = NUMBERS[block]
    nir, ntt = f"{block}.{number}/CCH-13", f"{block}.{temporary}/{employee}"
    assert problems(nir, with_number(block, UNKNOWN), is_extract=True) == []
    assert problems(ntt, with_temporary(block, OTHER), is_extract=True) == []


@pytest.mark.parametrize("block", BLOCKS)
def test_a_department_is_not_judged_without_the_birth_of_an_employee(block):
    code = f"{block}.{NUMBERS[block][0]}/CCH-11"
    assert problems(code, put(BORN, "31121975", 2), with_number(block, OLD)) == []


@pytest.mark.parametrize("number", ["87.004", "87.005", "87.006", "88.005", "88.006", "88.007"])
def test_a_grant_has_nothing_of_an_acquisition(number):
    rubric = f"S89.G00.{number}"
    last = {"S89.G00.87": "S89.G00.87.003", "S89.G00.88": "S89.G00.88.004"}[rubric[:10]]
    value = "100.00" if number in ("87.004", "88.005") else "15012026"
    found = problems(f"{rubric}/CCH-11", add(last, rubric, value))
    # Of the share of gain, only its absence is wrong (S89.G00.87.004/CCH-11).
    assert len(found) == (number != "87.004")


@pytest.mark.parametrize("rubric", ["S89.G00.87.005", "S89.G00.87.006", "S89.G00.89.005"])
def test_dates_of_shares_are_in_the_calendar(rubric):
    (problem,) = problems("impossible-date", put(rubric, "30022026"))
    assert problem.rubric == rubric

"""The sides of rules that their two files do not show: both sides of every list and every bound.

Each was a change of the rule that nothing saw (`tools/dsn_mutation.py`).
"""

import pytest

from mandat.formats.dsn.controls.rules.accounts import wrong_account
from mandat.formats.dsn.tests.cases import Case, drop, put
from mandat.formats.dsn.tests.cases.bonuses import CASES as BONUSES
from mandat.formats.dsn.tests.cases.contract_ends import reason
from mandat.formats.dsn.tests.cases.contract_kinds import CASES as KINDS
from mandat.formats.dsn.tests.cases.register import CASES as REGISTERED
from mandat.formats.dsn.tests.test_controls import found

KIND, SCHEME = "S21.G00.40.007", "S21.G00.40.008"
NOT_SO = "S21.G00.62.002/CCH-11"


@pytest.mark.parametrize("norm", ["P24V01", "P25V01"])
@pytest.mark.parametrize("kind", ["53", "54"])
def test_the_end_of_a_contract_in_prison_since_2025(norm, kind):
    case = Case(failing=reason("020", kind), base="end", norm=norm)
    assert len(found(case, case.failing, NOT_SO)) == (norm == "P24V01")
    case = Case(failing=reason("999", kind), base="end", norm=norm)
    assert len(found(case, case.failing, NOT_SO)) == (norm != "P24V01")


@pytest.mark.parametrize(
    ("kind", "of_2024"), [("01", 1), ("08", 1), ("60", 1), ("53", 0), ("50", 0)]
)
def test_a_supplement_paid_by_the_state(kind, of_2024):
    code = "S21.G00.52.001/CCH-32"
    for norm, times in (("P24V01", of_2024), ("P26V01", 1 if kind == "53" else of_2024)):
        case = BONUSES[code]
        edits = [*case.failing, put(KIND, kind)]
        assert len(found(Case(edits, base=case.base, norm=norm), edits, code)) == times


def test_apprenticeship_as_the_reason_of_temporary_work():
    code = "S21.G00.40.021/CCH-12"
    case = KINDS[code]
    sides = [("02", "99", 1), ("03", "99", 0), ("02", "64", 0), ("02", "65", 0), ("02", "81", 0)]
    for kind, scheme, times in [*sides, ("02", "50", 1)]:
        edits = [*case.failing, put(KIND, kind), put(SCHEME, scheme)]
        assert len(found(Case(edits, base=case.base), edits, code)) == times


@pytest.mark.parametrize(
    ("value", "is_wrong"),
    [
        ("FR4999999000017888003327229", True),
        ("FR7630006000011234567890189", False),
        ("FR763000600001123456789018", True),  # too short
        ("FR76300060000112345678901899", True),  # too long
        ("FR763000600001123456789é189", True),
        ("FR7620041010050500013M02606", False),  # a letter in the number of the account
        ("FR7620041010050500013N02606", True),
        ("MC5811222000010123456789030", False),
        ("MC5811222000010123456789031", True),
        ("FR0030004123450000000000149", False),
        ("BE68539007547034", False),
    ],
)
def test_the_key_of_an_account(value, is_wrong):
    assert wrong_account(value, None) is is_wrong


def test_the_register_is_asked_for_whole_numbers_and_not_by_agencies():
    code = "S21.G00.85.001/CME-11"
    case = REGISTERED[code]
    assert found(case, [*case.failing, put("S21.G00.11.002", "7820Z")], code) == []
    code = "S89.G00.32.005/CME-11"
    case = REGISTERED[code]
    assert found(case, [*case.failing, drop("S89.G00.32.004")], code) == []

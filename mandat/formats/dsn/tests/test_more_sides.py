"""The sides of rules that their two files do not show: both sides of every list and every bound.

Each was a change of the rule that nothing saw (`tools/dsn_mutation.py`).
"""

import pytest

from mandat.formats.dsn.controls.rules.accounts import wrong_account
from mandat.formats.dsn.tests.cases import Case, put
from mandat.formats.dsn.tests.cases.activity import in_unit, without_unit
from mandat.formats.dsn.tests.cases.bonuses import CASES as BONUSES
from mandat.formats.dsn.tests.cases.contract_ends import reason, said
from mandat.formats.dsn.tests.cases.contract_kinds import CASES as KINDS
from mandat.formats.dsn.tests.test_controls import found

KIND, SCHEME, REASON = "S21.G00.40.007", "S21.G00.40.008", "S21.G00.62.002"
HOURS, DAYS = "S21.G00.53.002/CCH-11", "S21.G00.53.002/CCH-12"
NOT_SO, TOLD = "S21.G00.62.002/CCH-11", "S21.G00.62.003/CCH-11"
BEGUN = "S21.G00.40.001/CCH-13"

CANCELLED = [put("S21.G00.62.001", "31122023"), put(REASON, "099")]

SIDES = [
    # code, base, edits, how often
    (HOURS, "monthly", without_unit("3250.01", "21"), 1),
    (HOURS, "monthly", without_unit("3250.01", "12"), 0),
    (DAYS, "monthly", without_unit("403.01", "12"), 1),
    (DAYS, "monthly", without_unit("403.01", "10"), 0),
    ("S21.G00.53.003/CCH-13", "monthly", in_unit("10", "3250.01"), 1),
    ("S21.G00.53.003/CCH-14", "monthly", in_unit("12", "403.01"), 1),
    (BEGUN, "end", CANCELLED, 0),
    (BEGUN, "end", [put("S21.G00.62.001", "31122023"), put("S21.G00.62.003", "099")], 1),
    # The schemes of the contracts that trainees and apprentices have.
    (NOT_SO, "end", reason("036", "01", "99"), 1),
    (NOT_SO, "end", reason("036", "01", "61"), 0),
    (NOT_SO, "end", reason("037", "01", "64"), 0),
    (NOT_SO, "end", reason("084", "08", "65"), 0),
    (NOT_SO, "end", reason("084", "08", "61"), 1),
    (NOT_SO, "end", reason("084", "91", "61"), 0),
    (NOT_SO, "end", reason("081", "03", "64"), 0),
    (NOT_SO, "end", reason("081", "03", "81"), 1),
    (NOT_SO, "end", reason("081", "02", "81"), 0),
    (NOT_SO, "end", reason("081", "92", "65"), 0),
    (NOT_SO, "end", reason("081", "92", "99"), 1),
    # The day an end is told: from the first day of the contract to the last.
    (TOLD, "end", [put("S21.G00.62.003", "31122023")], 1),
    (TOLD, "end", [put("S21.G00.62.003", "01012024")], 0),
    (TOLD, "end", [put("S21.G00.62.003", "20032026")], 0),
    # The last day of work: in the contract, and after its end only when that is cancelled.
    ("S21.G00.62.006/CCH-15", "end", [put("S21.G00.62.006", "31122023")], 1),
    ("S21.G00.62.006/CCH-15", "end", [put("S21.G00.62.006", "01012024")], 0),
    ("S21.G00.62.006/CCH-15", "end", said("099", "S21.G00.62.004", "01012025")[:1], 0),
    ("S21.G00.62.017/CCH-11", "end", [put(KIND, "02"), put(REASON, "")], 0),
]  # fmt: skip


@pytest.mark.parametrize(("code", "base", "edits", "times"), SIDES)
def test_the_other_sides(code, base, edits, times):
    case = Case(failing=edits, base=base)
    assert len(found(case, edits, code)) == times


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
        ("BE68539007547034", False),
    ],
)
def test_the_key_of_an_account(value, is_wrong):
    assert wrong_account(value, None) is is_wrong

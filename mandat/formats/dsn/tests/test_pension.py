"""What one failing and one passing file do not say of `controls/rules/pension.py`."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, put
from mandat.formats.dsn.tests.cases.pension import (
    AGENT,
    PENSION,
    REFERENCE,
    STATUS,
    WRONG,
    WRONG_REFERENCE,
)


def times(code, *edits, norm="P26V01"):
    """How often a file with these edits has that problem."""
    return sum(p.code == code for p in check(Case(edits, norm=norm).file(edits)).problems)


@pytest.mark.parametrize(
    ("status", "collective", "is_wrong"),
    [
        ("01", "07", False),
        ("02", "07", False),
        ("04", "04", False),
        ("04", "03", True),
        ("99", "04", True),
    ],
)
def test_arrco_with_agirc_is_for_managers(status, collective, is_wrong):
    edits = [put(PENSION, "RETC"), put(STATUS, status), put("S21.G00.40.002", collective)]
    assert times("S21.G00.71.002/CCH-13", *edits) == is_wrong


@pytest.mark.parametrize("pension", ["RUAA", "CRPCEN", "IRCANTEC"])
def test_notaries_clerks_have_no_other_pension(pension):
    edits = [put("S21.G00.40.020", "140"), put(PENSION, pension)]
    assert times("S21.G00.71.002/SIG-14", *edits) == 1


def test_each_pension_too_many_is_told():
    edits = [put(PENSION, "90000"), add(PENSION, PENSION, "90000", PENSION, "RUAA")]
    assert times("S21.G00.71.002/CCH-12", *edits) == 2


def test_no_pension_in_one_contract_says_nothing_of_another():
    assert times("S21.G00.71.002/CCH-12", put(PENSION, "90000")) == 0


def test_ircantec_may_be_corrected_to_ircantec():
    correction = add(PENSION, WRONG, "IRCANTEC")
    assert times("S21.G00.72.001/CCH-11", put(PENSION, "IRCANTEC"), correction) == 0


def test_a_reference_is_for_ircantec_alone():
    reference = add(PENSION, REFERENCE, "1ABC23DE")
    assert times("S21.G00.71.003/SIG-11", reference, norm="P24V01") == 1
    wrong = add(PENSION, WRONG, "RETA", WRONG_REFERENCE, "1ABC23DE")
    assert times("S21.G00.72.002/SIG-12", wrong, norm="P24V01") == 1


def test_later_norms_have_no_reference():
    assert times("S21.G00.71.003/SIG-11", AGENT[0]) == 0

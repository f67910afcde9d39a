"""What the rules on bonuses, leave and suspensions say beyond their cases."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, drop, put
from mandat.formats.dsn.tests.cases.bonuses import bonus, leaving
from mandat.formats.dsn.tests.cases.remuneration import BEFORE, ended
from mandat.formats.dsn.tests.cases.sick_leave import HALF_PAID, employer_paid, leave
from mandat.formats.dsn.tests.cases.suspensions import away


def codes(*edits, norm="P26V01", base="monthly"):
    """The controls on bonuses, leave and suspensions that find something after these edits."""
    found = [each.code for each in check(Case([], base=base, norm=norm).file(edits)).problems]
    return [code for code in found if code.startswith(("S21.G00.52.", "S21.G00.6")) and "/" in code]


def test_a_refused_retraining_contract_goes_with_a_dismissal_since_2025():
    refused = "S21.G00.52.001/CCH-24"
    assert refused in codes(*leaving("007", "117"), norm="P24V01")
    assert refused not in codes(*leaving("007", "117"), norm="P25V01")


def test_prison_has_no_supplement_of_the_state_since_2025():
    edits = [bonus("039"), put("S21.G00.40.007", "53")]
    assert "S21.G00.52.001/CCH-32" in codes(*edits, norm="P25V01")
    assert "S21.G00.52.001/CCH-32" not in codes(*edits, norm="P24V01")


def test_a_bonus_without_end_of_contract_is_right():
    assert codes(bonus("001")) == []


@pytest.mark.parametrize(
    ("kind", "norm", "is_told"),
    [("902", "P24V01", False), ("902", "P25V01", True), ("026", "P24V01", True)],
)
def test_purchasing_power_needed_no_beginning_until_2024(kind, norm, is_told):
    assert ("S21.G00.52.003/CCH-12" in codes(bonus(kind), norm=norm)) is is_told


def test_a_bonus_of_a_former_number_is_of_the_contract_that_ends():
    edits = [bonus("007", contract="9", nth=3), BEFORE]
    assert "S21.G00.52.001/CCH-24" in codes(*edits, base="end")
    assert "S21.G00.52.001/CCH-24" not in codes(*leaving("028", "059"), bonus("007", contract="9"))


def test_without_numbered_contract_no_bonus_is_of_none():
    edits = [drop("S21.G00.40.009"), bonus("028")]
    assert "S21.G00.52.006/CCH-11" not in codes(*edits)


def test_another_bonus_may_be_paid_after_its_period():
    late = [bonus("904", "01012022", "30032022")]
    assert "S21.G00.52.007/CCH-13" not in codes(*late)


@pytest.mark.parametrize("reason", ["99", "15", "18"])
def test_some_leave_may_begin_before_the_contract(reason):
    edit = leave(reason, "31122023", "20032026", *HALF_PAID)
    assert "S21.G00.60.002/CCH-13" not in codes(edit)


def test_officials_and_part_time_returns_may_have_left_before():
    before = "S21.G00.60.002/CCH-13"
    assert before not in codes(leave("01", "31122023"), put("S21.G00.40.007", "50"))
    back = ("S21.G00.60.010", "20032026", "S21.G00.60.011", "02")
    assert before not in codes(leave("01", "31122023", "20032026", *back))


def test_cancelled_leave_and_ends_hold_nothing():
    after = "S21.G00.60.002/CCH-17"
    assert after not in codes(ended("15032026"), leave("99", "16032026"))
    assert after not in codes(ended("15032026", "099"), leave("01", "16032026"))
    late = "S21.G00.65.002/CCH-13"
    assert late not in codes(away("998", "16032026"), ended("15032026"))
    assert late not in codes(away("200", "16032026"), ended("15032026", "099"))


def test_dates_of_payment_without_it_are_wrong():
    found = codes(*employer_paid(), put("S21.G00.60.004", "02"), base="stop")
    assert {"S21.G00.60.005/CCH-11", "S21.G00.60.006/CCH-11"} <= set(found)
    assert "S21.G00.60.007/CCH-11" not in found


def test_an_accident_without_its_date_is_wrong():
    found = codes(drop("S21.G00.60.012"), base="accident")
    assert found == ["S21.G00.60.012/CCH-11"]


def test_a_return_before_the_contract_is_wrong_even_after_the_last_day():
    edits = [put("S21.G00.40.001", "18032026")]
    assert "S21.G00.60.010/CCH-11" in codes(*edits, base="return")


def test_a_position_without_secondment_is_wrong():
    assert "S21.G00.65.004/CCH-11" in codes(away("200", "09032026", position="D01"))

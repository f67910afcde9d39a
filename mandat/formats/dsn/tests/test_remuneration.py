"""What the rules on pay and activity say beyond their cases."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop_block, put
from mandat.formats.dsn.tests.cases.remuneration import NOTHING, at_sea, ended, pay

BEGINS = "S21.G00.51.001/CCH-11"
ENDS = "S21.G00.51.002/CCH-13"
LATE = "S21.G00.51.002/SIG-14"
BASICS = "S21.G00.51.011/CCH-11"
TO_END = "S21.G00.51.011/CCH-15"


def problems(*edits, norm="P26V01", base="monthly"):
    """What the controls on pay and activity find in a base with these edits."""
    found = check(Case([], base=base, norm=norm).file(edits)).problems
    return [each for each in found if each.code.startswith(("S21.G00.51.", "S21.G00.53."))]


def codes(*edits, norm="P26V01", base="monthly"):
    """The codes found in a base with these edits."""
    return [each.code for each in problems(*edits, norm=norm, base=base)]


def test_the_dates_of_the_contract_held_gross_pay_too_before_2025():
    assert codes(put("S21.G00.40.001", "15032026"), norm="P24V01").count(BEGINS) == 2
    assert codes(put("S21.G00.40.001", "15032026"), norm="P25V01").count(BEGINS) == 1
    assert codes(ended("28032026"), norm="P24V01").count(ENDS) == 2
    assert codes(ended("28032026"), norm="P25V01").count(ENDS) == 1


def test_pay_of_nothing_or_of_other_months_is_not_held_to_the_contract():
    begun = put("S21.G00.40.001", "15032026")
    assert BEGINS not in codes(begun, NOTHING)
    assert BEGINS not in codes(begun, put("S21.G00.51.001", "28022026", nth=2))
    assert ENDS not in codes(ended("28032026"), NOTHING)
    assert ENDS not in codes(ended("27032026"), put("S21.G00.51.002", "01042026", nth=2))
    assert ENDS not in codes(ended("27032026"), put("S21.G00.51.002", "29032026", nth=2))


def test_a_cancelled_end_holds_nothing():
    assert ENDS not in codes(ended("28032026", "099"))
    assert ENDS not in codes(ended("28032026", "099"), ended("28032026"))


def test_a_period_over_two_months_is_compared_by_date():
    first = put("S21.G00.51.001", "28022026")
    assert "S21.G00.51.002/CCH-11" not in codes(first, put("S21.G00.51.002", "01032026"))
    assert "S21.G00.51.002/CCH-11" in codes(first, put("S21.G00.51.002", "31012026"))


@pytest.mark.parametrize(("kind", "is_told"), [("025", True), ("023", False), ("029", False)])
def test_some_types_may_be_for_later(kind, is_told):
    later = pay(kind, "S21.G00.51.012", "1.00", period=("01032026", "01042026"))
    assert (LATE in codes(later)) is is_told


def test_what_is_missing_is_named_for_each_contract():
    [found] = problems(drop_block("S21.G00.51", nth=4), drop_block("S21.G00.51", nth=3))
    assert (found.code, found.details["missing"]) == (BASICS, "003, 010")


def test_a_service_line_needs_not_the_four():
    assert BASICS not in codes(*at_sea("002"))
    assert BASICS in codes(
        put("S21.G00.40.007", "91"), *at_sea("002"), put("S21.G00.40.007", "01", nth=2)
    )


def test_an_end_needs_three_types_for_each_contract_until_2024():
    other = pay_of_another_contract()
    assert codes(other, base="end", norm="P24V01").count(TO_END) == 1
    assert TO_END not in codes(other, base="end", norm="P25V01")


def pay_of_another_contract():
    """One pay element more in a unique end of contract."""
    return add(
        "S21.G00.51.013",
        *("S21.G00.51.001", "01032026", "S21.G00.51.002", "20032026"),
        *("S21.G00.51.010", "00009", "S21.G00.51.011", "001", "S21.G00.51.013", "1.00"),
        nth=3,
    )


def test_no_gross_pay_needs_no_base():
    assert "S21.G00.51.013/SIG-11" not in codes(
        put("S21.G00.51.013", "0.00"), put("S21.G00.78.001", "02", nth=2)
    )


def test_aircrew_without_any_activity_is_told_at_the_contract():
    edits = [drop_block("S21.G00.53"), drop_block("S21.G00.53"), put("S21.G00.40.004", "546d")]
    [found] = [each for each in problems(*edits) if each.code == "S21.G00.53.003/SIG-11"]
    assert found.value == ""


def test_pay_of_another_contract_is_not_held_to_this_one():
    other = put("S21.G00.51.010", "00009", nth=2)
    assert BEGINS not in codes(put("S21.G00.40.001", "15032026"), other)
    assert ENDS not in codes(ended("28032026"), other)

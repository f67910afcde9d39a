"""What the rules on ends of contracts and notices say beyond their cases."""

from datetime import date

import pytest

from mandat.formats.dsn.controls.rules.notices import is_over_three_months
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, drop, put
from mandat.formats.dsn.tests.cases.contract_ends import casual, counted, last_day, reason, said
from mandat.formats.dsn.tests.cases.notices import FIRST, LAST, TYPE, notice, opened, second
from mandat.formats.dsn.tests.cases.remuneration import ended

KIND = "S21.G00.62.002/CCH-11"


def codes(*edits, norm="P26V01", base="end"):
    """The controls on ends and notices that find something in a base with these edits."""
    found = [each.code for each in check(Case([], base=base, norm=norm).file(edits)).problems]
    return [code for code in found if code.startswith("S21.G00.6") and "/" in code]


@pytest.mark.parametrize(
    ("edits", "norm", "is_wrong"),
    [
        (reason("059", "53"), "P24V01", True),
        (reason("059", "53"), "P25V01", False),
        (reason("999", "54"), "P24V01", False),
        (reason("999", "54"), "P26V01", True),
        (reason("033", "53"), "P24V01", False),
        (reason("119", "54"), "P25V01", False),
        (reason("119", "01"), "P25V01", True),
        (reason("036", "01"), "P26V01", True),
        (reason("036", "01", "61"), "P26V01", False),
        (reason("036", "08", "61"), "P26V01", True),
        (reason("036", "02"), "P26V01", False),
        (reason("081", "02", "81"), "P26V01", False),
        (reason("081", "01", "81"), "P26V01", True),
        (reason("066", "80"), "P26V01", False),
    ],
)
def test_who_may_end_how(edits, norm, is_wrong):
    assert (KIND in codes(*edits, norm=norm)) is is_wrong


@pytest.mark.parametrize("number", ["003", "005"])
def test_a_refused_retraining_contract_needs_its_dates_since_2025(number):
    edits = [put("S21.G00.62.002", "117"), drop("S21.G00.62.003")]
    wanted = f"S21.G00.62.{number}/CCH-12"
    assert wanted in codes(*edits, norm="P25V01")
    assert wanted not in codes(*edits, norm="P24V01")


def test_an_end_is_told_within_the_contract():
    assert "S21.G00.62.003/CCH-11" in codes(put("S21.G00.40.001", "19022026"))
    assert "S21.G00.62.003/CCH-11" not in codes(put("S21.G00.40.001", "18022026"))


def test_the_last_day_is_within_the_contract():
    wanted = "S21.G00.62.006/CCH-15"
    assert wanted in codes(put("S21.G00.40.001", "21032026"))
    after = [put("S21.G00.62.006", "21032026"), put("S21.G00.62.002", "099")]
    assert wanted not in codes(*after)


def test_the_special_circuit_wants_a_last_day_and_a_casual_contract():
    wanted = "S21.G00.62.017/CCH-12"
    assert wanted in codes(*casual(last_day("031", on="")), base="monthly")
    assert wanted in codes(last_day("031"), base="monthly")
    assert wanted not in codes(*casual(last_day("099")), base="monthly")


def test_months_of_notice_go_with_their_reason_alone():
    assert "S21.G00.62.011/CCH-11" in codes(*counted("059", "011", "2.00"))
    assert "S21.G00.62.018/CCH-11" in codes(*counted("059", "018", "2.00"))


def test_a_cancelled_casual_end_needs_nothing():
    assert "S21.G00.62.017/CCH-11" not in codes(*casual(ended("31032026", "099")), base="monthly")


@pytest.mark.parametrize(
    ("first", "last", "is_long"),
    [
        (date(2026, 1, 15), date(2026, 4, 15), False),
        (date(2026, 1, 15), date(2026, 4, 16), True),
        (date(2025, 11, 30), date(2026, 2, 28), False),
        (date(2025, 11, 30), date(2026, 3, 1), True),
        (date(2025, 12, 1), date(2026, 3, 2), True),
        (None, date(2026, 3, 2), False),
    ],
)
def test_three_months(first, last, is_long):
    assert is_over_three_months(first, last) is is_long


def test_a_long_notice_was_an_exception_until_2024():
    wanted = "S21.G00.63.001/CCH-13"
    assert wanted not in codes(*notice("026", "01", "19122025"), norm="P24V01")
    assert wanted in codes(*notice("026", "01", "20122025"), norm="P24V01")
    assert wanted in codes(*notice("026", "01", "19122025"), norm="P25V01")
    assert wanted in codes(put("S21.G00.62.002", "026"), *_none(), norm="P24V01")
    assert wanted not in codes(put("S21.G00.62.002", "026"), *_none(), norm="P25V01")


def _none():
    """No notice is due."""
    return [put(TYPE, "90"), drop(FIRST), drop(LAST)]


def test_a_support_path_has_its_notice_and_no_other_has():
    wanted = "S21.G00.63.001/CCH-14"
    assert wanted in codes(*notice("114", "61", "19122025"))
    assert wanted not in codes(*notice("114", "01", "19122025"))
    assert wanted in codes(*notice("059", "61"))


def test_no_notice_is_held_to_no_date():
    early = [put(TYPE, "90"), put("S21.G00.62.003", "19022026")]
    assert "S21.G00.63.002/CCH-13" not in codes(*early)
    assert "S21.G00.63.002/CCH-14" not in codes(put(TYPE, "90"), opened("18022026"))


def test_notices_that_overlap_do_not_follow():
    assert codes(second("20032026")).count("S21.G00.63.002/CCH-15") == 1


def test_a_notice_without_dates_has_none():
    assert codes(*said("043", "S21.G00.62.004", "01022026"), *_none()) == []


def test_only_casual_contracts_are_held_to_what_theirs_need():
    needs = {"S21.G00.62.006/CCH-16", "S21.G00.62.017/CCH-11"}
    end = ended("31032026", "031")
    assert needs <= set(codes(*casual(end), base="monthly"))
    assert not needs & set(codes(end, base="monthly"))
    assert not needs & set(codes(end, put("S21.G00.40.007", "02"), base="monthly"))
    assert "S21.G00.62.017/CCH-11" not in codes(*casual(end, kind="01"), base="monthly")


def test_notices_of_the_same_day_do_not_follow():
    assert codes(second("18022026")).count("S21.G00.63.002/CCH-15") == 2


def test_an_unsigned_end_is_compared_with_nothing():
    assert "S21.G00.62.001/CCH-11" not in codes()

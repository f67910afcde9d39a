"""What one failing and one passing file do not say of the rules on payments to employees."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop, put
from mandat.formats.dsn.tests.cases.net_pay import (
    DEDUCTION,
    OTHER_CONTRACT,
    PAID,
    RATE,
    TAX,
    WITHOUT_NET,
    payment,
)
from mandat.formats.dsn.tests.cases.other_income import income
from mandat.formats.dsn.tests.cases.tax_corrections import (
    FIGURES,
    NEGATIVE,
    UNTAXED,
    correction,
    month,
)
from mandat.formats.dsn.tests.cases.tax_corrections import RATE as NEW_RATE


def times(code, *edits, norm="P26V01"):
    """How often a file with these edits has that problem; no rule breaks on it."""
    codes = [p.code for p in check(Case(edits, norm=norm).file(edits)).problems]
    assert "rule-broken" not in codes
    return codes.count(code)


def test_in_monaco_no_social_net_is_asked_for():
    assert times("S21.G00.50.001/CCH-14", *WITHOUT_NET, put("S21.G00.11.004", "98000")) == 0


def test_another_kind_of_net_is_no_social_net():
    assert times("S21.G00.50.001/CCH-14", put("S21.G00.58.003", "01")) == 1


def test_a_payment_of_the_month_after_takes_the_social_net():
    paid = payment("S21.G00.50.003", "02")
    edits = [paid, put(PAID, "01042026", 2), *WITHOUT_NET]
    assert times("S21.G00.50.001/CCH-14", *edits) == 1
    assert times("S21.G00.50.001/CCH-15", *edits) == 1


def test_a_later_payment_may_have_its_social_net():
    assert times("S21.G00.50.001/CCH-15", put(PAID, "01042026")) == 0


@pytest.mark.parametrize("code", ["S21.G00.50.001/CCH-14", "S21.G00.50.001/CCH-15"])
@pytest.mark.parametrize(
    "dates", [[put("S20.G00.05.005", "x")], [put(PAID, "x"), put(PAID, "x", 2)]]
)
def test_without_dates_no_social_net_is_missing(code, dates):
    assert times(code, *WITHOUT_NET, *dates) == 0


def test_a_single_payment_needs_no_number():
    assert times("S21.G00.50.003/CCH-12", drop("S21.G00.50.003")) == 0


def test_each_payment_has_its_own_social_net():
    assert times("S21.G00.50.001/CCH-14", payment("S21.G00.50.003", "02")) == 1


@pytest.mark.parametrize("edits", [[DEDUCTION], [DEDUCTION, put("S21.G00.51.010", "00009", 5)]])
def test_a_payment_for_one_contract_needs_not_say_which(edits):
    assert times("S21.G00.50.001/CCH-16", *edits) == 0


def test_p24_has_no_contract_under_other_income():
    assert times("S21.G00.50.001/CCH-16", DEDUCTION, OTHER_CONTRACT, norm="P24V01") == 0


@pytest.mark.parametrize(
    ("tax", "is_wrong"), [("12.13", 0), ("12.12", 1), ("14.13", 0), ("14.14", 1), ("wrong", 0)]
)
def test_the_tax_may_be_a_euro_off(tax, is_wrong):
    assert times("S21.G00.50.009/CCH-11", put(TAX, tax)) == is_wrong


def test_a_tax_is_compared_with_the_cents():
    edits = [put("S21.G00.50.013", "333.33"), put(RATE, "1.50"), put(TAX, "6.00")]
    assert times("S21.G00.50.009/CCH-11", *edits) == 0
    assert times("S21.G00.50.009/CCH-11", *edits, put(TAX, "6.01")) == 1


@pytest.mark.parametrize("missing", ["S21.G00.50.013", "S21.G00.50.006"])
def test_without_base_or_rate_there_is_nothing_to_compare(missing):
    assert times("S21.G00.50.009/CCH-11", drop(missing), put(TAX, "999.00")) == 0


@pytest.mark.parametrize("kind", ["92", "93"])
def test_since_p25_shares_of_insurance_may_be_for_later(kind):
    edit = income(kind, "003", "01032026", "004", "01042026")
    assert times("S21.G00.54.004/SIG-12", edit, norm="P24V01") == 1
    assert times("S21.G00.54.004/SIG-12", edit, norm="P25V01") == 0


def test_in_january_only_last_year_is_corrected():
    code = "S21.G00.56.002/CCH-17"
    for error, is_wrong in (("012026", 1), ("122025", 0), ("012025", 0), ("122024", 1)):
        edits = [*month("01012026"), correction("01", FIGURES, error)]
        assert times(code, *edits) == is_wrong
        assert times("S21.G00.56.002/CCH-16", *edits) == 0
    assert times(code, correction("01", FIGURES, "022026")) == 0


@pytest.mark.parametrize(
    ("code", "kind", "figures", "numbers"),
    [
        ("CCH-11", "01", FIGURES, ["003", "006", "010"]),
        ("CCH-12", "02", NEW_RATE, ["005", "015"]),
        ("CCH-13", "03", NEGATIVE, ["003", "006", "010"]),
        ("CCH-26", "04", UNTAXED, ["003", "010"]),
        ("CCH-27", "04", UNTAXED, ["007"]),
    ],
)
def test_a_correction_lacks_any_of_its_figures(code, kind, figures, numbers):
    for number in numbers:
        edit = correction(kind, figures | {number: ""})
        assert times(f"S21.G00.56.002/{code}", edit) == 1


@pytest.mark.parametrize(
    ("code", "kind", "figures", "numbers"),
    [
        ("CCH-14", "03", NEGATIVE, ["003", "010"]),
        ("CCH-15", "01", FIGURES, ["004", "005", "015"]),
        ("CCH-15", "03", NEGATIVE, ["004", "005", "015"]),
        ("CCH-15", "04", UNTAXED, ["004", "005", "015"]),
        ("CCH-18", "02", NEW_RATE, ["003", "006", "008", "009", "010"]),
    ],
)
def test_a_correction_has_any_of_the_others(code, kind, figures, numbers):
    for number in numbers:
        edit = correction(kind, figures | {number: "1.00"})
        assert times(f"S21.G00.56.002/{code}", edit) == 1


def test_the_part_not_taxed_goes_with_both_figures():
    for missing in ("003", "010"):
        edit = correction("01", FIGURES | {"008": "1.00", missing: ""})
        assert times("S21.G00.56.008/CCH-11", edit) == 1


def test_a_seizure_without_month_is_of_the_month():
    records = ("S21.G00.98.001", "1", "S21.G00.98.002", "01", "S21.G00.98.003", "10.00")
    assert times("S21.G00.98.004/CCH-11", add("S21.G00.86.005", *records)) == 0

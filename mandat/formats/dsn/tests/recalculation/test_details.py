"""What the findings of the recalculation say, and what its rows of cases cannot show."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.recalculation import accident
from mandat.formats.dsn.tests.cases import Case, add, drop_block, put
from mandat.formats.dsn.tests.cases.recalculated_money import NO_CSG, NO_HOUSING, WRONG_CSG
from mandat.formats.dsn.tests.cases.recalculated_people import CONTRACT_RATE, LOW, OWN_AMOUNT
from mandat.formats.dsn.tests.recalculation.edits import (
    BASE,
    DUE,
    NO_PAYMENT,
    PAID,
    RATE,
    TAX,
    found,
)


def problem(code, *edits):
    """The one problem of that code."""
    [only] = [p for p in check(Case(edits).file(edits)).problems if p.code == code]
    return only


@pytest.mark.parametrize("number", ["7900235238001", "2900235238001"])
def test_other_first_digits_say_nothing_of_the_sex(number):
    given = add("S21.G00.23.005", "S21.G00.30.001", number, nth=12)
    assert found("sex-against-number", given) == []


def test_a_man_with_a_womans_number():
    given = add("S21.G00.23.005", "S21.G00.30.001", "2900235238001", nth=12)
    assert found("sex-against-number", given, put("S21.G00.30.005", "01")) == ["S21.G00.30.005"]


def test_too_many_rates_are_not_compared(monkeypatch):
    monkeypatch.setattr(accident, "MOST", 2)
    assert found("accident-rate", put(CONTRACT_RATE, "2.07")) == []
    assert found("accident-rate", put(RATE, "2.07")) == [RATE]


def test_a_finding_on_a_person_says_whose_it_is_and_what_was_expected():
    one = problem("capped-base", LOW)
    assert one.individual == 1
    assert one.value == "900.00"
    assert one.details == {"expected": "1067.02", "ceiling": "2002.37", "difference": "-167.02"}
    assert [(each.rubric, each.value) for each in one.compared] == [(BASE, "1067.02")]


def test_a_finding_on_a_declaration_names_nobody():
    one = problem("accident-rate", put(RATE, "4.07"))
    assert one.individual is None
    assert one.details == {"expected": "3.07"}


def test_a_contribution_says_base_and_rate():
    one = problem("contribution-amount", put(OWN_AMOUNT, "165.85"))
    assert one.details == {"expected": "164.85", "difference": "1.00"}
    assert [each.value for each in one.compared] == ["1067.02", "15.45"]


def test_a_payment_says_what_is_asked():
    one = problem("payment-against-due", put(PAID, "1000.00"))
    assert one.details == {"paid": "1000.00", "due": "1007.00", "difference": "-7.00"}
    assert [(each.rubric, each.value) for each in one.compared] == [(DUE, "1007.00")]


def test_a_missing_payment_says_what_is_due():
    assert problem("payment-missing", NO_PAYMENT).details == {"due": "1007.00"}


def test_a_total_says_what_its_lines_make():
    one = problem("statement-total", put(DUE, "1057.00"))
    assert one.details == {"expected": "1007.00", "difference": "50.00"}
    assert one.value == "1057.00"


def test_a_line_says_what_the_employees_make():
    one = problem("aggregate-against-nominative", WRONG_CSG)
    assert one.details == {
        "ctp": "260",
        "stated": "3200.00",
        "expected": "3121.39",
        "difference": "78.61",
    }


def test_a_tax_payment_says_what_was_withheld():
    one = problem("tax-paid", put(PAID, "100.00", TAX))
    assert one.details == {"paid": "100.00", "withheld": "118.68", "difference": "-19.00"}


def test_a_tax_that_nobody_pays_stands_at_the_establishment():
    one = problem("tax-paid", drop_block("S21.G00.20", TAX))
    assert one.details["paid"] == "0.00"
    lines = Case([]).file([]).decode("latin-1").splitlines()
    assert lines[one.line - 1].startswith("S21.G00.11.001")


def test_a_missing_line_names_the_codes_that_would_do():
    assert problem("ctp-missing", NO_CSG).details == {"expected": "260"}
    assert problem("ctp-missing", NO_HOUSING).details == {
        "expected": "230, 236, 238, 316, 332, 334"
    }

"""What one failing and one passing file do not say of the rules on bases and contributions."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop, put
from mandat.formats.dsn.tests.cases.base_components import component, second
from mandat.formats.dsn.tests.cases.contribution_bases import BEGIN, END, KIND, bases, fund
from mandat.formats.dsn.tests.cases.contributions import AMOUNT, CODE, INSURED, PENSION
from mandat.formats.dsn.tests.cases.insurance_bases import (
    ELEMENTS,
    MEMBERSHIP,
    again,
    ended,
    paid_for,
)
from mandat.formats.dsn.tests.cases.wrong_affiliations import PERIOD, SCHEME, wrongly

MISSION = put("S21.G00.40.007", "03")
OCCUPATION = add("S21.G00.40.004", "S21.G00.40.005", "X001")
OUTSIDE = "S21.G00.78.003/SIG-17"


def times(code, *edits, base="insured", norm="P26V01", tables=None):
    """How often a file with these edits has that problem; no rule breaks on it."""
    file = Case(edits, base=base, norm=norm).file(edits)
    codes = [p.code for p in check(file, tables=tables or {}).problems]
    assert "rule-broken" not in codes
    return codes.count(code)


def other_contract(start="01032026", kind="01", membership="1"):
    """A second contract of the insured employee, with a membership."""
    other = ("40.001", start), ("40.007", kind), ("40.009", "00007"), ("70.012", membership)
    pairs = [(f"S21.G00.{number}", value) for number, value in other]
    return add("S21.G00.71.002", *[each for pair in pairs for each in pair])


@pytest.mark.parametrize("kind", ["21", "34", "35", "36", "39", "40"])
def test_the_bases_of_building_need_its_funds(kind):
    code = "S21.G00.78.001/CCH-11"
    assert times(code, put(KIND, kind)) == 1
    assert times(code, put(KIND, kind), fund("01")) == 0
    assert times(code, put(KIND, kind), fund("99")) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [("S21.G00.78.001/CCH-11", "21"), ("S21.G00.78.001/CCH-24", "20")],
)
def test_one_contract_with_a_fund_is_enough(code, kind):
    assert times(code, put(KIND, kind), other_contract()) == 1
    assert times(code, put(KIND, kind), other_contract(), fund("37")) == 0


def test_a_holiday_base_is_not_of_building_alone():
    assert times("S21.G00.78.001/CCH-24", put(KIND, "20"), fund("38")) == 0


def test_twin_bases_stand_in_the_same_payment():
    other = add("S21.G00.78.004", "S21.G00.50.001", "31032026", "S21.G00.50.003", "02")
    assert times("S21.G00.78.001/SIG-19", other) == 2


@pytest.mark.parametrize(
    ("first", "last", "is_wrong"),
    [
        ("01032026", "30032026", 2),
        ("01022026", "28022026", 1),
        ("28022026", "31032026", 1),
        ("01032026", "01042026", 1),
    ],
)
def test_only_bases_within_the_month_have_a_twin(first, last, is_wrong):
    assert times("S21.G00.78.001/SIG-19", put(BEGIN, first), put(END, last)) == is_wrong


@pytest.mark.parametrize("edits", [[put(BEGIN, "x")], [put(END, "x")]])
def test_a_base_without_dates_is_in_no_month(edits):
    assert times("S21.G00.78.001/SIG-19", *edits) == 1


def test_without_a_main_month_no_base_is_in_it():
    edits = [put("S20.G00.05.005", "x"), put(KIND, "04", 2)]
    assert times("S21.G00.78.001/SIG-19", *edits) == 0


def test_a_year_that_is_none_is_not_another_year():
    assert times("S21.G00.78.003/CCH-16", put(BEGIN, "99999999")) == 0
    assert times("S21.G00.78.003/CCH-16", put(END, "99999999")) == 0


@pytest.mark.parametrize(
    ("edits", "norm", "is_wrong"),
    [
        ([ended("30032026")], "P26V01", 1),
        ([ended("30032026", "099")], "P26V01", 0),
        ([put(END, "01042026", ELEMENTS)], "P26V01", 1),
        ([ended("30032026"), MISSION], "P26V01", 0),
        ([ended("30032026"), OCCUPATION], "P26V01", 0),
        ([ended("30032026"), OCCUPATION], "P24V01", 1),
        ([put("S21.G00.40.001", "02032026"), put(MEMBERSHIP, "2")], "P26V01", 0),
    ],
    ids=["ended", "cancelled", "next month", "mission", "performer", "P24", "unknown"],
)
def test_elements_are_within_their_contract(edits, norm, is_wrong):
    assert times(OUTSIDE, *edits, norm=norm) == is_wrong


@pytest.mark.parametrize("number", [BEGIN, END])
def test_elements_without_dates_are_not_compared(number):
    assert times(OUTSIDE, ended("30032026"), put(number, "x", ELEMENTS)) == 0


@pytest.mark.parametrize(
    ("more", "is_wrong"),
    [
        (other_contract(), 0),
        (other_contract("02032026"), 1),
        (other_contract("02032026", "03"), 1),
        (other_contract(membership="2"), 1),
    ],
    ids=["whole month", "too late", "mission", "other membership"],
)
def test_one_contract_of_the_membership_is_enough(more, is_wrong):
    assert times(OUTSIDE, ended("30032026"), more) == is_wrong


def test_a_membership_of_two_is_known():
    assert times("S21.G00.78.005/CCH-11", other_contract(membership="2")) == 0
    assert times("S21.G00.78.001/CCH-13", other_contract(membership="2")) == 1


@pytest.mark.parametrize(("known", "is_wrong"), [("X001", 0), ("X002", 1)])
def test_performers_are_known_by_their_table(known, is_wrong):
    tables = {"ART": frozenset({known})}
    assert times(OUTSIDE, ended("30032026"), OCCUPATION, tables=tables) == is_wrong


def test_every_contract_of_a_performer_is_one():
    edits = [ended("30032026"), OCCUPATION, other_contract("02032026")]
    assert times(OUTSIDE, *edits) == 1


@pytest.mark.parametrize(
    ("first", "second_amount", "is_wrong"),
    [
        ("21.34", "1.00", 1),
        ("-21.34", "-1.00", 1),
        ("0.00", "0.00", 1),
        ("0.00", "1.00", 0),
        ("0.00", "-1.00", 0),
    ],
)
def test_elements_of_the_same_sign_are_there_twice(first, second_amount, is_wrong):
    edits = [put(AMOUNT, first, INSURED), again(second_amount)]
    assert times("S21.G00.78.001/SIG-23", *edits) == is_wrong


@pytest.mark.parametrize(
    "edits",
    [[MISSION], [put(END, "30032026", ELEMENTS)], [put(MEMBERSHIP, "2")]],
    ids=["mission", "period", "membership"],
)
def test_elements_may_differ(edits):
    assert times("S21.G00.78.001/SIG-23", again("1.00"), *edits) == 0


def test_one_mission_is_enough_for_several_elements():
    assert times("S21.G00.78.001/SIG-23", again("1.00"), other_contract(kind="03")) == 0


def test_each_payment_has_its_own_elements():
    paid = ("S21.G00.50.001", "31032026", "S21.G00.50.003", "02")
    other = add(AMOUNT, *paid, nth=INSURED)
    assert times("S21.G00.78.001/SIG-23", again("1.00"), other) == 0


def test_elements_name_a_membership():
    assert times("S21.G00.78.005/CCH-11", drop(MEMBERSHIP)) == 1


def test_an_unknown_membership_is_said_once():
    edits = [put(MEMBERSHIP, "2"), *paid_for(1, 2, 3, 4)]
    assert times("S21.G00.78.005/CCH-12", *edits) == 0


@pytest.mark.parametrize(
    ("kind", "is_unfit", "is_foreign"),
    [
        ("01", 1, 1),
        ("06", 1, 1),
        ("07", 1, 0),
        ("10", 0, 0),
        ("21", 0, 0),
        ("22", 1, 1),
        ("23", 0, 0),
        ("25", 1, 0),
        ("91", 1, 1),
    ],
)
def test_components_of_insurance_are_its_own(kind, is_unfit, is_foreign):
    assert times("S21.G00.79.001/CCH-12", component(kind)) == is_unfit
    assert times("S21.G00.79.001/CCH-17", component(kind)) == is_foreign


def test_different_components_stand_beside_each_other():
    assert times("S21.G00.79.001/CCH-16", second("11")) == 0


@pytest.mark.parametrize(("amount", "is_wrong"), [("0.00", 0), ("-0.01", 1)])
def test_all_contributions_of_nothing_are_zero(amount, is_wrong):
    zero = put(AMOUNT, "0.00", INSURED)
    more = add(AMOUNT, CODE, "908", AMOUNT, amount, nth=INSURED)
    assert times("S21.G00.79.001/CCH-13", component("23"), zero, more) == is_wrong


def test_a_component_is_told_once_however_often_it_is_there():
    assert times("S21.G00.79.001/CCH-16", second("10"), second("10")) == 1


def test_the_elements_have_one_contribution():
    more = add(AMOUNT, CODE, "059", AMOUNT, "1.00", nth=INSURED)
    problems = [
        problem
        for problem in check(Case([], base="insured").file([more])).problems
        if problem.code == "S21.G00.81.001/CCH-15"
    ]
    assert [problem.details["count"] for problem in problems] == [2]


@pytest.mark.parametrize("kind", ["02", "19"])
def test_reductions_stand_under_the_uncapped_base(kind):
    assert times("S21.G00.81.001/CCH-17", put(KIND, kind, 2)) == 2


@pytest.mark.parametrize("code", ["105", "131", "132"])
def test_pensions_have_amounts(code):
    edits = [drop(AMOUNT, PENSION), put(CODE, code, PENSION)]
    assert times("S21.G00.81.004/CCH-12", *edits) == 1


@pytest.mark.parametrize(("norm", "is_wrong"), [("P24V01", 1), ("P25V01", 0)])
def test_the_former_pensions_are_of_p24(norm, is_wrong):
    edits = [put(CODE, "063", PENSION), drop(AMOUNT, PENSION)]
    assert times("S21.G00.81.004/CCH-12", *edits, norm=norm) == is_wrong


def test_periods_and_schemes_go_together():
    code = "S21.G00.83.001/CCH-11"
    period = wrongly()[1]
    assert times(code, period) == 1
    assert times(code, SCHEME, SCHEME, period) == 1
    assert times(code, SCHEME, period, add(f"{PERIOD}.002", f"{PERIOD}.001", "01022026")) == 0


@pytest.mark.parametrize("kind", ["41", "42"])
def test_either_base_is_enough_for_aircrews(kind):
    edits = [put("S21.G00.71.002", "CRPNPAC"), *bases(kind, "07")]
    assert times("S21.G00.78.001/SIG-18", *edits) == 0

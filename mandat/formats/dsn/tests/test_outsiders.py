"""What one failing and one passing file do not say of the rules on people who are no employees."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, drop, drop_block, put
from mandat.formats.dsn.tests.cases.outsider_income import (
    BASE,
    BEGIN,
    COLLECTIVE,
    END,
    FEBRUARY,
    KIND,
    NET,
    NO_CONTRIBUTION,
    PAID,
    RATE,
    RATE_KIND,
    RATE_NUMBER,
    STATUS,
    TAX,
    TAXED,
    report,
)
from mandat.formats.dsn.tests.cases.outsiders import (
    BY_TEMPORARY,
    GIVEN,
    SURNAME,
    TEMPORARY,
    with_number,
)

MAIN = "S20.G00.05.005"


def problems(code, *edits, base="non-employees"):
    """The problems of that code in a file with these edits."""
    return [p for p in check(Case(edits, base=base).file(edits)).problems if p.code == code]


def times(code, *edits, base="non-employees"):
    """How often they are found."""
    return len(problems(code, *edits, base=base))


# ---- who


@pytest.mark.parametrize(
    ("status", "collective", "code", "is_wrong"),
    [
        ("01", "04", "CCH-11", False),
        ("01", "05", "CCH-11", True),
        ("02", "04", "SIG-12", True),
        ("04", "06", "CCH-11", False),
        ("04", "06", "SIG-12", False),
    ],
)
def test_both_statuses_go_together(status, collective, code, is_wrong):
    edits = [put(STATUS, status), put(COLLECTIVE, collective)]
    assert times(f"S89.G00.91.018/{code}", *edits) == is_wrong


@pytest.mark.parametrize("code", ["CCH-11", "SIG-12"])
def test_a_status_is_missed_beside_that_of_the_pension(code):
    edits = [put(STATUS, {"CCH-11": "01", "SIG-12": "02"}[code]), drop(COLLECTIVE)]
    assert times(f"S89.G00.91.018/{code}", *edits) == 1


def test_one_person_may_lack_a_surname_or_given_names():
    code = "S89.G00.91.004/CSL-11"
    assert times(code, put(SURNAME, "SN")) == 0
    assert times(code, put(SURNAME, "SN"), put(GIVEN, "sp")) == 1
    assert times(code, put(GIVEN, "MME GISÈLE")) == 1


def test_three_people_with_one_number_are_two_problems():
    edits = [put(TEMPORARY, "15346409740000819580930", nth) for nth in (1, 3)]
    found = problems("S89.G00.91.021/CCH-14", *edits)
    assert len({p.line for p in found}) == 2
    assert len({p.details["first"] for p in found}) == 1


def test_a_number_is_enough_without_a_temporary_one():
    assert times("S89.G00.91.021/CCH-12", drop(TEMPORARY), with_number("2630535990001")) == 0


def test_employees_and_others_stand_together_in_a_month():
    assert times("S89.G00.91.021/CCH-15") == 0
    assert times("S89.G00.91.021/CCH-15", BY_TEMPORARY, base="start") == 1


# ---- income


@pytest.mark.parametrize("kind", ["01", "02", "03", "05"])
@pytest.mark.parametrize("status", [COLLECTIVE, STATUS])
def test_these_incomes_need_both_statuses(kind, status):
    assert times("S89.G00.92.001/CCH-11", put(KIND, kind), drop(status)) == 3


def test_the_others_do_not():
    edits = [put(KIND, "07", nth) for nth in (1, 2, 3)]
    assert times("S89.G00.92.001/CCH-11", *edits, drop(STATUS)) == 0


def lacking(code, *edits):
    """What a person's incomes are said to lack."""
    return [p.details["lacking"] for p in problems(code, *edits)]


def test_an_allowance_says_which_base_it_lacks():
    code = "S89.G00.92.001/CCH-12"
    assert lacking(code, drop_block("S89.G00.92", 2)) == ["23"]
    assert lacking(code, drop_block("S89.G00.92", 3)) == ["43"]
    assert lacking(code, drop_block("S89.G00.92", 3), drop_block("S89.G00.92", 2)) == ["23, 43"]


@pytest.mark.parametrize("kind", ["01", "02", "03"])
def test_every_allowance_has_both_bases(kind):
    assert times("S89.G00.92.001/CCH-12", put(KIND, kind), drop_block("S89.G00.92", 3)) == 1


def test_a_sum_from_others_says_which_base_it_lacks():
    found = [lacking("S89.G00.92.001/CCH-13", drop_block("S89.G00.92", nth)) for nth in (5, 6, 7)]
    assert found == [["51"], ["52"], ["53"]]


def test_nobody_without_status_needs_such_bases():
    edits = [put(STATUS, "10"), put(STATUS, "10", 2), drop_block("S89.G00.92", 6)]
    assert times("S89.G00.92.001/CCH-12", *edits, drop_block("S89.G00.92", 3)) == 0
    assert times("S89.G00.92.001/CCH-13", *edits) == 0


@pytest.mark.parametrize("kind", ["06", "07", "08", "09"])
def test_other_incomes_have_the_gross_base_alone(kind):
    code = "S89.G00.92.001/CCH-14"
    assert times(code, put(KIND, kind, 8)) == 0
    assert times(code, put(KIND, kind, 8), put(BASE, "23", 8)) == 1


@pytest.mark.parametrize(
    "edit",
    [
        put(KIND, "02", 2),
        put(BEGIN, "02032026", 2),
        put(END, "30032026", 2),
        put(PAID, "30032026", 2),
    ],
)
def test_each_income_period_and_day_has_its_gross_base(edit):
    assert times("S89.G00.92.001/CCH-15", edit) == 1


def test_the_gross_base_of_one_person_is_not_that_of_another():
    assert times("S89.G00.92.001/CCH-15", put(KIND, "03", 5)) == 1


@pytest.mark.parametrize("edits", [[], FEBRUARY[:1]])
def test_a_report_is_for_a_period_before_this_month(edits):
    assert times("S89.G00.92.015/CCH-11", *report(*edits)) == 1


def test_a_period_whose_end_is_not_said_begins_before_this_month():
    assert times("S89.G00.92.015/CCH-11", *report(drop(END))) == 1
    assert times("S89.G00.92.015/CCH-11", *report(drop(END), FEBRUARY[0])) == 0


def test_no_month_is_before_an_unknown_one():
    assert times("S89.G00.92.015/CCH-11", *report(), put(MAIN, "99999999")) == 0


def test_a_period_that_ends_on_the_first_of_the_month_is_of_this_month():
    edits = [put(BEGIN, "01022026"), put(END, "01032026")]
    assert times("S89.G00.92.015/CCH-11", *report(*edits)) == 1


# ---- tax and contributions


def test_other_bases_have_nothing_of_the_tax():
    for rubric, code in ((NET, "CCH-12"), (TAX, "CCH-12"), (TAXED, "CCH-11")):
        after = {NET: END, TAX: END, TAXED: PAID}[rubric]
        assert times(f"{rubric}/{code}", add(after, rubric, "0.00", nth=2)) == 1


def test_a_scale_has_no_number():
    assert times("S89.G00.92.009/CCH-11", add(RATE_KIND, RATE_NUMBER, "1", nth=2)) == 1
    assert times("S89.G00.92.009/CCH-11", add(END, RATE_NUMBER, "1", nth=2)) == 1


@pytest.mark.parametrize(
    ("rate", "tax", "is_wrong"),
    [
        ("2.50", "30.00", False),
        ("2.50", "29.00", False),
        ("2.50", "28.99", True),
        ("2.50", "31.00", False),
        ("2.50", "31.01", True),
        ("43.00", "516.00", False),
    ],
)
def test_the_tax_is_base_times_rate_to_one_euro(rate, tax, is_wrong):
    assert times("S89.G00.92.010/CCH-11", put(RATE, rate), put(TAX, tax)) == is_wrong


def test_a_hundredth_of_a_cent_beyond_one_euro_is_too_much():
    edits = [put(TAXED, "2999.99"), put(RATE, "1.00"), put(TAX, "31.00")]
    assert times("S89.G00.92.010/CCH-11", *edits) == 1


@pytest.mark.parametrize("rubric", [RATE, TAXED, TAX])
def test_an_amount_that_cannot_be_read_is_not_judged(rubric):
    edits = [put(RATE, "2.50"), put(TAX, "999.00"), put(rubric, "beaucoup")]
    assert times("S89.G00.92.010/CCH-11", *edits) == 0
    assert times("rule-broken", *edits) == 0


def test_an_undue_sum_has_no_tax_either():
    edits = [put(RATE_KIND, "99"), drop(RATE_NUMBER), put(TAX, "0.50")]
    assert times("S89.G00.92.008/CCH-11", *edits) == 1


@pytest.mark.parametrize("kind", ["01", "02", "03"])
def test_every_allowance_has_a_contribution(kind):
    edits = [put(KIND, kind, nth) for nth in (1, 2, 3)]
    assert times("S89.G00.94.001/CCH-11", *edits) == 0
    assert times("S89.G00.94.001/CCH-11", *edits, *NO_CONTRIBUTION) == 1


def test_only_the_gross_base_of_a_sum_from_others_has_its_own_contribution():
    code = "S89.G00.94.001/CCH-12"
    assert times(code, drop_block("S89.G00.94", 1)) == 0
    assert times(code, drop_block("S89.G00.94", 2)) == 1


def test_two_allowances_have_one_each():
    (problem,) = problems("S89.G00.94.001/CCH-11", put(KIND, "01", 3))
    assert problem.value == ""


def test_nobody_without_status_has_a_contribution():
    edits = [put(STATUS, "10"), put(STATUS, "10", 2), *NO_CONTRIBUTION]
    assert times("S89.G00.94.001/CCH-11", *edits) == 0
    assert times("S89.G00.94.001/CCH-12", *edits) == 0


def test_a_status_that_is_not_said_asks_for_nothing():
    edits = [drop(STATUS), drop(STATUS), *NO_CONTRIBUTION]
    assert times("S89.G00.94.001/CCH-11", *edits) == 0
    assert times("S89.G00.94.001/CCH-12", *edits) == 0


@pytest.mark.parametrize("code", ["CCH-16", "CCH-17"])
@pytest.mark.parametrize("kind", ["01", "02"])
def test_a_year_is_corrected_until_january(code, kind):
    month, main = {"CCH-16": ("122025", "01022026"), "CCH-17": ("012026", "01012026")}[code]
    edits = [put(MAIN, main), put("S89.G00.93.001", month), put("S89.G00.93.002", kind)]
    assert times(f"S89.G00.93.002/{code}", *edits) == 1

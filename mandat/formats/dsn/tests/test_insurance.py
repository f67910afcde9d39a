"""What one failing and one passing file do not say of `controls/rules/insurance.py`."""

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import Case, add, put
from mandat.formats.dsn.tests.cases.insurance import ADHESION, BORN, GIVEN, NUMBER, OWN, again

IDENTIFIER = "S21.G00.70.012/CCH-11"
SECOND = "S21.G00.40.043"
NATURE = "S21.G00.40.007"


def problems(code, *edits, norm="P26V01"):
    """The problems of that code in a file with these edits."""
    case = Case(edits, base="insured", norm=norm)
    return [p for p in check(case.file(edits)).problems if p.code == code]


def missions(**differences):
    """Two temporary work contracts of one employee, with one affiliation each, alike but for…"""
    said = {"002": "07", "003": "04", "007": "03", "008": "99", "009": "00009", "017": "3043"}
    said |= {number[1:]: value for number, value in differences.items() if number[1:] in said}
    contract = [text for number, value in said.items() for text in (f"S21.G00.40.{number}", value)]
    other = {"70_004": "BASE", "70_005": "ENSEMBLE", "70_012": "1", "70_013": "1"} | differences
    cover = [
        text
        for number, value in other.items()
        if number.startswith("70_")
        for text in (f"S21.G00.{number.replace('_', '.')}", value)
    ]
    return [put(NATURE, "03"), add("S21.G00.71.002", *contract, *cover)]


def test_missions_under_the_same_conditions_share_an_identifier():
    assert problems(IDENTIFIER, *missions()) == []


@pytest.mark.parametrize(
    "difference",
    [
        {"_002": "06"},
        {"_003": "99"},
        {"_007": "02"},
        {"_008": "64"},
        {"_017": "1486"},
        {"70_004": "PLUS"},
        {"70_005": "AUTRES"},
        {"70_013": "2"},
    ],
)
def test_missions_under_other_conditions_do_not(difference):
    edits = missions(**difference)
    (problem,) = problems(IDENTIFIER, *edits)
    lines = Case(edits, base="insured").file(edits).decode("latin-1").splitlines()
    places = [at for at, line in enumerate(lines, 1) if line.startswith(OWN)]
    assert [problem.details["first"], problem.line] == places


def test_two_employees_may_have_the_same_identifier():
    cover = ("S21.G00.70.012", "1", "S21.G00.70.013", "1")
    assert problems(IDENTIFIER, add(SECOND, *cover, nth=2)) == []


def test_every_affiliation_to_nothing_is_told_with_its_employee():
    edits = [put(ADHESION, "7"), add(SECOND, OWN, "3", ADHESION, "8", nth=2)]
    assert [(p.value, p.individual) for p in problems("S21.G00.70.013/CCH-11", *edits)] == [
        ("7", 1),
        ("8", 2),
    ]


@pytest.mark.parametrize("nature", ["01", "07", "08"])
def test_an_affiliation_to_nothing_is_found_in_every_nature_that_has_some(nature):
    edits = [put("S20.G00.05.001", nature), put(ADHESION, "7")]
    assert len(problems("S21.G00.70.013/CCH-11", *edits)) == 1


def test_one_adhesion_may_be_joined_under_two_options():
    assert problems("S21.G00.70.013/CCH-12", again("PLUS", "2")) == []


@pytest.mark.parametrize(
    ("born", "number", "is_wrong"),
    [
        ("31121975", "2751220990012", False),
        ("01011976", "2760120990012", True),
        ("31121967", "2671296990012", False),
        ("01011968", "2680196990012", True),
        ("31121975", "275122B990012", True),
    ],
)
def test_departments_of_birth_have_their_years(born, number, is_wrong):
    edits = [put(BORN, born), put(NUMBER, number)]
    assert len(problems("S21.G00.73.007/CCH-11", *edits)) == is_wrong


@pytest.mark.parametrize(("born", "is_wrong"), [("31122026", False), ("01012027", True)])
def test_nobody_is_born_next_year(born, is_wrong):
    assert len(problems("S21.G00.73.005/CCH-11", put(BORN, born))) == is_wrong


def test_the_end_of_a_cover_without_beginning_is_no_problem():
    edits = [add(GIVEN, "S21.G00.73.011", "01012020"), put("S21.G00.73.004", "99")]
    assert problems("S21.G00.73.011/CCH-11", *edits) == []


def test_an_extract_may_lack_the_adhesions():
    edits = [put(ADHESION, "7")]
    file = Case(edits, base="insured").file(edits)
    for data, is_told in ((file, True), (b"S05.G51.00.001,'V01R02'\r\n" + file, False)):
        codes = {problem.code for problem in check(data).problems}
        assert ("S21.G00.70.013/CCH-11" in codes) == is_told

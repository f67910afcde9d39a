"""Every problem of form is used, and has its sentences, which can be filled."""

import re
from pathlib import Path

import pytest

import mandat.formats.dsn as package
from mandat.formats.dsn.catalogue import CATALOGUE, CATEGORIES, NORM_DEPENDENT
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.files import MONTH, as_file, spoiled
from mandat.formats.dsn.texts import (
    LANGUAGES,
    explain,
    explain_problem,
    general,
    sentences,
    shown,
)

FOLDER = Path(package.__file__).parent
SOURCES = "".join(
    (FOLDER / f"{name}.py").read_text("utf-8")
    for name in ("checks", "tree", "walker", "learner", "structure", "collector", "examiner")
)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_is_used_and_well_described(code):
    assert f'"{code}"' in SOURCES
    entry = CATALOGUE[code]
    assert entry.level in {"blocking", "signal", "info"}
    assert entry.category in CATEGORIES
    for language in LANGUAGES:
        what, fix, _ = sentences(language)[code]
        assert what
        assert not what.endswith(".")
        assert fix.endswith((".", "…"))


def test_every_code_found_in_the_rules_is_described():
    used = set(re.findall(r'(?:Finding|_at)\(\s*"([a-z0-9-]+)"', SOURCES))
    assert used
    assert used <= CATALOGUE.keys()
    assert CATALOGUE.keys() >= NORM_DEPENDENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_family_and_every_nature_has_its_general_sentences(language):
    assert set(CATEGORIES) <= set(general(language, "why"))
    dates = {"monthly", "refused", "event", "substitution", "file"}
    assert dates | {"blocking", "signal", "info"} == set(general(language, "until"))


def test_sentences_can_be_filled_from_the_problem_itself():
    wrong = [
        *["S10.G00.00.006,'P99V01'", "S10.G00.01.003,' x'", "S10.G00.02.099,'1'", "", "junk"],
        *["S20.G00.05.001,'88'", "S20.G00.05.001,'01'", "S21.G00.81.001,'075'"],
        *["S21.G00.06.001,'732829321'", "S21.G00.06.002,'00074'", "S21.G00.06.001,'1'"],
        *["S21.G00.30.002,'X'", "S21.G00.40.001,'x'", "S21.G00.20.001,'\x01'"],
        *["S21.G00.20.005,'" + "1" * 300 + "'", "S90.G00.90.001,'1'", "S90.G00.90.002,'9'"],
    ]
    problems = check(as_file([*wrong, *spoiled(MONTH, "S90.G00.90.002")])).problems
    assert len({problem.code for problem in problems}) > 10
    for problem in problems:
        for language in LANGUAGES:
            said = explain_problem(problem, language, "01")
            assert said.what
            assert said.why
            assert said.fix
            assert said.until
            assert "{" not in said.what + said.fix
            assert problem.code not in said.what


@pytest.mark.parametrize(
    ("language", "amount", "date"),
    [
        ("fr", "15\u202f662,51", "08/11/2039"),
        ("nl", "15.662,51", "08/11/2039"),
        ("de", "15.662,51", "08.11.2039"),
        ("en", "15,662.51", "2039-11-08"),
    ],
)
def test_amounts_and_dates_are_written_as_the_language_does(language, amount, date):
    assert shown({"rubric": "S21.G00.78.004", "value": "15662.51"}, language)["value"] == amount
    assert shown({"expected": "15662.51"}, language)["expected"] == amount
    assert shown({"rubric": "S21.G00.40.001", "value": "08112039"}, language)["value"] == date


@pytest.mark.parametrize("value", ["12.34", "08112039"])
def test_a_number_of_a_contract_is_left_as_it_is(value):
    assert shown({"rubric": "S21.G00.40.009", "value": value}, "fr")["value"] == value


def test_what_is_refused_cannot_be_replaced_yet():
    said = {
        level: explain("S21.G00.50.001/CCH-14", "en", {}, nature="01", level=level).until
        for level in ("blocking", "signal")
    }
    assert said["blocking"].startswith("Before depositing")
    assert said["signal"].startswith("Until midnight")

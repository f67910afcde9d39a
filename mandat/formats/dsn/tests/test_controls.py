"""Every rule: it finds the fault of its failing file, there, and nothing in its passing one."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from mandat.formats.dsn import texts
from mandat.formats.dsn.catalogue import CATEGORIES
from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.plan import plan
from mandat.formats.dsn.controls.registry import REGISTER
from mandat.formats.dsn.norms import is_private, official
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests import cases
from mandat.formats.dsn.tests.cases.bases import BASES
from mandat.formats.dsn.texts import FULL, LANGUAGES, explain_problem, sentences

load()
MODULES = [
    import_module(f"{cases.__name__}.{found.name}")
    for found in iter_modules(cases.__path__)
    if found.name != "bases"
]
CASES = [(code, case) for module in MODULES for code, case in sorted(module.CASES.items())]
IDS = [code for code, _ in CASES]


def found(case, edits, code):
    """The problems of that code in the file of these edits."""
    reading = check(case.file(edits), tables=case.tables)
    assert [p.details for p in reading.problems if p.code == "rule-broken"] == []
    return [problem for problem in reading.problems if problem.code == code]


@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_the_fault_is_found_where_it_is(code, case):
    problems = found(case, case.failing, code)
    assert len(problems) == case.times
    wanted = case.at or REGISTER[code].rubric
    lines = case.file(case.failing).decode("latin-1").split("\r\n")
    for problem in problems:
        assert problem.rubric == wanted
        line = lines[problem.line - 1]
        assert line.startswith((wanted, wanted[:10])) or wanted not in "\n".join(lines)
        if any(each.startswith(wanted) for each in lines) and line[:14] != wanted:
            assert problem.value == "", "the problem is not on the line of its rubric"


@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_a_right_file_has_no_such_problem(code, case, monkeypatch):
    ran = watch(code, monkeypatch)
    assert found(case, case.passing, code) == []
    assert ran, "the passing file does not even have the rule run"


def watch(code, monkeypatch):
    """Count the runs of a rule."""
    from dataclasses import replace

    ran = []
    rule = REGISTER[code]

    def spied(check):
        def run(*arguments):
            ran.append(code)
            return check(*arguments)

        return run

    if rule.gatherer:
        ran.append(code)
        return ran
    kind = "check" if rule.check else "value_check"
    monkeypatch.setitem(REGISTER, code, replace(rule, **{kind: spied(getattr(rule, kind))}))
    plan.cache_clear()
    monkeypatch.undo_plan = plan.cache_clear
    return ran


@pytest.fixture(autouse=True)
def _plans():
    yield
    plan.cache_clear()


def test_every_rule_has_its_cases():
    assert set(REGISTER) - {code for code, _ in CASES} == set()
    assert len(IDS) == len(set(IDS))


def test_every_rule_has_its_sentences_in_french():
    texts = sentences(FULL)
    lacking = [code for code in REGISTER if code not in texts or not all(texts[code][:2])]
    assert lacking == []


def test_every_rule_has_one_of_the_ten_families():
    assert {rule.category for rule in REGISTER.values()} <= set(CATEGORIES)


def test_official_codes_are_official():
    assert [code for code in REGISTER if "/" in code and code not in official()] == []


@pytest.mark.parametrize("name", sorted(BASES))
def test_the_bases_are_right(name):
    reading = check(cases.Case(failing=[], base=name).file([]))
    assert [(p.code, p.line, p.rubric) for p in reading.problems] == []


@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_what_is_said_is_whole_and_says_nobodys_name(code, case, monkeypatch):
    """Every blank of every language is filled, and nothing private of the file comes through."""

    def unfilled(_blanks, name):
        raise AssertionError(f"nothing fills {name}")

    monkeypatch.setattr(texts._Blanks, "__missing__", unfilled)
    private, public = values_of(case.file(case.failing))
    for problem in found(case, case.failing, code):
        for language in LANGUAGES:
            said = explain_problem(problem, language, "01")
            for text in (said.what, said.fix, said.why):
                assert text
                assert "{" not in text
                assert code not in text
                assert not any(value in text for value in private - public)
        for value in (problem.value, *(one.value for one in problem.compared)):
            assert value not in private - public


def values_of(content):
    """The values of a file that say who somebody is, and the others."""
    private, public = set(), set()
    for line in content.decode("latin-1").split("\r\n"):
        (private if is_private(line[:14]) and len(line) > 20 else public).add(line[16:-1])
    return private, public

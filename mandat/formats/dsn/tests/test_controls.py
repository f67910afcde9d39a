"""Every rule: it finds the fault of its failing file, there, and nothing in its passing one."""

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest

from mandat.formats.dsn import texts
from mandat.formats.dsn.catalogue import CATEGORIES
from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.plan import plan
from mandat.formats.dsn.controls.registry import REGISTER
from mandat.formats.dsn.model import Compared
from mandat.formats.dsn.norms import is_private, official
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests import cases
from mandat.formats.dsn.tests.cases import Case
from mandat.formats.dsn.tests.cases.bases import BASES
from mandat.formats.dsn.texts import FULL, LANGUAGES, explain_problem, sentences

load()
MODULES = [
    import_module(f"{cases.__name__}.{found.name}")
    for found in iter_modules(cases.__path__)
    if found.name != "bases"
]
CASES = [
    (code, case)
    for module in MODULES
    for code, case in sorted(getattr(module, "CASES", {}).items())
]
IDS = [code for code, _ in CASES]
ONLY_ITS_PLACE = "S20.G00.05.009/CCH-11"
"""What it finds is the number of a person: the place is told, not the value."""
SHARED = sorted(code for code, rule in REGISTER.items() if rule.by_shape or rule.by_values)
SIDES: dict[str, list[tuple]] = {}
for _module in MODULES:
    for _code, *_row in getattr(_module, "SIDES", ()):
        SIDES.setdefault(_code, []).append(_row)


@pytest.fixture(scope="module")
def ran():
    """The codes of the rules that were run, while every rule says so."""
    codes = set()

    def spied(code, check):
        def run(*arguments):
            codes.add(code)
            return check(*arguments)

        return run

    before = dict(REGISTER)
    for code, rule in before.items():
        kind = "check" if rule.check else "value_check"
        if check := getattr(rule, kind):
            REGISTER[code] = replace(rule, **{kind: spied(code, check)})
    plan.cache_clear()
    yield codes
    REGISTER.update(before)
    plan.cache_clear()


@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_a_rule_finds_its_fault_and_nothing_in_a_right_file(code, case, ran, monkeypatch):
    """One test a rule: each of the two files is read once, all that a rule promises is seen."""
    the_fault_is_found_and_told(code, case, monkeypatch)
    ran.clear()
    if code in SHARED:  # it may have been settled in the file of another rule
        plan.cache_clear()
    assert found(case, case.passing, code) == []
    assert code in ran or REGISTER[code].gatherer, "the passing file does not have the rule run"


@pytest.mark.parametrize("code", sorted(SIDES))
def test_a_rule_sees_its_other_sides(code):
    assert wrong_sides(code) == []


def wrong_sides(code):
    """The rows of `SIDES` that a rule answers otherwise: which one, and its answer."""
    wrong = []
    for at, (base, edits, wanted) in enumerate(SIDES.get(code, ())):
        case = side(base, edits)
        problems = found(case, edits, code)
        answer = sorted(one.rubric for one in problems)
        if isinstance(wanted, dict):
            [only] = problems
            said = {**only.details, "value": only.value, "nth": nth(only, case.file(edits))}
            answer = {name: said.get(name) for name in wanted}
        expected = sorted(wanted) if isinstance(wanted, list) else wanted
        if expected not in (len(problems), answer):
            wrong.append((at, answer))
    return wrong


def side(base, edits):
    """The case of a row of `SIDES`: `base` is its base, and its norm after a blank."""
    name, _, norm = base.partition(" ")
    return Case(edits, base=name, norm=norm or "P26V01")


def nth(problem, file):
    """Which record of its rubric a problem is at, from 1."""
    lines = file.decode("latin-1").split("\r\n")[: problem.line]
    return sum(line.startswith(problem.rubric) for line in lines)


@pytest.mark.parametrize("code", SHARED)
def test_a_rule_run_once_for_blocks_alike_finds_the_same_in_all(code, monkeypatch):
    assert told_alike_though_different(code, monkeypatch) == []


def told_alike_though_different(code, monkeypatch):
    """Blocks that are the same by what a rule says decides, of which it finds some wrong."""
    rule, found_wrong, files = REGISTER[code], {}, []
    shape = {rubric[11:]: values for rubric, values in rule.by_shape.items()}

    def spied(block, of):
        verdict = rule.check(block, of)
        values = tuple(block.value(number) for number in sorted(rule.by_values))
        there = tuple(
            (block.has(number), block.value(number) if block.value(number) in told else "")
            for number, told in sorted(shape.items())
        )
        # What is run once for the same values is run once in each declaration.
        key = there, values, len(files) if rule.by_values else (of.norm, of.nature)
        found_wrong.setdefault(key, set()).add(bool(verdict))
        return verdict

    every_time = replace(rule, by_shape={}, by_values=frozenset(), check=spied)
    monkeypatch.setitem(REGISTER, code, every_time)
    plan.cache_clear()
    case = dict(CASES)[code]
    tried = [(case, case.failing), (case, case.passing)]
    tried += [(side(base, edits), edits) for base, edits, _ in SIDES.get(code, ())]
    for each, edits in tried:
        files.append(each.file(edits))
        check(files[-1], tables=each.tables)
    monkeypatch.undo()
    plan.cache_clear()
    return [key for key, verdicts in found_wrong.items() if len(verdicts) > 1]


def found(case, edits, code):
    """The problems of that code in the file of these edits, each with the value of its line."""
    file = case.file(edits)
    reading = check(file, tables=case.tables)
    assert [p.details for p in reading.problems if p.code == "rule-broken"] == []
    problems = [problem for problem in reading.problems if problem.code == code]
    lines = file.decode("latin-1").split("\r\n")
    for one in problems:
        line = lines[one.line - 1]
        there = line[16:-1] if line.startswith(one.rubric) else ""
        assert one.value in ("•••", there) or code == ONLY_ITS_PLACE, f"not on line {one.line}"
    return problems


def the_fault_is_found_and_told(code, case, monkeypatch):
    """All that the failing file shows."""
    file = case.file(case.failing)
    problems = found(case, case.failing, code)
    the_fault_is_where_it_is(code, case, file, problems)
    what_it_compared_is_shown_with_its_line(file, problems)
    what_is_said_is_whole_and_says_nobodys_name(code, file, problems, monkeypatch)


def the_fault_is_where_it_is(code, case, file, problems):
    """It is found as often as it is there, on the line of its rubric."""
    assert len(problems) == case.times
    assert case.details is None or [one.details for one in problems] == [case.details] * case.times
    wanted = case.at or REGISTER[code].rubric
    lines = file.decode("latin-1").split("\r\n")
    for problem in problems:
        assert problem.rubric == wanted
        line = lines[problem.line - 1]
        assert line.startswith((wanted, wanted[:10])) or wanted not in "\n".join(lines)
        if any(each.startswith(wanted) for each in lines) and line[:14] != wanted:
            assert problem.value == "", "the problem is not on the line of its rubric"


def what_it_compared_is_shown_with_its_line(file, problems):
    """Each value shown beside a fault stands on the line said."""
    lines = file.decode("latin-1").split("\r\n")
    for one in (one for problem in problems for one in problem.compared):
        assert isinstance(one, Compared)
        if one.line:
            line = lines[one.line - 1]
            assert line.startswith(one.rubric)
            assert one.value in ("•••", line[16:-1])


def what_is_said_is_whole_and_says_nobodys_name(code, file, problems, monkeypatch):
    """Every blank of every language is filled, and nothing private of the file comes through."""

    def unfilled(_blanks, name):
        raise AssertionError(f"nothing fills {name}")

    monkeypatch.setattr(texts._Blanks, "__missing__", unfilled)
    private, public = values_of(file)
    for problem in problems:
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
    reading = check(Case(failing=[], base=name).file([]))
    assert [(p.code, p.line, p.rubric) for p in reading.problems] == []

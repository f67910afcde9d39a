"""The mutation tool changes what it says, puts everything back, and is seen by the cases."""

import ast

import pytest

from mandat.formats.dsn.controls.registry import REGISTER
from tools import dsn_mutation, dsn_transplant
from tools.dsn_mutants import mutants

DATES = dsn_transplant.DSN / "controls" / "rules" / "contract_dates.py"


def source(tmp_path, text):
    path = tmp_path / "rules" / "some.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", "a <= b"),
        ("a == b", "a != b"),
        ("a is None", "a is not None"),
        ("a in b", "a not in b"),
        ("a and b", "a or b"),
        ("not a", "not (not a)"),
        ("a - b", "a + b"),
        ("x = 12", "x = 13"),
        ("x = '09'", "x = '00'"),
        ("x = (a, b)", "x = (b,)"),
        ("x = {1: a}", "x = {}"),
        ("control('A/B', values='01 02')", "control('A/B', values='02')"),
        ("control('A/B')(a)", "pass"),
        ("[a for a in b if a]", "[a for a in b]"),
        ("def f():\n    return a", "def f():\n    return False"),
        ("@control('A/B')\ndef f(): pass", "def f():\n    pass"),
        ("if a: b", "if not a:\n    b"),
    ],
)
def test_each_kind_of_change(tmp_path, before, after):
    found = [ast.unparse(each.tree()) for each in mutants(source(tmp_path, before))]
    assert ast.unparse(ast.parse(after)) in found
    assert ast.unparse(ast.parse(before)) not in found


def test_leaves_alone_what_no_case_can_see(tmp_path):
    text = '"""1 2"""\nfrom a import b\ndef f(a: X[1], b: int = 0) -> Y[2]:\n    """3"""\n'
    assert [each.what for each in mutants(source(tmp_path, text))] == ["0 → 1"]


def test_the_cases_see_a_slice_of_the_mutants():
    """A child for each: the rules of this process stay as they are."""
    judge = dsn_mutation.Judge([], cases_only=True)
    before = dict(REGISTER)
    chosen = [each for each in mutants(DATES) if each.line > 22][::2]
    alive = [dsn_mutation.told(each) for each in chosen if not dsn_mutation.is_seen(judge, each)]
    assert alive == []
    assert len(chosen) >= 5
    assert before == REGISTER


def test_a_mutant_that_changes_nothing_stays_alive(monkeypatch):
    judge = dsn_mutation.Judge([], cases_only=True)
    [first, *_] = mutants(DATES)
    unchanged = ast.parse(DATES.read_text(encoding="utf-8"))
    monkeypatch.setattr(type(first), "tree", lambda _: unchanged)
    assert not dsn_mutation.is_seen(judge, first)


def test_every_equivalent_mutant_still_exists_and_has_its_reason():
    keys = {each.key for path in dsn_transplant.paths() for each in mutants(path)}
    known = dsn_mutation.equivalent()
    assert set(known) <= keys
    assert all(len(reason) > 10 for reason in known.values())


def test_the_score_counts_by_module():
    chosen = mutants(DATES)
    lines = dsn_mutation.score(chosen, chosen[:1])
    assert lines[0].split() == [
        "controls/rules/contract_dates.py", str(len(chosen)), "1",
        f"{100 * (len(chosen) - 1) / len(chosen):.1f}", "%",
    ]  # fmt: skip
    assert lines[-1].startswith("all")

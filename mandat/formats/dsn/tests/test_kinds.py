"""The shapes of blocks: what is shared between files, and what is never kept."""

import pytest

from mandat.formats.dsn import examiner, kinds
from mandat.formats.dsn.cells import Cells, cells
from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.plan import plan
from mandat.formats.dsn.controls.registry import REGISTER
from mandat.formats.dsn.generate import SHAPES, generate
from mandat.formats.dsn.kinds import Kind, Shapes
from mandat.formats.dsn.learner import Learner
from mandat.formats.dsn.norms import norm
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.source import LATIN_1
from mandat.formats.dsn.tests import test_controls

load()
CASES = dict(test_controls.CASES)


def slice_of(*rubrics, is_own=False):
    """The kinds of some lines."""
    return tuple(Kind(each[:10], each[11:], is_own=is_own) for each in rubrics)


def starts(found):
    return [(first, last, shape.code) for first, last, shape in found]


PAY, AMOUNT = "S21.G00.50", "S21.G00.58"


def test_a_slice_is_cut_where_a_block_without_head_begins():
    shapes = Shapes(norm("P26V01"))
    lines = slice_of(f"{PAY}.001", f"{PAY}.002", f"{AMOUNT}.003", f"{AMOUNT}.004", "S21.G00.30.001")
    assert starts(shapes.cut(lines)) == [(0, 2, PAY), (2, 4, AMOUNT), (4, 5, "S21.G00.30")]
    assert starts(shapes.cut(lines)) == starts(shapes.cut(lines))


@pytest.mark.parametrize(
    "rubrics",
    [
        (f"{PAY}.001", f"{PAY}.003", f"{PAY}.002"),
        (f"{PAY}.001", f"{PAY}.002", f"{PAY}.002"),
        (f"{PAY}.001", "S21.G00.51.002"),
        (f"{PAY}.001", "S21.G00.99.001"),
        (f"{PAY}.001", "S90.G00.90.001"),
    ],
)
def test_disorder_is_gone_through_with_care(rubrics):
    assert Shapes(norm("P26V01")).cut(slice_of(*rubrics)) == ()


def test_what_has_a_problem_of_its_own_is_never_kept():
    shapes = Shapes(norm("P26V01"))
    lines = slice_of(f"{PAY}.001", is_own=True)
    assert shapes.cut(lines) == ()
    assert shapes.shape(lines) is None
    assert not shapes.plain


def test_shapes_do_not_pile_up(monkeypatch):
    monkeypatch.setattr(kinds, "_MOST_SHAPES", 3)
    shapes = Shapes(norm("P26V01"))
    for _ in range(10):
        shapes.cut(slice_of(f"{PAY}.001"))
    assert len(shapes.plain) <= 3


def test_a_second_file_adds_no_shape_and_no_kind_of_the_first_is_of_one_line():
    """Kinds and shapes outlive a file, so they may hold nothing of it."""
    content = generate("monthly", 3, size=3)
    check(content)
    learner = Learner(LATIN_1, {}, has_controls=True)
    found: Cells = cells(norm(learner.norm.name), "01", plan(learner.norm.name, "01"))
    before = len(found.shapes.plain)
    assert before
    check(content)
    assert len(found.shapes.plain) == before
    assert not any(kind.is_own for key in found.shapes.plain for kind in key)


REMEMBERED = [code for code, rule in REGISTER.items() if rule.by_shape or rule.by_values]


def files():
    """Files that some rule with a memory finds fault with, and others with all kinds of people."""
    found = [CASES[code].file(CASES[code].failing) for code in REMEMBERED if code in CASES]
    return found + [generate(name, seed, size=6) for name in SHAPES for seed in (5, 6)]


def test_rules_say_the_same_whether_they_are_remembered_or_not(monkeypatch):
    """What a rule says it looks at (`by_shape`, `by_values`) is all that it looks at."""
    assert len(REMEMBERED) > 20
    contents = files()
    # One long file after the other: what was learnt from the first serves the next.
    remembered = [check(content).problems for content in contents]
    examiner._programs.cache_clear()
    monkeypatch.setattr(examiner.Examiner, "_is_silent", lambda *_: False)
    assert [check(content).problems for content in contents] == remembered
    examiner._programs.cache_clear()

"""The shapes of blocks: what is shared between files, and what is never kept."""

import pytest

from mandat.formats.dsn import kinds
from mandat.formats.dsn.cells import Cells, cells
from mandat.formats.dsn.controls.plan import plan
from mandat.formats.dsn.generate import generate
from mandat.formats.dsn.kinds import Kind, Shapes
from mandat.formats.dsn.learner import Learner
from mandat.formats.dsn.norms import norm
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.source import LATIN_1


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

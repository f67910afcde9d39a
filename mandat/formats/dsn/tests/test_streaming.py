"""A file read with its employees forgotten one by one says the same as a file kept whole."""

import io
import tracemalloc

import pytest

from mandat.formats.dsn import learner, source
from mandat.formats.dsn.cells import cells
from mandat.formats.dsn.controls.plan import plan
from mandat.formats.dsn.generate.shapes import SHAPES, generate, write_large
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.source import LONGEST, Source
from mandat.formats.dsn.summary import Adding, summarise


def streamed(content):
    """The reading, and the figures of each declaration, with nobody kept."""
    adding, figures = {}, []

    def person(of, block):
        adding.setdefault(of.declaration.rank, Adding.of(of.root)).see(block)

    def declaration(read):
        figures.append((adding.get(read.rank) or Adding.of(read.root)).end(read))

    reading = check(
        io.BytesIO(content), keep=False, each_person=person, each_declaration=declaration
    )
    return reading, figures


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_the_same_problems_and_the_same_figures(shape):
    content = generate(shape, 5)
    whole = check(content)
    reading, figures = streamed(content)
    assert reading.problems == whole.problems
    assert figures == [summarise(declaration) for declaration in whole.declarations]
    assert [d.individuals for d in reading.declarations] == [
        len(list(d.root.blocks("S21.G00.30"))) for d in whole.declarations
    ]
    assert not any(list(d.root.blocks("S21.G00.30")) for d in reading.declarations)


def test_memory_does_not_grow_with_the_employees(monkeypatch):
    """Of each employee only short numbers are kept, far less than the 5,000 bytes of the lines.

    The memory of lines already met and the size of a piece, bounds of their own, are made small.
    """
    monkeypatch.setattr(learner, "_MOST_KNOWN", 500)
    monkeypatch.setattr(source, "_PIECE", 1 << 16)

    def peak(size):
        target = io.BytesIO()
        write_large(target, 3, size)
        target.seek(0)
        check(target, keep=False)
        target.seek(0)
        tracemalloc.start()
        check(target, keep=False)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    # An employee that is kept takes over 15,000; tables that fill up with use are counted too.
    assert (peak(1_200) - peak(300)) / 900 < 2_000


def test_pieces_of_any_size_give_the_same_lines():
    content = "S21.G00.30.002,'É'\r\nS21.G00.30.004,'B'\r\rS90\n\nx".encode("latin-1")
    wanted = [line for piece in Source(content).lines() for line in piece]
    for size in range(1, len(content)):

        def pieces(size=size):
            return (content[at : at + size] for at in range(0, len(content), size))

        assert [line for piece in Source(pieces).lines() for line in piece] == wanted


def test_a_line_without_end_does_not_fill_the_memory():
    def endless():
        for _ in range(64):
            yield b"9" * (1 << 20)

    tracemalloc.start()
    lines = [line for piece in Source(endless).lines() for line in piece]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [len(line) for line in lines] == [LONGEST]
    assert most < 8 << 20


def test_natures_that_are_none_leave_nothing_behind():
    """What is prepared for a nature is kept for later files: a hostile file must not fill it."""
    body = generate("monthly", 1, size=1)
    check(body.replace(b"S20.G00.05.001,'01'", b"S20.G00.05.001,'77'"))
    before = plan.cache_info().currsize, cells.cache_info().currsize
    for nature in range(60, 99):
        check(body.replace(b"S20.G00.05.001,'01'", b"S20.G00.05.001,'%d'" % nature))
    assert (plan.cache_info().currsize, cells.cache_info().currsize) == before


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_mark_and_nothing_else(mark):
    assert not check(mark).is_dsn
    assert [line for piece in Source(mark + b"").lines() for line in piece] == []

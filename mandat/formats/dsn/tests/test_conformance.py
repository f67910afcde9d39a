"""Right files of every shape have no problem; every fault is found exactly where it was sown.

The same at full size: `python -m tools.dsn_conformance`.
"""

import pytest

from mandat.formats.dsn.generate import SHAPES
from mandat.formats.dsn.generate.faults import FAULTS
from mandat.formats.dsn.generate.shapes import NORMS
from mandat.formats.dsn.tests.generated import values
from tools import dsn_conformance as conformance

FILES = range(2000, 2006)
"""Three norms, two sizes; the files that the tool tries first are others."""


@pytest.mark.parametrize("shape", SHAPES)
def test_right_files_have_no_problem(shape):
    tally = conformance.try_right(shape, FILES)
    assert tally.wrong == []
    assert tally.lines > 20 * len(FILES)


@pytest.mark.parametrize(
    ("rubric", "wanted"),
    [
        ("S10.G00.00.006", set(NORMS)),
        ("S10.G00.00.008", {"01", "02"}),  # a sending that says nobody is employed
        ("S20.G00.05.001", {"01", "04", "05", "07", "08", "09"}),
        ("S20.G00.05.002", {"01", "02", "03", "04", "05"}),  # and those that replace or cancel
        ("S20.G00.05.003", {"11", "12", "22", "13", "23", "33"}),
    ],
)
def test_every_kind_of_declaration_is_among_them(rubric, wanted):
    files = [conformance.right_file(shape, number) for shape in SHAPES for number in FILES[:3]]
    assert {value for file in files for value in values(file, rubric)} == wanted


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_was_sown_and_nothing_else(name):
    tallies = [
        conformance.try_fault(name, shape, number)
        for number, shape in enumerate(("monthly", "replacing", "temporary-work"), 1000)
    ]
    assert [wrong for tally in tallies for wrong in tally.wrong] == []
    assert sum(tally.files for tally in tallies) >= 2


def test_a_file_that_is_not_right_is_told(monkeypatch):
    """The checks above can fail: a spoiled file has its problem told, a fault elsewhere too."""
    spoiled = conformance.right_file("monthly", 1).replace(b"S21.G00.11.001", b"S21.G00.11.099", 1)
    monkeypatch.setattr(conformance, "right_file", lambda *_: spoiled)
    assert any("unknown-rubric" in wrong for wrong in conformance.try_right("monthly", FILES).wrong)
    monkeypatch.setitem(conformance.PLACES, "wrong-total", lambda *_: False)
    [wrong] = conformance.try_fault("wrong-total", "monthly", 1).wrong
    assert "found on line" in wrong

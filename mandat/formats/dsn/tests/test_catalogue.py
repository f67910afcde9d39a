"""Every problem has its sentences, and they can be filled."""

import re
from pathlib import Path

import pytest

import mandat.formats.dsn as package
from mandat.formats.dsn.catalogue import CATALOGUE, NORM_DEPENDENT, places
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.tests.files import MONTH, as_file, spoiled

FOLDER = Path(package.__file__).parent
SOURCES = "".join(
    (FOLDER / f"{name}.py").read_text("utf-8") for name in ("checks", "tree", "reader", "collector")
)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_is_used_and_well_described(code):
    assert f'"{code}"' in SOURCES
    entry = CATALOGUE[code]
    assert entry.level in {"blocking", "signal", "info"}
    assert entry.category in {"file", "line", "value", "structure", "count", "identity"}
    assert entry.title
    assert not entry.title.endswith(".")
    assert entry.explanation.endswith((".", "…"))


def test_every_code_found_in_the_rules_is_described():
    used = set(re.findall(r'(?:Finding|_at)\(\s*"([a-z0-9-]+)"', SOURCES))
    assert used
    assert used <= CATALOGUE.keys()
    assert CATALOGUE.keys() >= NORM_DEPENDENT


def test_sentences_can_be_filled_from_the_problem_itself():
    wrong = [
        *["S10.G00.00.006,'P99V01'", "S10.G00.01.003,' x'", "S10.G00.02.099,'1'", "", "junk"],
        *["S20.G00.05.001,'88'", "S20.G00.05.001,'01'", "S21.G00.81.001,'075'"],
        *["S21.G00.06.001,'732829321'", "S21.G00.06.002,'00074'", "S21.G00.06.001,'1'"],
        *["S21.G00.30.002,'X'", "S21.G00.40.001,'x'", "S21.G00.20.001,'\x01'"],
        *["S21.G00.20.005,'" + "1" * 300 + "'", "S90.G00.90.001,'1'", "S90.G00.90.002,'9'"],
    ]
    problems = read(as_file([*wrong, *spoiled(MONTH, "S90.G00.90.002")])).problems
    assert len({problem.code for problem in problems}) > 10
    for problem in problems:
        entry = CATALOGUE[problem.code]
        assert "%(" not in (entry.title + entry.explanation) % places(problem)

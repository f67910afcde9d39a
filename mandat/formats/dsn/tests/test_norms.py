"""The tables: what changed from norm to norm, and the tree."""

from pathlib import Path

import pytest

from mandat.formats.dsn.norms import (
    KNOWN,
    LATEST,
    PLACES,
    is_from_hub,
    is_private,
    labels,
    norm,
)
from mandat.formats.dsn.tables.build import build

FACTS = Path(__file__).parents[5] / "shared" / "dsn"


@pytest.mark.parametrize(
    ("rubric", "norms"),
    [
        ("S21.G00.06.009", {"P24V01", "P25V01"}),
        ("S21.G00.71.003", {"P24V01"}),
        ("S21.G00.54.005", {"P25V01", "P26V01"}),
        ("S21.G00.40.082", {"P26V01"}),
        ("S21.G00.40.009", {"P24V01", "P25V01", "P26V01"}),
    ],
)
def test_rubrics_of_each_norm(rubric, norms):
    assert {name for name in KNOWN if rubric in norm(name).rules} == norms


def test_codes_of_each_norm():
    assert "10" in norm("P26V01").rules["S20.G00.05.001"].codes
    assert "10" not in norm("P25V01").rules["S20.G00.05.001"].codes
    assert "026" in norm("P24V01").rules["S21.G00.51.011"].codes
    assert "026" not in norm("P25V01").rules["S21.G00.51.011"].codes


def test_every_expression_can_be_used():
    for name in KNOWN:
        for rule in norm(name).rules.values():
            rule.matches("1")


def test_every_block_of_a_declaration_has_its_place():
    for name in KNOWN:
        blocks = {rubric.rpartition(".")[0] for rubric in norm(name).rules}
        assert {block for block in blocks if block[:3] not in ("S10", "S90")} == PLACES.keys()
    assert PLACES["S21.G00.81"].parent == "S21.G00.78"
    assert PLACES["S21.G00.81"].depth == PLACES["S21.G00.30"].depth + 3
    assert PLACES["S21.G00.82"].rank < PLACES["S21.G00.20"].rank


def test_unknown_names():
    assert norm("P27V01").name == norm("").name == norm("nonsense").name == LATEST
    assert norm("P21V01").name == "P24V01"


def test_what_comes_from_the_platform():
    assert is_from_hub("S05.G51.00.001")
    assert is_from_hub("S10.G00.95.008")
    assert is_from_hub("S20.G00.96.902")
    assert is_from_hub("S21.G00.06.903")
    assert not is_from_hub("S21.G00.95.001")
    assert not is_from_hub("S21.G00.06.003")


def test_what_is_private():
    private = ["S21.G00.30.001", "S21.G00.30.020", "S21.G00.30.002", "S21.G00.31.008",
               "S21.G00.20.004", "S89.G00.91.001", "S10.G00.02.002"]  # fmt: skip
    assert all(is_private(rubric) for rubric in private)
    assert not is_private("S21.G00.06.001")
    assert not is_private("S21.G00.40.009")


def test_labels_are_of_known_things():
    known = {rubric for name in KNOWN for rubric in norm(name).rules}
    known |= {rubric[:10] for rubric in known}
    assert {key for key in labels() if key not in known and not is_from_hub(key + ".")} <= {
        "S20.G00.96"
    }
    assert len(labels()) > 200


@pytest.mark.skipif(not FACTS.exists(), reason="the facts about the norm are not here")
def test_the_table_is_what_its_program_makes():
    table = Path(__file__).parents[1] / "tables" / "rubrics.tsv"
    rows = [tuple(line.split("\t")) for line in table.read_text("utf-8").splitlines()[1:]]
    assert rows == build(FACTS)

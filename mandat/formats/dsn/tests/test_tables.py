"""The derived tables: what is in them, and that the program still makes the same bytes."""

from pathlib import Path

import pytest

from mandat.formats.dsn.norms import NATURES, PLACES, labels
from mandat.formats.dsn.tables import controls
from mandat.formats.dsn.tables.build import HERE, tables

FACTS = Path(__file__).parents[5] / "shared" / "dsn"
KINDS = {"CCH", "SIG", "CRE", "CSL", "CME", "CST", "CID"}


def rows(name):
    """The rows of a table as dictionaries."""
    head, *lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


CONTROLS = {row["control"]: row for row in rows("controls.tsv")}
RUBRICS = {row["rubric"]: row for row in rows("rubrics.tsv")}
MODELS = {
    nature: {row["block"]: row for row in rows("blocks.tsv") if row["nature"] == nature}
    for nature in ("*", *NATURES)
}
# CT25 p.117-124, read by hand.
COUNTS = """
* S10.G00.00 1,1  S10.G00.01 1,1  S10.G00.02 1,1  S90.G00.90 1,1
01 S20.G00.07 0,*  S20.G00.08 0,*  S21.G00.06 1,1  S21.G00.11 1,1  S21.G00.30 0,*
01 S21.G00.34 0,*  S21.G00.40 1,*  S21.G00.62 0,1  S21.G00.71 1,*  S21.G00.50 1,*
01 S21.G00.51 1,*  S21.G00.53 0,*  S21.G00.84 0,*  S21.G00.95 0,*  S89.G00.92 1,*
04 S20.G00.07 1,2  S21.G00.06 1,1  S21.G00.11 1,1  S21.G00.15 0,*  S21.G00.30 1,1
04 S21.G00.40 1,1  S21.G00.60 1,1
05 S20.G00.07 1,2  S21.G00.06 1,1  S21.G00.11 1,1  S21.G00.15 0,*  S21.G00.30 1,1
05 S21.G00.40 1,1  S21.G00.60 1,1
07 S20.G00.07 0,*  S21.G00.30 1,1  S21.G00.40 1,1  S21.G00.45 0,1  S21.G00.60 0,*
07 S21.G00.62 1,1  S21.G00.63 1,*  S21.G00.71 1,*  S21.G00.50 1,*  S21.G00.51 1,*
07 S21.G00.52 0,*  S21.G00.81 0,*  S21.G00.85 0,*
08 S20.G00.07 0,*  S21.G00.06 1,1  S21.G00.11 1,1  S21.G00.12 0,*  S21.G00.15 0,*
08 S21.G00.30 0,1  S21.G00.40 0,*  S21.G00.65 0,1  S21.G00.70 0,*  S21.G00.73 0,*
08 S21.G00.86 0,*  S21.G00.85 0,*  S89.G00.91 0,1
09 S21.G00.06 1,1  S21.G00.11 1,1  S21.G00.22 0,*  S21.G00.30 0,*  S21.G00.40 1,*
09 S21.G00.62 0,1  S21.G00.71 1,*  S21.G00.50 1,*  S21.G00.51 1,*  S21.G00.84 0,*
09 S21.G00.95 0,*  S89.G00.91 0,*  S89.G00.92 1,*
"""
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason=f"no facts about the norms in {FACTS}")


@needs_facts
def test_the_program_makes_the_same_bytes():
    made = tables(FACTS)
    assert made.keys() == {"rubrics.tsv", "controls.tsv", "blocks.tsv"}
    for name, text in made.items():
        assert text.encode() == (HERE / name).read_bytes(), name


@needs_facts
def test_every_older_control_is_there():
    older = controls.older(FACTS)
    assert len(older) == 643
    assert older == {name for name, row in CONTROLS.items() if "4" in row["norms"]}
    assert {"S21.G00.30.020/CCH-14", "S21.G00.30.025/CCH-11", "S21.G00.30.029/CCH-11"} <= older


@needs_facts
def test_both_sources_of_the_specification_agree():
    """Two rows of the table of uses have no description; every other one has."""
    described, used = controls.described(FACTS), controls.used(FACTS)
    assert len(used) == 544
    assert used.keys() - described == {"S21.G00.86.002/CCH-12", "S21.G00.86.005/CCH-14"}
    assert {name[15:18] for name in described - used.keys()} == KINDS - {"CCH", "SIG"}


def test_number_of_controls():
    assert len(CONTROLS) == 669
    assert len([row for row in CONTROLS.values() if "5" in row["norms"]]) == 656


def test_every_control_has_its_rubric_in_the_norms_it_claims():
    for name, row in CONTROLS.items():
        assert row["norms"], name
        assert set(row["norms"]) <= set(RUBRICS[name[:14]]["norms"]), name


def test_form_of_every_control():
    for name, row in CONTROLS.items():
        assert name[14:19] == f"/{row['kind']}-", name
        assert name[19:].isdigit(), name
        assert row["level"] == ("signal" if row["kind"] == "SIG" else "blocking"), name
        assert len(row["natures"]) == len(NATURES), name
        assert set(row["natures"]) <= {"Y", "N"}, name
    assert {row["kind"] for row in CONTROLS.values()} == KINDS


@pytest.mark.parametrize(
    ("control", "natures", "norms"),
    [
        ("S10.G00.01.002/CRE-11", "YYYYYY", "456"),
        ("S20.G00.05.001/CST-11", "YYYYYY", "456"),
        ("S20.G00.05.002/CCH-11", "NYYYYN", "456"),
        ("S20.G00.05.006/CID-11", "NYYYYN", "456"),
        ("S20.G00.05.010/SIG-11", "YNNYNY", "456"),
        ("S21.G00.11.024/CCH-11", "NNNNNN", "456"),
        ("S21.G00.12.001/CCH-12", "NNNNYN", "456"),
        ("S21.G00.30.020/CCH-14", "YNNNNY", "456"),
        ("S21.G00.40.011/CCH-15", "YNNNNN", "456"),
        ("S21.G00.51.011/CCH-16", "YNNYNY", "4"),
        ("S21.G00.54.005/CSL-14", "YNNYNN", "56"),
        ("S21.G00.62.021/CCH-11", "YNNYNN", "56"),
        ("S21.G00.71.003/SIG-11", "YNNYNY", "4"),
        ("S21.G00.85.016/CSL-11", "YNNYYN", "4"),
        ("S89.G00.94.001/CCH-11", "YNNNNY", "456"),
        ("S90.G00.90.001/CST-11", "YYYYYY", "56"),
    ],
)
def test_controls_read_by_hand(control, natures, norms):
    assert (CONTROLS[control]["natures"], CONTROLS[control]["norms"]) == (natures, norms)


@pytest.mark.parametrize("line", COUNTS.split("\n")[1:-1])
def test_counts_read_by_hand(line):
    nature, *words = line.split()
    model = MODELS[nature]
    found = {block: f"{model[block]['least']},{model[block]['most']}" for block in words[::2]}
    assert found == dict(zip(words[::2], words[1::2], strict=True))


def test_number_of_blocks():
    counts = {"*": 4, "01": 55, "04": 7, "05": 7, "07": 23, "08": 13, "09": 22}
    assert {nature: len(model) for nature, model in MODELS.items()} == counts


@pytest.mark.parametrize("nature", NATURES)
def test_models_are_parts_of_the_tree(nature):
    model = MODELS[nature]
    assert list(model) == sorted(model, key=lambda block: PLACES[block].rank)
    for block, row in model.items():
        assert row["parent"] == PLACES[block].parent
        assert row["parent"] in model or row["parent"] == "S20.G00.05"


@pytest.mark.parametrize("nature", NATURES)
def test_models_agree_with_the_uses_of_rubrics(nature):
    """Another table of the specification says which blocks a nature has, rubric by rubric."""
    column = NATURES.index(nature)
    used = {
        rubric[:10]
        for rubric, row in RUBRICS.items()
        if row["use"] and row["use"][column] != "N" and rubric[:3] not in ("S10", "S90")
    }
    assert used - {"S20.G00.05"} == MODELS[nature].keys()


def test_every_rubric_and_block_has_a_label():
    known = labels()
    assert RUBRICS.keys() | {rubric[:10] for rubric in RUBRICS} <= known.keys()
    for code, label in known.items():
        assert 0 < len(label) <= (45 if code in RUBRICS else 50), code
        assert label == label.strip(), code
        assert label[0].isupper(), code
        assert " :" not in label, f"{code} wants a no-break space before its colon"


def test_labels_are_in_order_and_said_once():
    codes = [
        line.partition("\t")[0]
        for line in (HERE / "labels.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith(("#", "S05", "S06", "S95", "S96"))
    ]
    assert codes == sorted(set(codes))


def test_no_two_rubrics_of_a_block_have_the_same_label():
    seen = {}
    for rubric in RUBRICS:
        other = seen.setdefault((rubric[:10], labels()[rubric]), rubric)
        assert other == rubric

"""What no output may show: signs that drive a terminal, and whatever may say who somebody is."""

import json

import pytest

from mandat.formats.dsn.cli import main
from mandat.formats.dsn.collector import MASK, Collector, shown, visible
from mandat.formats.dsn.controls.registry import Finding
from mandat.formats.dsn.model import Compared
from mandat.formats.dsn.norms import is_private
from mandat.formats.dsn.tests.files import MONTH, as_file, spoiled

NATIONAL = "1850375123456"  # invented: the number of nobody
EVIL = "".join(map(chr, [*range(1, 10), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x9B, 0x202E]))
EVIL += "\u2066\u2067\u2068\u2069\u2028\u2029\u200b\ufeff"
FORMATS = ("text", "html", "xml", "json")


def written(folder, content, encoding="utf-8", name="one.dsn"):
    path = folder / name
    data = content if isinstance(content, bytes) else as_file(content)
    path.write_bytes(data if encoding == "latin-1" else data.decode("latin-1").encode(encoding))
    return str(path)


def said(capsys, *words):
    main([*words, "--lang", "en"])
    captured = capsys.readouterr()
    return captured.out + captured.err


def every_report(capsys, path):
    """What `check` and `show` say of a file, in every format."""
    reports = [said(capsys, "check", path, "--format", each) for each in FORMATS]
    return [*reports, said(capsys, "show", path)]


# ---- signs that drive a terminal


def test_no_sign_without_a_shape_is_kept():
    for sign in EVIL:
        assert shown("S10.G00.00.001", f"a{sign}b") == "a\ufffdb"
    assert visible("Étude\u00a0no\u202f1 €") == "Étude\u00a0no\u202f1 €"


def test_problems_hold_no_control_anywhere():
    found = Collector()
    bad = "a\x1b]0;b\x07"
    finding = Finding(
        "value-format", {"siret": bad, "first": 3}, 1, "S10.G00.00.001", bad,
        (Compared("S10.G00.00.002", bad),),
    )  # fmt: skip
    found.place(finding, 1, "signal", None)
    [problem] = found.problems
    assert problem.value == problem.compared[0].value == "a\ufffd]0;b\ufffd"
    assert problem.details == {"siret": "a\ufffd]0;b\ufffd", "first": 3}


@pytest.mark.parametrize(
    "rubric",
    ["S10.G00.00.001", "S10.G00.00.006", "S20.G00.05.001", "S20.G00.05.005", "S21.G00.06.001",
     "S21.G00.40.006"],
)  # fmt: skip
@pytest.mark.parametrize("sign", ["\x1b", "\x08", "\x07", "\x7f"])
def test_no_report_writes_a_control(capsys, tmp_path, rubric, sign):
    content = spoiled(MONTH, rubric, f"{rubric},'x{sign}y'")
    for report in every_report(capsys, written(tmp_path, content, "latin-1")):
        assert sign not in report
        assert "\\u00" not in report


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\x9b"])
def test_no_report_turns_the_text(capsys, tmp_path, sign):
    line = f"S10.G00.00.001,'x{sign}y'"
    data = as_file(spoiled(MONTH, "S10.G00.00.001", "S10.G00.00.001,'x@y'")).decode("latin-1")
    path = tmp_path / "one.dsn"
    path.write_bytes(data.replace("S10.G00.00.001,'x@y'", line).encode("utf-8"))
    for report in every_report(capsys, str(path)):
        assert sign not in report


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_difference_holds_no_control(capsys, tmp_path, form):
    before = written(tmp_path, MONTH, "latin-1", "a.dsn")
    changed = spoiled(MONTH, "S21.G00.40.006", "S21.G00.40.006,'x\x1b]0;y\x07'")
    after = written(tmp_path, changed, "latin-1", "b.dsn")
    report = said(capsys, "diff", before, after, "--format", form)
    assert "S21.G00.40.006" in report
    assert not {"\x1b", "\x07"} & set(report)
    assert "\\u001b" not in report


# ---- what may say who somebody is


@pytest.mark.parametrize(
    ("rubric", "value"),
    [
        ("S21.G00.39.002", "SECRETNOM"),
        ("S29.G00.30.001", NATIONAL),
        ("S21.G00.30.901", "MARTIN"),
        ("S05.G00.00.001", "MARTIN Jeanne"),
        ("S21.G00.30.005", "MARTIN"),
        ("S21.G00.30.005", NATIONAL),
        ("S21.G00.30.014", "MARTIN"),
        ("S21.G00.30.012", "18503751234567"),
        ("S21.G00.31.001", "MARTIN"),
        ("S21.G00.73.003", "MARTIN"),
        ("S89.G00.92.003", "MARTIN"),
        ("S89.G00.32.017", "ABCD"),
        ("S21.G00.40.009", NATIONAL),
        ("S21.G00.06.001", f"no {NATIONAL}12 here"),
        ("S10.G00.00.001", "1 85 03 2A 123 456 78"),
    ],
)
def test_what_may_be_somebody_is_hidden(rubric, value):
    assert shown(rubric, value) == MASK


@pytest.mark.parametrize(
    ("rubric", "value"),
    [
        ("S05.G00.00.001", "DSNOK"),
        ("S10.G00.95.900", "NEODES"),
        ("S21.G00.30.005", "01"),
        ("S21.G00.31.001", "01012026"),
        ("S89.G00.92.003", "120.00"),
        ("S21.G00.06.001", "732829320"),
        ("S21.G00.11.001", "73282932000074"),
        ("S21.G00.40.009", "00001"),
        ("S21.G00.30.005", ""),
    ],
)
def test_what_is_nobodys_is_shown(rubric, value):
    assert shown(rubric, value) == value


@pytest.mark.parametrize("rubric", ["S21.G00.30.005", "S21.G00.30.014", "S21.G00.39.002"])
@pytest.mark.parametrize("value", ["SECRETNOM", NATIONAL])
def test_no_report_shows_a_misplaced_name_or_number(capsys, tmp_path, rubric, value):
    path = written(tmp_path, spoiled(MONTH, "S21.G00.30.006", f"{rubric},'{value}'"))
    for report in every_report(capsys, path):
        assert rubric.rpartition(".")[2] in report
        assert value not in report


def test_a_detail_that_repeats_a_hidden_value_is_hidden():
    found = Collector()
    details = {"quantity": "SECRETNOM", "sum": "12.00", "first": NATIONAL}
    found.place(
        Finding("value-format", details, 1, "S21.G00.30.005", "SECRETNOM"), 1, "signal", None
    )
    [problem] = found.problems
    assert problem.value == MASK
    assert problem.details == {"quantity": MASK, "sum": "12.00", "first": MASK}


def test_the_difference_of_hidden_numbers_is_not_told(capsys, tmp_path):
    paths = []
    for name, number in (("a.dsn", NATIONAL), ("b.dsn", "1850375123458")):
        content = spoiled(MONTH, "S21.G00.40.006", f"S21.G00.40.006,'{number}'")
        paths.append(written(tmp_path, content, "latin-1", name))
    report = json.loads(said(capsys, "diff", *paths, "--format", "json"))
    [change] = report["declarations"][0]["changes"]
    assert (change["before"], change["after"], change["difference"]) == (MASK, MASK, None)


@pytest.mark.parametrize(
    "rubric",
    ["S21.G00.30.019", "S89.G00.91.016", "S89.G00.32.008", "S89.G00.32.011", "S89.G00.32.012",
     "S21.G00.85.003", "S21.G00.85.004", "S21.G00.85.005"],
)  # fmt: skip
def test_staff_numbers_and_homes_are_private(rubric):
    assert is_private(rubric)
    assert shown(rubric, "12345") == MASK

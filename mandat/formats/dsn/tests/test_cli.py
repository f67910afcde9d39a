"""The commands: what they print, what they hide, how they end."""

import json

import pytest

from mandat.formats.dsn.cli import main
from mandat.formats.dsn.tests.files import MONTH, as_file, spoiled


@pytest.fixture
def right(tmp_path):
    path = tmp_path / "right.dsn"
    path.write_bytes(as_file(MONTH))
    return path


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "wrong.dsn"
    content = spoiled(MONTH, "S21.G00.30.020", "S21.G00.30.020,' 2732829320001'")
    path.write_bytes(as_file(spoiled(content, "S21.G00.06.002", "S21.G00.06.002,'00075'")))
    return path


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "other.txt"
    path.write_bytes(b"nothing of ours")
    return path


def test_check_says_what_is_wrong_and_hides_who_it_is(wrong, capsys):
    assert main(["check", str(wrong)]) == 1
    out = capsys.readouterr().out
    assert "28: blocking: SIRET 73282932000075 is not valid [00075] (siret-key)" in out
    assert "S21.G00.30.020 [•••] (blank-around)" in out
    assert "2732829320001" not in out
    assert "2 blocking, 0 signal, 0 info" in out


def test_check_as_json(right, wrong, capsys):
    assert main(["check", "--format", "json", str(right), str(wrong)]) == 1
    first, second = json.loads(capsys.readouterr().out)
    assert first["problems"] == []
    assert first["declarations"][0]["siret"] == "73282932000074"
    assert [p["code"] for p in second["problems"]] == ["siret-key", "blank-around"]
    assert second["problems"][0]["details"] == {"siret": "73282932000075"}


def test_how_it_ends(right, other, tmp_path, capsys):
    assert main(["check", str(right)]) == 0
    assert main(["check", str(right), str(other)]) == 2
    assert main(["check", str(tmp_path / "absent")]) == 2
    assert main(["show", str(other)]) == 2
    assert main(["check"]) == 2
    assert main(["--help"]) == 0
    assert "This is not a DSN" in capsys.readouterr().err


def test_json_of_a_file_that_is_none_of_ours(other, capsys):
    assert main(["check", "--format", "json", str(other)]) == 2
    assert json.loads(capsys.readouterr().out) == [{"file": str(other), "is_dsn": False}]


def test_show_prints_the_tree_with_labels_and_hides_people(right, capsys):
    assert main(["show", str(right)]) == 0
    out = capsys.readouterr().out
    assert "S21.G00.30 Salarié" in out
    assert "78861779300013" in out
    assert "MARTIN" not in out
    assert "2732829320001" not in out


def test_generate_is_reached(tmp_path, capsys):
    assert main(["generate", "--help"]) == 0
    assert "mandat dsn generate" in capsys.readouterr().out

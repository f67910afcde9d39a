"""`mandat id` on the command line."""

import io
import json

import pytest

from mandat.identifiers.cli import main


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["732829320", "BE 0417.497.107"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "siren\t732 829 320\tvalid"
    assert lines[1].startswith("enterprise\t0417.497.107\tinvalid (key)\tperhaps ")


def test_national_numbers_and_guesses_are_masked(capsys: pytest.CaptureFixture[str]) -> None:
    values = ["85.07.30-033.28", "85073003382", "295109912611193", "2951099126111", "850730033281"]
    for layout in ("json", "text"):
        main([*values, "--format", layout])
        shown = capsys.readouterr()
        for trace in ("8507", "85.07", "2951", "2 95"):
            assert trace not in shown.out + shown.err


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["732829320", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "kind": "siren",
            "subtype": "",
            "valid": True,
            "normalized": "732829320",
            "formatted": "732 829 320",
            "reason": "",
            "suggestions": [],
            "candidates": ["siren"],
        }
    ]


def test_lines_of_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("732829320\n\n0417497106\n"))
    assert main(["-"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err

"""The commands: what they print, what they hide, how they end, whatever they are given."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mandat.formats.dsn.cli import main
from mandat.formats.dsn.cli.pool import examine_all, jobs_for
from mandat.formats.dsn.cli.progress import Progress
from mandat.formats.dsn.generate import generate
from mandat.formats.dsn.tests.files import MONTH, as_file, spoiled

RIGHT = generate("monthly", 4, size=3, test=False)
SECRETS = ("MARTIN", "ANNE", "2732829320001")


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def right(tmp_path):
    path = tmp_path / "right.dsn"
    path.write_bytes(RIGHT)
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


def run(*arguments):
    return main([str(each) for each in arguments])


def shell(*arguments, **more):
    command = [sys.executable, "-m", "mandat", "dsn", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def test_check_says_what_is_wrong_and_hides_who_it_is(wrong, capsys):
    assert run("check", wrong) == 1
    out = capsys.readouterr().out
    assert "Monthly DSN, normal, January 2026, SIRET 732 829 320 00074" in out.replace(
        "\u00a0", " "
    )
    assert "[S21.G00.06.002/CSL-11]" in out
    assert "line 28 · S21.G00.06.002 NIC du siège: 00075" in out
    assert "S21.G00.30.020 NTT: •••" in out
    assert "What to do: " in out
    assert not any(secret in out for secret in SECRETS)
    assert "\033" not in out


def test_how_it_ends(right, wrong, other, tmp_path, capsys):
    assert run("check", right) == 0
    assert run("check", right, wrong) == 1
    assert run("check", right, wrong, other) == 2
    assert run("check", tmp_path / "absent") == 2
    assert run("show", other) == 2
    assert run("check") == 2
    assert run("--help") == 0
    out = capsys.readouterr().out
    assert "This is not a DSN" in out
    assert "cannot be read" in out


def test_the_level_changes_what_is_told_not_how_it_ends(wrong, capsys):
    assert run("check", "--level", "blocking", "--format", "json", wrong) == 1
    told = json.loads(capsys.readouterr().out)
    assert {each["level"] for each in told["anomalies"]} == {"blocking"}
    assert run("check", "--format", "json", wrong) == 1
    everything = json.loads(capsys.readouterr().out)
    assert len(everything["anomalies"]) > len(told["anomalies"])
    assert everything["summary"] == told["summary"]


def test_a_folder_is_looked_into_and_what_is_no_dsn_is_named(tmp_path, capsys):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "no-extension").write_bytes(RIGHT)
    (inner / "notes.dsn").write_bytes(b"not one")
    (tmp_path / "z.txt").write_bytes(RIGHT)
    (tmp_path / "wide").write_bytes(RIGHT.decode("latin-1").encode("utf-16"))
    assert run("check", "--format", "json", tmp_path) in (0, 1)
    told = json.loads(capsys.readouterr().out)
    names = [os.path.relpath(each["path"], tmp_path) for each in told["files"]]
    assert names == ["wide", "z.txt", str(Path("a", "b", "no-extension"))]
    assert told["left_out"] == [str(inner / "notes.dsn")]


def test_an_empty_folder_is_not_taken_for_a_right_file(tmp_path, right, capsys):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("check", empty) == 2
    assert run("check", right, empty) == 2
    assert "holds no DSN" in capsys.readouterr().err


def test_a_file_named_twice_is_checked_once(right, tmp_path, capsys):
    link = tmp_path / "link.dsn"
    link.symlink_to(right)
    assert run("check", "--format", "json", right, right, link, tmp_path) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["path"] for each in told["files"]] == [str(right)]
    assert told["left_out"] == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 5000,
        bytes(range(256)) * 40,
        b"\xff\xfe" * 99,
        b"S21.G00.30.001,'" + b"9" * 200_000,
    ],
    ids=["empty", "zeros", "binary", "marks", "huge-line"],
)
@pytest.mark.parametrize("kind", ["text", "json", "xml", "html"])
def test_hostile_files_end_in_a_report(content, kind, tmp_path, capsys):
    path = tmp_path / "hostile"
    path.write_bytes(content)
    assert run("check", "--format", kind, path) in (1, 2)
    assert len(capsys.readouterr().out) > 20
    assert run("show", path) in (0, 2)
    assert run("anonymise", path, tmp_path / "out") in (0, 2)
    assert run("diff", path, path) in (0, 2)


def test_a_path_of_odd_bytes(tmp_path, capsys):
    path = tmp_path / os.fsdecode(b"caf\xe9\n.dsn")
    path.write_bytes(RIGHT)
    name = str(path)
    for kind in ("text", "json", "xml", "html"):
        assert run("check", "--format", kind, name) == 0
        assert "caf��.dsn" in capsys.readouterr().out
    assert run("check", name + "absent") == 2
    assert run("check", "a\0b") == 2
    assert run("show", name) == 0
    assert run("check", "--output", tmp_path / "out", tmp_path) == 0


def test_output_goes_to_a_file_or_says_why_not(right, tmp_path, capsys):
    out = tmp_path / "report.json"
    assert run("check", "--format", "json", "--output", out, right) == 0
    assert json.loads(out.read_text("utf-8"))["files"][0]["status"] == "clean"
    assert capsys.readouterr().out == ""
    for kind in ("text", "json", "xml", "html"):
        assert run("check", "--format", kind, "--output", tmp_path / "no" / "x", right) == 2
        assert run("check", "--format", kind, "--output", right, right) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert right.read_bytes() == RIGHT


def test_the_official_report_of_several_goes_to_a_folder(tmp_path, capsys):
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
        (folder / "same.dsn").write_bytes(generate("several-envois", 2, test=False))
    count = generate("several-envois", 2).count(b"S90.G00.90.001")
    assert count > 1
    out = tmp_path / "out"
    assert run("check", "--format", "xml", first) == 2
    assert run("check", "--format", "xml", "--output", tmp_path / "one.xml", first) == 2
    assert run("check", "--format", "xml", first, second) == 2
    shown = capsys.readouterr()
    assert "name a folder with --output" in shown.err
    assert shown.out == ""
    assert run("check", "--format", "xml", "--output", out, first, second) == 0
    names = sorted(path.name for path in out.iterdir())
    assert len(names) == 2 * count
    assert names[-1] == "same.dsn.xml"
    assert all(path.read_bytes().startswith(b"<?xml") for path in out.iterdir())
    single = tmp_path / "single.xml"
    (first / "same.dsn").write_bytes(RIGHT)
    assert run("check", "--format", "xml", "--output", single, first / "same.dsn") == 0
    assert b"<envoi_etat>OK" in single.read_bytes()


def test_tables_of_a_folder_are_used(right, tmp_path, capsys):
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "NAF.csv").write_text("code;label\n9999Z;none\n", encoding="utf-8")
    assert run("check", "--tables", tables, "--format", "json", right) == 1
    codes = {each["control"] for each in json.loads(capsys.readouterr().out)["anomalies"]}
    assert "S21.G00.06.003/CRE-11" in codes
    assert run("check", "--tables", tmp_path / "absent", right) == 2
    (tables / "NAF.csv").write_bytes(b"")
    assert run("check", "--tables", tables, right) == 2


def test_several_processes_keep_the_order_and_say_the_same(tmp_path, capsys):
    for rank in range(9):
        (tmp_path / f"{rank}.dsn").write_bytes(RIGHT if rank % 2 else as_file(MONTH))
    (tmp_path / "absent").symlink_to(tmp_path / "nowhere")
    files = [tmp_path / f"{rank}.dsn" for rank in (8, 3, 5, 1, 0)] + [tmp_path / "absent"]
    assert run("check", "--format", "json", "--jobs", 1, *files) == 2
    alone = capsys.readouterr().out
    assert run("check", "--format", "json", "--jobs", 2, *files) == 2
    assert capsys.readouterr().out == alone
    assert [each["path"] for each in json.loads(alone)["files"]] == list(map(str, files))


def test_processes_are_not_started_for_little():
    assert jobs_for(["a", "b"], 1000, None) == 1
    assert jobs_for(["a"], 10**9, None) == 1
    assert jobs_for(["a", "b", "c"], 1000, 2) == 2
    assert jobs_for(["a", "b"], 1000, 64) == 2
    assert jobs_for([], 0, 4) == 1


class Terminal:
    def __init__(self):
        self.text = ""

    def isatty(self):
        return True

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_a_bar_is_drawn_on_a_terminal_only(right, monkeypatch):
    monkeypatch.setattr("mandat.formats.dsn.cli.progress._PAUSE", 0)
    stream = Terminal()
    progress = Progress(2, 2 * len(RIGHT), stream)
    assert len(list(examine_all([str(right), str(right)], {}, 1, progress))) == 2
    assert "100%  1/2" in stream.text
    progress.clear()
    assert stream.text.endswith("\r")
    stream.isatty = lambda: False
    stream.text = ""
    Progress(1, 1, stream).draw(1, 1)
    assert stream.text == ""


def test_colours_only_on_a_terminal_and_not_when_refused(wrong, monkeypatch, capsys):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    run("check", wrong)
    assert "\033[31mBLOCKING\033[0m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    run("check", wrong)
    assert "\033" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("environment", "said"),
    [("nl_BE.UTF-8", "Totaal"), ("de", "Insgesamt"), ("C", "Total\u00a0:"), ("", "Total\u00a0:")],
)
def test_the_language_is_that_of_the_environment(environment, said, right, monkeypatch, capsys):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", environment)
    run("check", right)
    assert said in capsys.readouterr().out


def test_show_prints_the_tree_with_labels_and_hides_people(wrong, capsys):
    assert run("show", wrong) == 0
    out = capsys.readouterr().out
    assert "      S21.G00.30 Salarié\n" in out
    assert "        S21.G00.40 Contrat\n" in out
    assert "78861779300013" in out
    assert not any(secret in out for secret in SECRETS)
    assert out.count("S21.G00.51 Rémunération") == 2


def test_show_in_clear_says_so(wrong, capsys):
    assert run("show", "--clear", wrong) == 0
    shown = capsys.readouterr()
    assert "MARTIN" in shown.out
    assert "Careful" in shown.err


def test_show_hides_what_it_does_not_understand(tmp_path, capsys):
    path = tmp_path / "broken.dsn"
    content = [*MONTH[:60], "MARTIN ANNE", "S21.G00.30.002;\x1b[31mMARTIN", *MONTH[60:]]
    path.write_bytes(as_file(["before", *content]))
    assert run("show", path) == 0
    out = capsys.readouterr().out
    assert out.startswith("?  ·1–1\nS10.G00.00 Envoi\n")
    assert "?  ·62\n" in out
    assert "MARTIN" not in out
    assert "\x1b" not in out
    run("show", "--clear", path)
    assert "MARTIN ANNE" in (out := capsys.readouterr().out)
    assert "\x1b" not in out


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    path = tmp_path / "large.dsn"
    path.write_bytes(RIGHT * 20)
    for command in (("show", path), ("check", "--format", "json", path)):
        process = shell(*command)
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()
        process.stderr.close()
        assert process.wait(30) in (141, 0, 1)
        assert errors == b""


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interruption_ends_cleanly(tmp_path, jobs):
    for rank in range(40):
        (tmp_path / f"{rank}.dsn").write_bytes(RIGHT * 30)
    process = shell("check", "--jobs", jobs, "--format", "json", tmp_path)
    process.stdout.read(40)  # it is at work
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert time.monotonic() - began < 10
    assert b"Traceback" not in errors


def test_generate_is_reached(capsys):
    assert run("generate", "--help") == 0
    assert "mandat dsn generate" in capsys.readouterr().out

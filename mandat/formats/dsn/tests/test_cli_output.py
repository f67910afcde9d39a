"""What the commands write to: what was there stays until all that takes its place is written."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from mandat.formats.dsn.cli import main, output
from mandat.formats.dsn.generate import generate

RIGHT = generate("monthly", 4, size=3, test=False)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def right(tmp_path):
    path = tmp_path / "right.dsn"
    path.write_bytes(RIGHT)
    return path


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "other.txt"
    path.write_bytes(b"nothing of ours")
    return path


def run(*arguments):
    return main([str(each) for each in arguments])


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "kept"
    path.write_text("mine")
    path.chmod(0o666)
    return path


@pytest.fixture
def full(monkeypatch):
    """Nothing can be written to a file any more (pipes and terminals go on)."""
    write = os.write

    def refused(number, data):
        if stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(number, data)

    monkeypatch.setattr(output.os, "write", refused)


def test_anonymise_that_fails_leaves_what_was_there(other, kept, tmp_path, capsys):
    assert run("anonymise", "--force", other, kept) == 2
    assert run("anonymise", other, tmp_path / "new") == 2
    assert run("anonymise", "--force", tmp_path / "absent", kept) == 2
    assert kept.read_text() == "mine"
    assert names_in(tmp_path) == ["kept", "other.txt"]
    assert "This is not a DSN" in capsys.readouterr().err


def test_anonymise_writes_for_its_owner_alone_even_where_all_could_read(right, kept):
    assert run("anonymise", "--force", right, kept) == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_bytes().startswith(b"S10.G00.00.001")


def test_a_report_keeps_the_rights_of_the_one_it_replaces(right, kept):
    kept.chmod(0o640)
    assert run("check", "--output", kept, right) == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert "mine" not in kept.read_text("utf-8")


@pytest.mark.parametrize("kind", ["text", "xml"])
def test_what_is_no_ordinary_file_is_not_written(kind, right, tmp_path, capsys):
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    before = names_in(tmp_path)
    for path in (pipe, link):
        assert run("anonymise", "--force", right, path) == 2
        assert run("check", "--format", kind, "--output", path, right) == 2
        assert capsys.readouterr().err.count(f"{path}: is no ordinary file") == 2
    assert run("anonymise", "--force", right, tmp_path) == 2
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names_in(tmp_path) == before


@pytest.mark.parametrize("make", ["hardlink_to", "symlink_to"])
def test_a_file_being_read_is_written_over_by_no_name(make, right, tmp_path, capsys):
    link = tmp_path / "link.dsn"
    getattr(link, make)(right)
    for kind in ("text", "json", "xml", "html"):
        assert run("check", "--format", kind, "--output", link, right) == 2
    assert run("anonymise", "--force", right, link) == 2
    assert capsys.readouterr().err.count("link.dsn: is also the file to read") == 5
    assert right.read_bytes() == RIGHT
    assert link.samefile(right)


def test_official_reports_in_the_folder_that_is_read_spare_its_files(tmp_path, capsys):
    for name in ("a.dsn", "a.dsn.xml"):
        (tmp_path / name).write_bytes(RIGHT)
    assert run("check", "--format", "xml", "--output", tmp_path, tmp_path) == 2
    assert "a.dsn.xml: is also the file to read" in capsys.readouterr().err
    assert (tmp_path / "a.dsn.xml").read_bytes() == RIGHT


@pytest.mark.parametrize("kind", ["text", "json", "xml", "html"])
def test_a_full_disk_is_said_and_the_old_report_stays(kind, right, kept, full, tmp_path, capsys):
    assert run("check", "--format", kind, "--output", kept, right) == 2
    assert capsys.readouterr().err.startswith(f"{kept}: cannot be written (")
    assert kept.read_text() == "mine"
    assert names_in(tmp_path) == ["kept", "right.dsn"]


def test_anonymise_names_the_file_that_cannot_be_written(right, kept, full, tmp_path, capsys):
    assert run("anonymise", "--force", right, kept) == 2
    assert run("anonymise", right, tmp_path / "no" / "x") == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"{kept}: cannot be written (")
    assert told[1].startswith(f"{tmp_path / 'no' / 'x'}: cannot be written (")
    assert kept.read_text() == "mine"


def test_a_file_that_came_meanwhile_is_kept_without_force(tmp_path):
    path = tmp_path / "new"

    def late():
        with output.written(str(path), force=False) as target:
            target.write(b"ours")
            path.write_text("theirs")

    with pytest.raises(output.CannotWriteError):
        late()
    assert path.read_text() == "theirs"
    assert names_in(tmp_path) == ["new"]


def test_the_output_of_the_process_may_be_named(right, tmp_path, monkeypatch, capfd):
    name = str(tmp_path / "standard")
    monkeypatch.setattr(output, "STANDARD", name)
    assert run("check", "--format", "json", "--output", name, right) == 0
    assert json.loads(capfd.readouterr().out)["files"][0]["status"] == "clean"
    assert names_in(tmp_path) == ["right.dsn"]


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_a_report_that_is_cut_short_replaces_nothing(number, status, kept, tmp_path):
    files, out = tmp_path / "files", tmp_path / "out"
    files.mkdir()
    out.mkdir()
    report = kept.rename(out / "kept")
    for rank in range(40):
        (files / f"{rank}.dsn").write_bytes(RIGHT * 30)
    command = ["check", "--jobs", "1", "--format", "html", "--output", str(report), str(files)]
    process = subprocess.Popen(
        [sys.executable, "-m", "mandat", "dsn", *command], stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 20
    while len(names_in(out)) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(names_in(out)) == 2  # it is at work
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert b"Traceback" not in errors
    assert report.read_text() == "mine"
    if number != signal.SIGKILL:  # nobody tidies up after that one
        assert names_in(out) == ["kept"]

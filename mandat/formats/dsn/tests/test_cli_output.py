"""What the commands write to: what was there stays until all that takes its place is written."""

import errno
import json
import os
import resource
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


# ---- the output of the process


PRINTED = [
    ["check"], ["check", "--format", "json"], ["check", "--format", "html"],
    ["check", "--format", "xml"], ["show"], ["diff"], ["diff", "--format", "json"],
]  # fmt: skip


def command_of(words, folder):
    """These words about two files that differ in much."""
    files = []
    for seed in (4, 5):
        path = folder / f"{seed}.dsn"
        path.write_bytes(generate("monthly", seed, size=30).replace(b"'0", b"'X"))
        files.append(str(path))
    return [sys.executable, "-m", "mandat", "dsn", *words, *files[: 1 + (words[0] == "diff")]]


@pytest.mark.parametrize("words", PRINTED, ids=" ".join)
@pytest.mark.parametrize(("room", "unbuffered"), [(0, ""), (300, ""), (300, "1")])
def test_a_full_disk_behind_the_output_is_said_in_a_line(
    words, room, unbuffered, tmp_path, monkeypatch
):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    with (tmp_path / "out").open("wb") as target:
        done = subprocess.run(
            command_of(words, tmp_path),
            stdout=target, stderr=subprocess.PIPE, preexec_fn=limit, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode() == "/dev/stdout: cannot be written (File too large)\n"
    assert (tmp_path / "out").stat().st_size <= room


@pytest.mark.parametrize("words", [*PRINTED, ["generate", "--list-shapes"]], ids=" ".join)
def test_a_reader_that_is_gone_is_no_error(words, tmp_path):
    command = command_of(words, tmp_path)
    if words[0] == "generate":
        command = command[:-1]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            command, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2)], ids=str)
def test_outputs_that_were_closed_before_are_no_trace(closed, right, tmp_path):
    def close():
        for number in closed:
            os.close(number)

    done = subprocess.run(
        [sys.executable, "-m", "mandat", "dsn", "show", str(right)],
        capture_output=True, preexec_fn=close, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == (2 if 1 in closed else 0)
    assert b"Traceback" not in done.stderr
    if closed == (1,):
        assert done.stderr == b"/dev/stdout: cannot be written\n"


@pytest.mark.parametrize("words", [["check", "--output"], ["anonymise", "--force"]], ids=" ".join)
def test_a_full_disk_behind_a_file_leaves_what_was_there(words, right, kept, tmp_path):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))

    files = [kept, right] if words[0] == "check" else [right, kept]
    done = subprocess.run(
        [sys.executable, "-m", "mandat", "dsn", *words, *map(str, files)],
        stderr=subprocess.PIPE, preexec_fn=limit, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode() == f"{kept}: cannot be written (File too large)\n"
    assert kept.read_text() == "mine"
    assert names_in(tmp_path) == ["kept", "right.dsn"]


@pytest.mark.parametrize("kind", ["json", "html", "anonymise"])
def test_two_that_write_the_same_file_at_once_leave_one_whole(kind, tmp_path):
    """They say unlike things; what stands there at the end is what one of them says."""
    out = tmp_path / "out"
    sources = []
    for seed in (4, 5):
        path = tmp_path / f"{seed}.dsn"
        path.write_bytes(generate("monthly", seed, size=10))
        sources.append(path)

    def words(source, target):
        if kind == "anonymise":
            return ["anonymise", "--force", "--seed", "s", source, target]
        return ["check", "--format", kind, "--output", target, source]

    whole = set()
    for source in sources:
        alone = tmp_path / "alone"
        run(*words(source, alone))
        whole.add(alone.read_bytes())
        alone.unlink()
    assert len(whole) == 2
    for _ in range(3):
        command = [sys.executable, "-m", "mandat", "dsn"]
        runs = [
            subprocess.Popen([*command, *map(str, words(sources[at % 2], out))], stderr=-3)
            for at in range(4)
        ]
        assert {each.wait(timeout=60) for each in runs} <= {0, 1}
        assert out.read_bytes() in whole
    assert names_in(tmp_path) == ["4.dsn", "5.dsn", "out"]

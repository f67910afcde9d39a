"""`mandat up` for real: it answers, keeps its data, stops cleanly, and stops when a part dies."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

pytestmark = [
    pytest.mark.skipif(not shutil.which("ps"), reason="needs ps"),
    pytest.mark.xdist_group("up"),
]


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def _children(pid):
    """The living processes started by `pid`, by the second word of their command."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    rows = [line.split(None, 1) for line in listed.stdout.splitlines()]
    return {
        args.split(" mandat ")[1].split()[0]: int(pid) for pid, args in rows if " mandat " in args
    }


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """One folder for all starts: the first makes its database, the next ones keep it."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def up(data):
    """Start it on a free port; end it whatever happens."""
    port, started = _free_port(), []
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("MANDAT_", "DATABASE", "DJANGO"))
    }

    def start():
        process = subprocess.Popen(
            [sys.executable, "-m", "mandat", "up", "--processes", "1"],
            env={
                **kept,
                "MANDAT_DEBUG": "1",
                "MANDAT_DEMO": "0",
                "PORT": str(port),
                "MANDAT_DATA_DIR": str(data),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    def answers():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
                return response.status == 200
        except OSError:
            return False

    yield start, answers
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


def test_it_answers_and_stops_cleanly(up, data):
    start, answers = up
    process = start()
    assert _until(answers), process.communicate(timeout=60)[0]
    assert _until(lambda: {"serve", "worker"} <= set(_children(process.pid)))
    children = _children(process.pid)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Mandat answers at http://127.0.0.1:" in said
    assert not any(_alive(pid) for pid in children.values())
    assert (data / "mandat.sqlite3").exists()


@pytest.mark.parametrize("part", ["serve", "worker"])
def test_when_one_part_dies_the_other_is_stopped(up, part):
    start, answers = up
    process = start()
    assert _until(answers), process.communicate(timeout=60)[0]
    assert _until(lambda: {"serve", "worker"} <= set(_children(process.pid)))
    children = _children(process.pid)
    os.kill(children[part], signal.SIGKILL)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "ended (status -9)" in said
    assert not any(_alive(pid) for pid in children.values())
    assert not answers()

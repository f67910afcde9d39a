"""`mandat up`: prepares, then runs web and worker side by side; one ends, the other is stopped."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType

from mandat.config.commands import serve
from mandat.config.environment import ConfigurationError

PATIENCE = 30.0  # seconds until the web server must answer
GRACE = 12.0  # seconds between asking to stop and ending by force


Children = dict[str, subprocess.Popen[bytes]]


class Stop:
    """Remembers that somebody asked to stop; raising from a signal may be swallowed anywhere."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        """Note the signal."""
        self.asked = True


def _child(*arguments: str) -> subprocess.Popen[bytes]:
    """A process of ours in a group of its own, so that Ctrl-C reaches this one alone."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "mandat", *arguments], start_new_session=True
    )


def _end(children: Children) -> None:
    """Ask every child to stop, and end by force what does not."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):  # whatever the child itself had started
            os.killpg(child.pid, signal.SIGKILL)


def _answers(port: int, host: str) -> bool:
    """Whether the server answers at its health address; a redirect is an answer."""
    request = urllib.request.Request(f"http://{host}:{port}/healthz")
    try:
        with urllib.request.urlopen(request, timeout=2) as response:  # noqa: S310  # http, ours
            return bool(response.status == 200)
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except OSError:
        return False


def _wait(children: Children, port: int, host: str, stop: Stop) -> bool:
    """Whether the server came to answer while both processes live."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if stop.asked or any(child.poll() is not None for child in children.values()):
            return False
        if _answers(port, host):
            return True
        time.sleep(0.05)
    print(f"mandat: no answer within {PATIENCE:.0f} s", file=sys.stderr)
    return False


def _supervise(children: Children, stop: Stop) -> int:
    """Wait until somebody stops it (0), or one child ends by itself, which is never right (1)."""
    while not stop.asked:
        for name, child in children.items():
            if child.poll() is not None:
                print(f"mandat: {name} ended (status {child.returncode})", file=sys.stderr)
                return 1
        time.sleep(0.1)
    print("Stopping …", file=sys.stderr)
    return 0


def _prepare(report: Path, children: Children, stop: Stop) -> int:
    """Let another process prepare; its exit status, 1 when stopped meanwhile."""
    children["preparation"] = child = _child("prepare", "--sign-ins-to", str(report))
    while child.poll() is None:
        if stop.asked:
            return 1
        time.sleep(0.02)
    del children["preparation"]
    return child.returncode


def _run(options: argparse.Namespace, port: int, children: Children, stop: Stop) -> int:
    os.environ["PORT"] = str(port)  # for the links in the worker's letters
    with tempfile.TemporaryDirectory(prefix="mandat-up-") as folder:
        report = Path(folder) / "sign-ins.txt"
        if status := _prepare(report, children, stop):
            return status
        children["web"] = _child(
            *("serve", "--host", options.host, "--port", str(port)),
            *("--processes", str(options.processes), "--threads", str(options.threads)),
        )
        children["worker"] = _child("worker")
        if _wait(children, port, options.host, stop):
            print(f"\nMandat answers at http://{options.host}:{port}/\n", flush=True)
            if report.exists():
                print(report.read_text(), flush=True)
    return _supervise(children, stop)


def _demonstrate_by_default() -> None:
    """Without a word about keys or hosts this is somebody's first look."""
    if not any(os.environ.get(name) for name in ("MANDAT_SECRET_KEY", "MANDAT_HOSTS")):
        os.environ.setdefault("MANDAT_DEMO", "1")
    if os.environ.get("MANDAT_DEMO") == "1":
        os.environ.setdefault("MANDAT_LOG_LEVEL", "WARNING")


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C or SIGTERM (0); 1 when a process ended, 2 when it may not start."""
    options = serve.parser("mandat up").parse_args(arguments)
    try:
        port = serve.port_of(options.port)
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    if serve.is_taken(options.host, port):
        print(
            f"mandat: port {port} is taken; choose another, for example PORT={port + 1}",
            file=sys.stderr,
        )
        return 2
    _demonstrate_by_default()
    children: Children = {}
    stop = Stop()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        return _run(options, port, children, stop)
    finally:
        _end(children)

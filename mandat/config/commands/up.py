"""`mandat up`: prepares, then runs web and worker side by side; one ends, the other is stopped."""

from __future__ import annotations

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


class Stopped(Exception):
    """Somebody asked to stop."""


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(signal.Signals(number).name)


def _child(*arguments: str) -> subprocess.Popen[bytes]:
    """A process of ours in a group of its own, so that Ctrl-C reaches this one alone."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "mandat", *arguments], start_new_session=True
    )


def _end(children: dict[str, subprocess.Popen[bytes]]) -> None:
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


def _wait(children: dict[str, subprocess.Popen[bytes]], port: int, host: str) -> bool:
    """Whether the server came to answer while both processes live."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children.values()):
            return False
        if _answers(port, host):
            return True
        time.sleep(0.05)
    print(f"mandat: no answer within {PATIENCE:.0f} s", file=sys.stderr)
    return False


def _supervise(children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Wait until one child ends by itself, which is never right."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                print(f"mandat: {name} ended (status {child.returncode})", file=sys.stderr)
                return 1
        time.sleep(0.2)


def _prepare(report: Path) -> int:
    return subprocess.run(
        [sys.executable, "-P", "-m", "mandat", "prepare", "--sign-ins-to", str(report)],
        check=False,
    ).returncode


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
    children: dict[str, subprocess.Popen[bytes]] = {}
    signal.signal(signal.SIGTERM, _stop)
    try:
        with tempfile.TemporaryDirectory(prefix="mandat-up-") as folder:
            report = Path(folder) / "sign-ins.txt"
            if status := _prepare(report):
                return status
            children["web"] = _child(
                *("serve", "--host", options.host, "--port", str(port)),
                *("--processes", str(options.processes), "--threads", str(options.threads)),
            )
            children["worker"] = _child("worker")
            if _wait(children, port, options.host):
                print(f"\nMandat answers at http://{options.host}:{port}/\n", flush=True)
                if report.exists():
                    print(report.read_text(), flush=True)
        return _supervise(children)
    except (KeyboardInterrupt, Stopped):
        print("Stopping …", file=sys.stderr)
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end(children)

"""A scratch installation with a small demonstration world: web and worker as in production."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mandat.config import catalogues

ROOT = Path(__file__).resolve().parent.parent.parent
SCALE = "0.15"
PATIENCE = 60.0  # seconds until the server must answer


@dataclass(frozen=True)
class Installation:
    """Where it answers, where its data is, and what may be typed there."""

    url: str
    folder: Path
    facts: dict[str, Any]
    log: Path


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MANDAT_", "DATABASE_URL", "DJANGO_", "PORT", "HOST"))
    }
    return kept | {
        "MANDAT_DEMO": "1",
        "MANDAT_DATA_DIR": str(folder),
        "MANDAT_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "mandat.config.settings",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stderr[-4000:]}"
    return done.stdout


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended:\n{log.read_text()[-4000:]}"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer within {PATIENCE:.0f} s:\n{log.read_text()[-4000:]}")


@contextmanager
def installed() -> Iterator[Installation]:
    """Build the world, serve it, and take everything down again."""
    catalogues.compile_all(ROOT / "mandat" / "locale")
    with tempfile.TemporaryDirectory(prefix="mandat-journeys-") as name:
        folder = Path(name)
        environment = _environment(folder)
        _run(environment, "-m", "mandat", "migrate")
        _run(environment, "-m", "mandat", "demo", "--scale", SCALE)
        facts = json.loads(_run(environment, "-m", "tests.journeys.facts"))
        port, log = _free_port(), folder / "server.log"
        command = ["-m", "mandat", "up", "--port", str(port), "--processes", "1"]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=environment, stdout=out, stderr=out
            )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait(url, process, log)
            yield Installation(url, folder, facts, log)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

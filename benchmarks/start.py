"""P9: from a clean clone to the first page, the same again, and the memory of the processes.

`python -m benchmarks.start [--runs 1] [--json FILE]` clones this repository's HEAD into a scratch
folder, runs `bin/run` there until the sign-in page answers, stops it, and starts it a second time.
Package caches are those of the machine: fill them by running it twice.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600.0  # seconds


@dataclass(frozen=True)
class Start:
    """One start: seconds until healthy and until the first page, MB of each process."""

    what: str
    healthy_s: float
    page_s: float
    page_kb: float
    process_mb: dict[str, float]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> bytes:
    """The answer of `url`, once there is one; RuntimeError when the process ends before."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"bin/run ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {url}")


def descendants(pid: int) -> list[int]:
    """The processes below `pid`, itself among them."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += descendants(int(child))
    return found


def memory(pid: int) -> dict[str, float]:
    """MB that each process below `pid` alone would free (its proportional share)."""
    found = {}
    for one in descendants(pid):
        try:
            words = Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:  # it ended meanwhile
            continue
        share = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        name = " ".join(Path(word.decode()).name for word in words if word)[:60]
        found[f"{one} {name}"] = share / 1024
    return found


def start(folder: Path, what: str) -> Start:
    """Run `bin/run` in `folder` until its first page, measure, and stop it."""
    port = free_port()
    environment = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("MANDAT_", "DJANGO_", "DATABASE_", "PYTHON", "VIRTUAL_ENV"))
    } | {"PORT": str(port)}  # fmt: skip
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(folder / "bin" / "run")], cwd=folder, env=environment, stdout=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        healthy = time.perf_counter() - began
        page = wait_for(f"http://127.0.0.1:{port}/accounts/login/", process)
        seen = time.perf_counter() - began
        time.sleep(2)
        return Start(what, healthy, seen, len(page) / 1000, memory(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def once() -> list[Start]:
    """A first and a second start of one clean clone."""
    folder = Path(tempfile.mkdtemp(prefix="mandat-start-"))
    try:
        clone = folder / "mandat"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        return [start(clone, "first"), start(clone, "second")]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=1)
    options.add_argument("--json", type=Path)
    asked = options.parse_args(arguments)
    found = [one for _ in range(asked.runs) for one in once()]
    for what in ("first", "second"):
        these = [one for one in found if one.what == what]
        healthy = statistics.median(one.healthy_s for one in these)
        page = statistics.median(one.page_s for one in these)
        print(f"{what:<7} healthy {healthy:6.1f} s   first page {page:6.1f} s")
    for name, size in found[-1].process_mb.items():
        print(f"{size:7.0f} MB  {name}")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(one) for one in found], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

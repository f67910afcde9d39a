"""P4: reading and checking a DSN on one core, beside a plain Python loop over the same file.

    python -m benchmarks.dsn [--sizes 6,500,26000] [--rounds 9] [--json FILE]

Files are monthly ones of invented companies of so many employees, those with every kind of person
and of contract (`varied`) and those of ordinary employees (`plain`). The loop splits lines and
groups them into one dict a block: no check, no line number, no tree. In each round every way is
run once, after a collection, and the best round of each counts: whatever else the machine does
only adds. Memory is the most that a process of its own ever held while it checked the file from
the disk, employees forgotten (`keep=False`), above what it holds with a file of six.
"""

import argparse
import gc
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

from mandat.formats.dsn.generate import make_company, monthly
from mandat.formats.dsn.generate.shapes import write_large
from mandat.formats.dsn.reader import check, read

_MONTH = date(2026, 3, 1)
_MOST_PLAIN = 5_000
_PEAK = r"""
import re, sys
from pathlib import Path
from mandat.formats.dsn.reader import check
with open(sys.argv[1], "rb") as stream:
    check(stream, keep=False)
# Not `getrusage`: its figure goes on from the process that started this one.
print(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""


def loop(content: bytes) -> object:
    """The plain loop: one dict for each block."""
    blocks = []
    block = number = ""
    for line in content.decode("latin-1").splitlines():
        rubric, value = line.split(",", 1)
        its_block, its_number = rubric[:10], rubric[11:]
        if its_block != block or its_number <= number:
            group: dict[str, str] = {}
            blocks.append((its_block, group))
            block = its_block
        group[its_number] = value[1:-1]
        number = its_number
    return blocks


def _streamed(content: bytes) -> object:
    return check(io.BytesIO(content), keep=False)


WAYS: dict[str, Callable[[bytes], object]] = {
    "loop": loop,
    "read": read,
    "check": check,
    "check, streamed": _streamed,
}


def _file(kind: str, size: int, folder: Path) -> Path:
    """A monthly file of that many people."""
    path = folder / f"{kind}-{size}.dsn"
    with path.open("wb") as stream:
        if kind == "varied":
            write_large(stream, size, size)
        else:
            stream.write(monthly(make_company(Random(1), size=size, month=_MONTH), _MONTH))
    return path


def _best(content: bytes, rounds: int) -> dict[str, float]:
    """Seconds of the best round of each way."""
    best = dict.fromkeys(WAYS, float("inf"))
    for _ in range(rounds):
        for name, way in WAYS.items():
            gc.collect()
            start = perf_counter()
            result = way(content)
            best[name] = min(best[name], perf_counter() - start)
            del result
    return best


def _peak(path: Path) -> int:
    """Kilobytes a process of its own held at most."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path)], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


def measure(kind: str, size: int, rounds: int, folder: Path, floor: int) -> dict[str, object]:
    """One line of the table."""
    path = _file(kind, size, folder)
    content = path.read_bytes()
    lines = content.count(b"\n")
    best = _best(content, rounds if lines < 1_000_000 else min(rounds, 3))
    return {
        "kind": kind,
        "employees": size,
        "lines": lines,
        "megabytes": round(len(content) / 1e6, 1),
        "milliseconds": {name: round(1000 * seconds, 2) for name, seconds in best.items()},
        "times the loop": {name: round(best["loop"] / best[name], 2) for name in WAYS},
        "milliseconds for 1,000 lines": round(1e6 * best["check"] / lines, 2),
        "megabytes above a small file": round((_peak(path) - floor) / 1024, 1),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every size, print the table, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="6,500,26000")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", default="")
    options = parser.parse_args(argv)
    sizes = [int(size) for size in options.sizes.split(",")]
    figures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floor = _peak(_file("plain", 6, folder))
        for size in sizes:
            for kind in ("plain", "varied"):
                if kind == "plain" and size > _MOST_PLAIN:
                    continue  # made whole in memory, which would take minutes
                figures.append(measure(kind, size, options.rounds, folder, floor))
                _print(figures[-1])
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def _print(figure: dict[str, object]) -> None:
    print(json.dumps(figure))


if __name__ == "__main__":
    sys.exit(main())

"""P5: importing declarations (read, check, store, count), and a file of 100 MB in bounded memory.

    python -m benchmarks.imports [--files 200] [--employees 6] [--large 20000] [--json FILE]

Small files are monthly ones of as many companies, clients of the firm, received first. What is
timed is the work of one worker on one core: the job of each file, which takes further waiting ones
with it (`declarations.actions.read_waiting`); and, in the same run, as many files one at a time
(`read_file`) and the engine alone over the same bytes (`reader.check`). DATABASE_URL names the
database (SQLite by default). The large file is read afterwards in the same process; its memory is
the growth of the most the process ever held.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402  # after the setup
from django.db import connection  # noqa: E402  # after the setup
from django.test.utils import CaptureQueriesContext  # noqa: E402  # after the setup
from django.utils import timezone  # noqa: E402  # after the setup

from mandat.clients.indexing import index_fields  # noqa: E402  # after the setup
from mandat.clients.models import Client  # noqa: E402  # after the setup
from mandat.declarations import actions  # noqa: E402  # after the setup
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile  # noqa: E402
from mandat.firms.actions import open_firm  # noqa: E402  # after the setup
from mandat.firms.models import Firm  # noqa: E402  # after the setup
from mandat.firms.scope import unscoped  # noqa: E402  # after the setup
from mandat.formats.dsn import reader  # noqa: E402  # after the setup
from mandat.formats.dsn.generate.shapes import generate, write_large  # noqa: E402


def received(firm: Firm, content: bytes, name: str) -> DeclarationFile:
    """Keep the bytes; their reading is left for later."""
    file, _ = actions.receive_file(
        firm,
        [content],
        name=name,
        by=None,
        at=timezone.now(),
        queue=False,
    )
    return file


def clients_of(firm: Firm, files: Sequence[bytes]) -> None:
    """Make the companies of these files clients."""
    numbers = sorted({one.siren for data in files for one in reader.check(data).declarations})
    rows = [
        Client(firm=firm, country="FR", kind="employer", name=number, number=number,
               identity=number)
        for number in numbers
    ]  # fmt: skip
    for row in rows:
        index_fields(row)
    Client.objects.bulk_create(rows)


def seconds_of(act: Callable[[Any], object], things: Sequence[Any]) -> float:
    """How long `act` takes on all the things, one after the other."""
    began = time.perf_counter()
    for one in things:
        act(one)
    return time.perf_counter() - began


def measure(files: int, employees: int, large: int) -> dict[str, object]:
    """Import small files, then a large one, into an empty installation."""
    firm = open_firm(
        name="Mesure", slug="mesure", country="FR", address="m@mesure.example", person="M",
        at=timezone.now(),
    ).firm  # fmt: skip
    small = [generate("monthly", seed, size=employees) for seed in range(1 + 2 * files)]
    clients_of(firm, small)
    rows = [received(firm, data, f"{seed}.dsn").pk for seed, data in enumerate(small)]
    actions.read_file(rows[0], at=timezone.now())  # the first prepares the rules
    figures: dict[str, object] = {
        "database": connection.vendor,
        "files": files,
        "employees": employees,
    }
    with CaptureQueriesContext(connection) as asked:
        actions.read_file(rows.pop(), at=timezone.now())
    alone = seconds_of(lambda pk: actions.read_file(pk, at=timezone.now()), rows[1 + files :])
    together = seconds_of(
        lambda pk: actions.read_waiting(pk, at=timezone.now()), rows[1 : 1 + files]
    )
    engine = seconds_of(lambda data: reader.check(data, keep=False), small[1 : 1 + files])
    figures |= {
        "files a second": round(files / together, 1),
        "one at a time": round((files - 1) / alone, 1),
        "statements one at a time": len(asked),
        "engine alone": round(files / engine, 1),
        "anomalies": Anomaly.objects.count(),
    }
    assert not DeclarationFile.objects.exclude(state="read").exists()
    return figures | (_large(firm, large) if large else {})


def _large(firm: Firm, employees: int) -> dict[str, object]:
    path = Path(settings.MANDAT_FILES_DIR).parent / "large.dsn"
    with path.open("wb") as stream:
        write_large(stream, Random(3).randrange(1 << 20), employees)
    size = path.stat().st_size
    with path.open("rb") as source:
        file, _ = actions.receive_file(
            firm,
            source,
            name="large.dsn",
            by=None,
            at=timezone.now(),
            queue=False,
        )
    path.unlink()
    before = _peak()
    began = time.perf_counter()
    actions.read_file(file.pk, at=timezone.now())
    seconds = time.perf_counter() - began
    row = Declaration.objects.get(file=file)
    return {
        "large megabytes": round(size / 1e6, 1),
        "large employees": row.summary["individuals"],
        "large seconds": round(seconds, 1),
        "large megabytes of memory": round((_peak() - before) / 1024, 1),
    }


def _peak() -> int:
    """Kilobytes the process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Measure in a database of its own, print the figures."""
    parser = argparse.ArgumentParser(description="P5: importing declarations.")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--employees", type=int, default=6)
    parser.add_argument("--large", type=int, default=20_000)
    parser.add_argument("--json", default="")
    options = parser.parse_args()
    settings.MANDAT_UPLOAD_MAX_BYTES = 1 << 30
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with unscoped():
            figures = measure(options.files, options.employees, options.large)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    print(json.dumps(figures, indent=2))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""P5: importing declarations (read, check, store, count), and a file of 100 MB in bounded memory.

    python -m benchmarks.imports [--files 200] [--employees 6] [--large 20000] [--json FILE]

Small files are monthly ones of as many companies, received first; what is timed is
`declarations.actions.read_file`, the work of one worker on one core, on the database that
DATABASE_URL names (SQLite by default). The large file is read afterwards in the same process; its
memory is the growth of the most the process ever held.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from random import Random

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402  # after the setup
from django.db import connection  # noqa: E402  # after the setup
from django.utils import timezone  # noqa: E402  # after the setup

from mandat.declarations import actions  # noqa: E402  # after the setup
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile  # noqa: E402
from mandat.firms.actions import open_firm  # noqa: E402  # after the setup
from mandat.firms.models import Firm  # noqa: E402  # after the setup
from mandat.firms.scope import unscoped  # noqa: E402  # after the setup
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


def measure(files: int, employees: int, large: int) -> dict[str, object]:
    """Import small files, then a large one, into an empty installation."""
    firm = open_firm(
        name="Mesure", slug="mesure", country="FR", address="m@mesure.example", person="M",
        at=timezone.now(),
    ).firm  # fmt: skip
    small = [
        received(firm, generate("monthly", seed, size=employees), f"{seed}.dsn")
        for seed in range(files)
    ]
    actions.read_file(small[0].pk, at=timezone.now())  # the first prepares the rules
    began = time.perf_counter()
    for file in small[1:]:
        actions.read_file(file.pk, at=timezone.now())
    seconds = time.perf_counter() - began
    figures: dict[str, object] = {
        "database": connection.vendor,
        "files": files - 1,
        "employees": employees,
        "declarations a second": round((files - 1) / seconds, 1),
        "anomalies": Anomaly.objects.count(),
    }
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

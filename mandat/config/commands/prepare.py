"""`mandat prepare`: database, static files and, where a demonstration is empty, its world."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from pathlib import Path

from mandat.config.environment import ConfigurationError


def main(arguments: list[str]) -> int:
    """Bring everything to the state in which web and worker may start; 2 when it cannot be."""
    options = argparse.ArgumentParser(prog="mandat prepare", description=__doc__)
    options.add_argument("--sign-ins-to", type=Path, help="where to write who may sign in (demo)")
    asked = options.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandat.config.settings")
    try:
        import django

        django.setup()
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    _migrate()
    _collect()
    _populate(asked.sign_ins_to)
    return 0


def _migrate() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _collect() -> None:
    """Gather and compress static files, unless nothing changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen = Path(storage.path(name)).stat()
            digest.update(f"{name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        print("Gathering static files …", flush=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest.hexdigest())


def _populate(sign_ins: Path | None) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from mandat.firms.models import Firm, Office

    if not settings.MANDAT_DEMO:
        return
    if not (Firm.objects.exists() or Office.objects.exists()):
        print("Building the demonstration world …", flush=True)
        call_command("demo")
    if sign_ins is not None:
        with sign_ins.open("w") as out:
            call_command("demo", sign_ins=True, stdout=out)

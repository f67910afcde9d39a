"""`mandat worker`: keeps the rounds that go by the clock, then works the queue."""

from __future__ import annotations

import os
import sys
from typing import Final

from mandat.config.environment import ConfigurationError

# Each may run at any time and twice: what is done already is not done again. All of them run
# once when a worker starts.
ROUNDS: Final = {  # task → minutes
    "mandat.declarations.tasks.close_corrected": 60,
    "mandat.declarations.tasks.sweep": 5,
    "mandat.declarations.tasks.watch_deadlines": 60,
    "mandat.onboarding.tasks.end_reflections": 60,
    "mandat.vault.tasks.sweep_parts": 24 * 60,
}


def main(arguments: list[str]) -> int:
    """Work until told to stop; 2 when the configuration or the database forbids it."""
    os.environ["MANDAT_PROCESS"] = "worker"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandat.config.settings")
    try:
        import django

        django.setup()
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    if not {"-h", "--help"} & set(arguments) and not _begin_rounds():
        return 2
    return _work(arguments)


def _begin_rounds() -> bool:
    """Whether the database took them."""
    from django.db import DatabaseError, connections
    from django.utils import timezone

    from mandat.vault.jobs import keep_rounds

    try:
        keep_rounds(ROUNDS, at=timezone.now())
    except DatabaseError as wrong:
        print(f"mandat: the database is not ready ({type(wrong).__name__}); `mandat migrate`",
              file=sys.stderr)  # fmt: skip
        return False
    finally:
        connections.close_all()  # the workers are forks: none may inherit a connection
    return True


def _work(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["mandat", "qcluster", *arguments])
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    return 0

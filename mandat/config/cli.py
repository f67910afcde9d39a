"""`mandat`: the console command; `dsn` and `id` answer without loading Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from mandat import __version__

Run = Callable[[list[str]], int]

HELP = f"""Mandat {__version__}

usage: mandat COMMAND [ARGUMENT…]        mandat COMMAND --help

  up                         prepare what is needed, then serve and work, until Ctrl-C
  serve                      the web server alone
  worker                     the background worker alone
  migrate                    bring the database to this version
  demo                       the demonstration world; --sign-ins prints who may sign in
  firm new NAME …            a firm and its first administrator
  office new NAME …          an office and its first operator
  affiliates load FILE.csv --office SLUG
                             what the office knows about companies and persons
  declarations import PATH… --firm SLUG
                             DSN files for a firm's clients
  audit verify [--firm SLUG] walk the chains of the log and of the readings, say where one breaks
  freeze member|firm|space [WHO] --why REASON [--lift]
                             stop somebody at the next request, or let them in again
  keys new                   three fresh secrets, as variables
  keys add                   one more encryption key, the current one from then on
  keys rotate [--drop-old]   seal everything again with the current key; forget older ones
  dsn …                      look at DSN files, or generate some (no database)
  id NUMBER…                 what a number is, and whether its key is right (no database)
  django …                   any command of Django

The variables that configure all this are described in docs/operate.md.
"""

# A word or two of the command line → the management command behind it.
MANAGED = {
    ("demo",): "demo",
    ("firm", "new"): "firms_open_firm",
    ("office", "new"): "firms_open_office",
    ("affiliates", "load"): "affiliates_load",
    ("declarations", "import"): "declarations_import",
}


def _up(arguments: list[str]) -> int:
    from mandat.config.commands import up

    return up.main(arguments)


def _prepare(arguments: list[str]) -> int:
    from mandat.config.commands import prepare

    return prepare.main(arguments)


def _serve(arguments: list[str]) -> int:
    from mandat.config.commands import serve

    return serve.main(arguments)


def _worker(arguments: list[str]) -> int:
    from mandat.config.commands import worker

    return worker.main(arguments)


def _migrate(arguments: list[str]) -> int:
    from mandat.config.environment import ConfigurationError, read

    try:
        # The first command of an installation: SQLite does not make the folder of its file.
        read().data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    if not arguments:
        return _django(["createcachetable"]) or _django(["migrate", "--no-input"])
    return _django(["migrate", *arguments])


def _keys(arguments: list[str]) -> int:
    from mandat.config.commands import keys

    return keys.main(arguments)


def _audit(arguments: list[str]) -> int:
    from mandat.config.commands import audit

    return audit.main(arguments)


def _freeze(arguments: list[str]) -> int:
    from mandat.config.commands import freeze

    return freeze.main(arguments)


def _dsn(arguments: list[str]) -> int:
    from mandat.formats.dsn import cli

    return cli.main(arguments)


def _id(arguments: list[str]) -> int:
    from mandat.identifiers import cli

    return cli.main(arguments)


def _django(arguments: list[str]) -> int:
    """Run one of Django's commands as `manage.py` would."""
    from mandat.config.environment import ConfigurationError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandat.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["mandat", *arguments])
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    return 0


OWN: dict[str, Run] = {
    "up": _up,
    "prepare": _prepare,
    "serve": _serve,
    "worker": _worker,
    "migrate": _migrate,
    "keys": _keys,
    "audit": _audit,
    "freeze": _freeze,
    "dsn": _dsn,
    "id": _id,
    "django": _django,
}


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(HELP, end="")
        return 0
    if arguments[0] in {"-V", "--version", "version"}:
        print(__version__)
        return 0
    if arguments[0] in OWN:
        return OWN[arguments[0]](arguments[1:])
    for words, command in MANAGED.items():
        if tuple(arguments[: len(words)]) == words:
            return _django([command, *arguments[len(words) :]])
    print(f"mandat: no command {' '.join(arguments[:2])!r}\n\n{HELP}", end="", file=sys.stderr)
    return 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's) and give its exit status."""
    try:
        return _dispatch(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `mandat … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0

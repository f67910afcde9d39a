"""From the words of the command line to one command, and from how it ended to a status."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from mandat.formats.dsn.cli import anonymise, check, diff, show
from mandat.formats.dsn.cli.common import UNREADABLE, words_of
from mandat.formats.dsn.cli.output import CannotWriteError
from mandat.formats.dsn.cli.standard import flush
from mandat.formats.dsn.report.words import Words, language_of


class Command(Protocol):
    """A module of this package that is a command."""

    HELP: str

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Its options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; give the status."""


COMMANDS: Mapping[str, Command] = {
    "check": check,
    "show": show,
    "diff": diff,
    "anonymise": anonymise,
}
_INTERRUPTED, _PIPE_CLOSED = 130, 141
"""What shells say of a command ended by Ctrl-C, or whose reader went away."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 nothing blocking, 1 something blocking (or different), 2 unreadable."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments[:1] == ["generate"]:
            from mandat.formats.dsn.generate.cli import main as generate

            return _ended(lambda: generate(arguments[1:]), Words(language_of()))
        options = _parser().parse_args(arguments)
        return _ended(lambda: COMMANDS[options.command].run(options), words_of(options))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else UNREADABLE
    except KeyboardInterrupt:
        return _INTERRUPTED


def _ended(act: Callable[[], int], words: Words) -> int:
    """The status of a command, once all that it says is out."""
    try:
        status = act()
        flush()
    except BrokenPipeError:
        return _PIPE_CLOSED  # nobody reads any more
    except CannotWriteError as error:
        return error.complain(words)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mandat dsn", description="Read and write DSN files.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        module.add_options(commands.add_parser(name, help=module.HELP, description=module.HELP))
    commands.add_parser("generate", help="write an invented file (see generate --help)")
    return parser

"""What the commands share: statuses, the language, how they complain."""

import argparse
import os
import sys
from contextlib import suppress
from typing import TextIO

from mandat.formats.dsn.report.paths import shown_path
from mandat.formats.dsn.report.words import Words, language_of
from mandat.formats.dsn.texts import LANGUAGES

DONE, BLOCKED, UNREADABLE = 0, 1, 2


def add_language(parser: argparse.ArgumentParser) -> None:
    """`--language`: that of the sentences."""
    parser.add_argument(
        "--language", choices=LANGUAGES, help="of the sentences (default: that of LANG, else fr)"
    )


def words_of(options: argparse.Namespace) -> Words:
    """The words of the language asked for."""
    return Words(options.language or language_of())


def complain(path: str, why: str) -> int:
    """Say on the error output what is wrong with a path; give the status for it."""
    print_error(f"{shown_path(path)}: {why}")
    return UNREADABLE


def print_error(line: str) -> None:
    """One line on the error output, whatever its letters; lost where nobody can be told."""
    reconfigure = getattr(sys.stderr, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    if sys.stderr is None:  # closed before we began
        return
    try:
        sys.stderr.write(f"{line}\n")
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """What is still held goes nowhere: Python would fail again when it closes the stream."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def error_text(error: Exception) -> str:
    """What the system says is wrong, without the path."""
    return str(getattr(error, "strerror", None) or error)

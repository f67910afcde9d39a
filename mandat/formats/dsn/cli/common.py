"""What the commands share: statuses, the language, where output goes, how they complain."""

import argparse
import sys
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


def standard_output(*, is_data: bool = False) -> TextIO:
    """The output of the process; data is UTF-8 anywhere, text fails on no letter."""
    out = sys.stdout
    reconfigure = getattr(out, "reconfigure", None)
    if reconfigure is not None:
        if is_data:
            reconfigure(encoding="utf-8", newline="\n")
        else:
            reconfigure(errors="replace")
    return out


def complain(path: str, why: str) -> int:
    """Say on the error output what is wrong with a path; give the status for it."""
    print_error(f"{shown_path(path)}: {why}")
    return UNREADABLE


def print_error(line: str) -> None:
    """One line on the error output, whatever its letters."""
    reconfigure = getattr(sys.stderr, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    sys.stderr.write(f"{line}\n")


def error_text(error: Exception) -> str:
    """What the system says is wrong, without the path."""
    return str(getattr(error, "strerror", None) or error)

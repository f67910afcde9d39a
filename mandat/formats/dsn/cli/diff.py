"""`mandat dsn diff`: what changed between a declaration and its replacement."""

import argparse
import json
from pathlib import Path

from mandat.formats.dsn.cli.common import (
    UNREADABLE,
    add_language,
    complain,
    error_text,
    words_of,
)
from mandat.formats.dsn.cli.standard import StandardOutput
from mandat.formats.dsn.compare import compare
from mandat.formats.dsn.model import Reading
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.report.differences import as_dict, as_text
from mandat.formats.dsn.report.words import Words
from mandat.formats.dsn.texts import explain_problem

HELP = "say what changed between a declaration and its replacement"
SAME, DIFFERENT = 0, 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add("before", metavar="A")
    add("after", metavar="B")
    add("--format", choices=("text", "json"), default="text")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """0 the same, 1 different, 2 one of the files is no DSN."""
    words = words_of(options)
    readings = [_read(path, words) for path in (options.before, options.after)]
    before, after = readings
    if before is None or after is None:
        return UNREADABLE
    pairs = compare(before, after)
    if options.format == "json":
        out = StandardOutput(is_data=True)
        out.write(json.dumps(as_dict(pairs), ensure_ascii=False, indent=1) + "\n")
    else:
        out = StandardOutput()
        for line in as_text(pairs, words):
            out.write(f"{line}\n")
    return SAME if all(pair.is_same for pair in pairs) else DIFFERENT


def _read(path: str, words: Words) -> Reading | None:
    """The file with its whole tree; None, and said why, when it is no DSN."""
    try:
        with Path(path).open("rb") as stream:
            reading = read(stream)
    except (OSError, ValueError) as error:
        complain(path, f"{words('cannot-open')} ({words.reason(error_text(error))})")
        return None
    if not reading.is_dsn:
        complain(path, explain_problem(reading.problems[0], words.language).what)
        return None
    return reading

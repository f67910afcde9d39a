"""`mandat dsn anonymise`: the same file with invented people, companies and accounts."""

import argparse
import secrets
from pathlib import Path
from typing import BinaryIO

from mandat.formats.dsn.anonymise import anonymise, key_of
from mandat.formats.dsn.cli.common import (
    DONE,
    add_language,
    complain,
    error_text,
    print_error,
    words_of,
)
from mandat.formats.dsn.cli.output import CannotWriteError, written
from mandat.formats.dsn.report.paths import shown_path
from mandat.formats.dsn.texts import explain

HELP = "write the file anew with invented people, companies, addresses and accounts"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add("source", metavar="IN")
    add("target", metavar="OUT")
    add(
        "--seed", help="same seed, same replacements; keep it secret (default: drawn and forgotten)"
    )
    add("--force", action="store_true", help="write over an existing file")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """0 when written, 2 when one of the files cannot be used."""
    words = words_of(options)
    try:
        with Path(options.source).open("rb") as source:
            lines = _written(options, source)
    except CannotWriteError as error:
        return error.complain(words)
    except _NoDsnError:
        return complain(options.source, explain("not-dsn", words.language, {}).what)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        return complain(
            options.source, f"{words('cannot-open')} ({words.reason(error_text(error))})"
        )
    print_error(words("anonymised", n=words.number(lines), path=shown_path(options.target)))
    return DONE


class _NoDsnError(Exception):
    """The file has no record: nothing is written."""


def _written(options: argparse.Namespace, source: BinaryIO) -> int:
    """The number of lines. Only its owner may read the file: it was made from people's pay."""
    to_keep = [options.source]
    with written(options.target, to_keep, force=options.force, is_private=True) as target:
        lines, records = anonymise(source, target, key_of(options.seed, secrets.token_bytes))
        if not records:
            raise _NoDsnError
    return lines

"""`mandat dsn show`: the tree of a file with labels, a line at a time, whatever its size."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from mandat.formats.dsn.cli.common import (
    DONE,
    add_language,
    complain,
    error_text,
    print_error,
    words_of,
)
from mandat.formats.dsn.cli.standard import StandardOutput
from mandat.formats.dsn.collector import shown, visible
from mandat.formats.dsn.lines import Split, split
from mandat.formats.dsn.norms import KNOWN, LATEST, PLACES, Norm, norm
from mandat.formats.dsn.report.grouping import label as label_of
from mandat.formats.dsn.source import LATIN_1, Source
from mandat.formats.dsn.texts import explain

HELP = "print the tree of blocks of a file, with labels"
_NORM = "S10.G00.00.006"
_LABEL_WIDTH = 34


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--clear", action="store_true", help="show personal values too")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """0 when shown, 2 when the file is no DSN."""
    words = words_of(options)
    if options.clear:
        print_error(words("clear"))
    out = StandardOutput()
    count = 0
    try:
        with Path(options.file).open("rb") as stream:
            for line in tree(Source(stream), is_clear=options.clear):
                out.write(f"{line}\n")
                count += 1
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        return complain(options.file, f"{words('cannot-open')} ({words.reason(error_text(error))})")
    if not count:
        return complain(options.file, explain("not-dsn", words.language, {}).what)
    return DONE


def tree(source: Source, *, is_clear: bool = False) -> Iterator[str]:
    """The lines to print; none for a file without any record.

    Where a block stands is known from its code alone, so nothing waits for what follows.
    """
    shape = _Shape()
    number = 0
    missed: list[int] = []
    for piece in source.lines():
        for line in piece:
            number += 1
            text = _decoded(line, source.line_encoding)
            parts = split(text)
            if parts is None:
                # What it says is not shown: nobody knows whom it is about.
                if shape.code:
                    yield f"{shape.margin}  ?  {visible(text) if is_clear else ''}·{number}"
                elif not missed:
                    missed.append(number)
                continue
            if missed:
                yield f"?  ·{missed.pop()}–{number - 1}"
            yield from shape.record(parts, number, is_clear=is_clear)


class _Shape:
    """Where in the tree the last record was."""

    def __init__(self) -> None:
        self.norm: Norm = norm(LATEST)
        self.code = ""
        self.last = ""
        self.margin = ""

    def record(self, parts: Split, line: int, *, is_clear: bool) -> Iterator[str]:
        """The title of a block that begins, then the record."""
        code, number = parts.block, parts.number
        rubric = f"{code}.{number}"
        if rubric == _NORM and parts.value in KNOWN:
            self.norm = norm(parts.value)
        if code != self.code or self._begins(code, number):
            place = PLACES.get(code)
            self.margin = "  " * (place.depth if place else 0)
            yield f"{self.margin}{code} {label_of(code)}".rstrip()
        self.code, self.last = code, number
        value = parts.value if is_clear else shown(rubric, parts.value)
        label = label_of(rubric)
        yield f"{self.margin}  .{number} {label:<{_LABEL_WIDTH}} {visible(value)}  ·{line}"

    def _begins(self, code: str, number: str) -> bool:
        if number[:1] == "9":  # added by the platform, anywhere
            return False
        head = self.norm.heads.get(code)
        return number == head if head else number <= self.last


def _decoded(line: bytes, encoding: str) -> str:
    text = line.decode(encoding, "replace")
    if (
        encoding == LATIN_1
        and not line.isascii()
        and any("\x80" <= sign <= "\x9f" for sign in text)
    ):
        return line.decode("cp1252", "replace")
    return text

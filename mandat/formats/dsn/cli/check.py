"""`mandat dsn check`: what is wrong in files, in the form asked for."""

import argparse
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Protocol

from mandat.formats.dsn.cli.common import (
    BLOCKED,
    DONE,
    UNREADABLE,
    add_language,
    complain,
    error_text,
    print_error,
    words_of,
)
from mandat.formats.dsn.cli.files import Found, find
from mandat.formats.dsn.cli.output import CannotWriteError, written_text
from mandat.formats.dsn.cli.pool import Tables, examine_all, jobs_for
from mandat.formats.dsn.cli.progress import Progress
from mandat.formats.dsn.cli.standard import Out, StandardOutput, flush
from mandat.formats.dsn.model import Level
from mandat.formats.dsn.report.as_json import JsonReport
from mandat.formats.dsn.report.control_report import control_reports
from mandat.formats.dsn.report.examine import LEVELS, FileReport
from mandat.formats.dsn.report.page import PageReport
from mandat.formats.dsn.report.text import TextReport
from mandat.formats.dsn.report.totals import Totals
from mandat.formats.dsn.report.words import Words
from mandat.formats.dsn.tables.outside import tables_in

HELP = "list what is wrong in files, with its line and what to do"
FORMATS = ("text", "json", "xml", "html")
Write = Callable[[str], object]


class Report(Protocol):
    """What writes a report, whatever its form."""

    def begin(self) -> None:
        """Before the first file."""

    def file(self, report: FileReport) -> None:
        """One file."""

    def end(self, totals: Totals, left_out: Sequence[str]) -> None:
        """After the last file."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add("files", metavar="FILE", nargs="+", help="a DSN file, or a folder that has some")
    add("--format", choices=FORMATS, default="text")
    add("--level", choices=LEVELS, default="info", help="the least that is told (default: info)")
    add_language(parser)
    add("--tables", metavar="FOLDER", help="lists of codes: NAF.csv, IDCC.csv …")
    add("--jobs", metavar="N", type=_jobs, help="processes (default: as many as help)")
    add("--output", metavar="PATH", help="write there (for xml: a file, or a folder for several)")


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 256):
        raise argparse.ArgumentTypeError("a number from 1 to 256")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """0 nothing blocking, 1 something blocking, 2 a file (or the output) cannot be used."""
    words = words_of(options)
    try:
        tables = tables_in(Path(options.tables)) if options.tables else {}
    except (OSError, ValueError) as error:
        return complain(options.tables, error_text(error))
    found = find(options.files)
    for folder in found.empty:
        complain(folder, words("empty-folder"))
    if options.format == "xml":
        return _worst(found, _xml(options, words, found, tables))
    is_data = options.format != "text"
    try:
        with (
            written_text(options.output, found.files)
            if options.output
            else nullcontext(StandardOutput(is_data=is_data))
        ) as out:
            report = _report(options, words, out)
            status = _all(report, options, found, tables)
    except CannotWriteError as error:
        return error.complain(words)
    return _worst(found, status)


def _worst(found: Found, status: int) -> int:
    return UNREADABLE if found.empty else status


def _report(options: argparse.Namespace, words: Words, out: Out) -> Report:
    write: Write = out.write
    if options.format == "json":
        return JsonReport(write, words.language, options.level)
    if options.format == "html":
        return PageReport(write, words, options.level)
    is_terminal = out.isatty() and not options.output
    width = min(shutil.get_terminal_size().columns, 120) if is_terminal else 100
    colours = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return _Lines(write, TextReport(words, options.level, width=width, colours=colours))


class _Lines:
    """Writes the lines of a text report."""

    def __init__(self, write: Write, text: TextReport) -> None:
        self.write = write
        self.text = text

    def begin(self) -> None:
        """There is nothing before the first file."""

    def file(self, report: FileReport) -> None:
        """One file."""
        self._write(self.text.file(report))

    def end(self, totals: Totals, left_out: Sequence[str]) -> None:
        """After the last file."""
        self._write(self.text.end(totals, left_out))

    def _write(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(f"{line}\n")


def _all(report: Report, options: argparse.Namespace, found: Found, tables: Tables) -> int:
    """Check every file and write its part of the report; give the status."""
    totals = Totals()
    progress = Progress(len(found.files), found.size)
    jobs = jobs_for(found.files, found.size, options.jobs)
    # A bar and a report on one terminal would run into each other: the bar goes first.
    report.begin()
    flush()  # who reads us knows that we are at work
    try:
        for each in examine_all(found.files, tables, jobs, progress):
            progress.clear()
            totals.add(each)
            report.file(each)
    finally:
        progress.clear()
    report.end(totals, found.left_out)
    return status_of(totals)


def status_of(totals: Totals) -> int:
    """0 nothing blocking, 1 something blocking, 2 a file that is no DSN."""
    if totals.unreadable:
        return UNREADABLE
    return BLOCKED if totals.levels["blocking"] else DONE


# ---- the official report: a document for each envoi


def _xml(options: argparse.Namespace, words: Words, found: Found, tables: Tables) -> int:
    documents = _Documents(options.output, words, options.level, found)
    try:
        return _all(documents, options, found, tables)
    except _TooManyError:
        print_error(words("xml-folder"))
    except CannotWriteError as error:
        error.complain(words)
    except (OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        complain(
            options.output or "", f"{words('cannot-write')} ({words.reason(error_text(error))})"
        )
    return UNREADABLE


class _TooManyError(Exception):
    """Several documents, and no folder to put them in."""


class _Documents:
    """Writes documents to a folder, or one alone to a file or the output."""

    def __init__(self, output: str | None, words: Words, level: Level, found: Found) -> None:
        self.output = Path(output) if output else None
        self.words = words
        self.level = level
        self.found = found
        self.is_folder = False
        self.names: set[str] = set()

    def begin(self) -> None:
        """Know where documents go, before any file is read."""
        if self.output is None:
            if len(self.found.files) > 1:
                raise _TooManyError
            return
        self.is_folder = self.output.is_dir() or len(self.found.files) > 1
        if self.is_folder:
            self.output.mkdir(parents=True, exist_ok=True)

    def file(self, report: FileReport) -> None:
        """The documents of one file."""
        documents = control_reports(report, self.level, self.words.language)
        if self.is_folder:
            for document in documents:
                self._put(self._name(report.path), document)
        elif len(report.envois) > 1:
            raise _TooManyError
        elif self.output is None:
            StandardOutput(is_data=True).write(next(documents))
        else:
            self._put(self.output, next(documents))

    def end(self, totals: Totals, left_out: Sequence[str]) -> None:
        """What was left out is said beside the documents, which have no place for it."""
        for path in left_out:
            print_error(self.words.colon(self.words("left-out"), path))

    def _put(self, path: Path, document: str) -> None:
        with written_text(str(path), self.found.files) as target:
            target.write(document)

    def _name(self, path: str) -> Path:
        """A name in the folder that no other document of this run has."""
        assert self.output is not None
        stem = Path(path).name
        name, rank = f"{stem}.xml", 1
        while name in self.names:
            rank += 1
            name = f"{stem}-{rank}.xml"
        self.names.add(name)
        return self.output / name

"""`mandat affiliates load FILE.csv --office SLUG`: what an office knows, from a table."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from mandat.affiliates.actions import load_affiliates
from mandat.affiliates.problems import sentence
from mandat.affiliates.reports import Report
from mandat.affiliates.tables import Table
from mandat.firms.models import Office

_PIECE = 1024 * 1024


class Command(BaseCommand):
    """0 when all of the file was loaded, 1 when a line is wrong, 2 when it could not begin."""

    help = "Load an office's affiliates from a CSV file: all of it, or nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--office", required=True, metavar="SLUG", help="the office's name")
        parser.add_argument("--dry-run", action="store_true", help="report and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        office = Office.objects.filter(slug=options["office"]).first()
        if office is None:
            raise CommandError(
                _("There is no office %(slug)s.") % {"slug": options["office"]}, returncode=2
            )
        if not path.is_file():
            raise CommandError(_("There is no such file."), returncode=2)
        report = _load(office, path, trial=options["dry_run"])
        console = Console(file=self.stdout, soft_wrap=True, highlight=False)  # type: ignore[arg-type]  # a wrapper of a text stream
        console.print(_grid(report))
        for problem in report.problems:
            place = _("line %(n)d") % {"n": problem.line}
            where = f"{place}, {problem.column}" if problem.column else place
            console.print(f"{where}: {sentence(problem)} [{problem.code}]", markup=False)
        self.stdout.write(verdict(report, trial=options["dry_run"]))
        if report.problem_count:
            raise SystemExit(1)


def _load(office: Office, path: Path, *, trial: bool) -> Report:
    bar = Progress(
        TextColumn("{task.percentage:>3.0f}%"), BarColumn(), TextColumn("{task.completed}"),
        TimeElapsedColumn(), console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("load", total=None)
        return load_affiliates(
            office,
            Table(lambda: _pieces(path)),
            by=None,
            at=timezone.now(),
            trial=trial,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece


def _grid(report: Report) -> Grid:
    grid = Grid(box=None)
    grid.add_column("")
    for title in (_("added"), _("changed"), _("unchanged")):
        grid.add_column(title, justify="right")
    for name, counts in report.counts.items():
        grid.add_row(name, str(counts.added), str(counts.changed), str(counts.unchanged))
    return grid


def verdict(report: Report, *, trial: bool) -> str:
    """One sentence about the whole."""
    if report.problem_count:
        return ngettext(
            "%(n)d problem: nothing was loaded.",
            "%(n)d problems: nothing was loaded.",
            report.problem_count,
        ) % {"n": report.problem_count}
    if not (report.added or report.changed):
        return _("Nothing to change: the office knew all of it.")
    if trial:
        return _("A trial: nothing was loaded.")
    return _("Loaded.")

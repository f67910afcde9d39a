"""`mandat declarations import PATH… --firm SLUG`: drops files from the command line."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from mandat.declarations import actions
from mandat.declarations.choices import FileState
from mandat.declarations.explain import title_of
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.declarations.personal import safe_name
from mandat.declarations.reading import ReadingFailed
from mandat.firms.models import Firm, Member

_AT_ONCE: Final = 32  # received, then read together


class Command(BaseCommand):
    """Reads files and folders into a firm; 0 when every file was read, 1 otherwise."""

    help = "Read DSN files into a firm's declarations."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        parser.add_argument("--firm", required=True, metavar="SLUG", help="the firm's short name")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="the member who drops them")

    def handle(self, *args: Any, **options: Any) -> None:
        firm = Firm.objects.filter(slug=options["firm"]).first()
        if firm is None:
            raise CommandError(_("There is no firm %(slug)s.") % {"slug": options["firm"]})
        by = _member(firm, options["email"])
        found = list(_files(options["paths"]))
        if not found:
            raise CommandError(_("There is no file to read here."))
        outcomes: Counter[str] = Counter()
        console = Console(file=self.stdout, soft_wrap=True, highlight=False)  # type: ignore[arg-type]  # a wrapper of a text stream
        with _progress() as progress:
            bar = progress.add_task("", total=len(found))
            for start in range(0, len(found), _AT_ONCE):
                for path, outcome, words in _import(firm, found[start : start + _AT_ONCE], by):
                    outcomes[outcome] += 1
                    console.print(f"{safe_name(path.name)}: {words}", markup=False)
                    progress.advance(bar)
        self.stdout.write(_summary(outcomes))
        if outcomes["refused"]:
            raise SystemExit(1)


def _progress() -> Progress:
    """A bar on the error stream, so that the lines of the files can be piped."""
    return Progress(
        TextColumn("{task.percentage:>3.0f}%"), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn(), console=Console(stderr=True), transient=True,
    )  # fmt: skip


def _member(firm: Firm, email: str | None) -> Member | None:
    if not email:
        return None
    member = Member.objects.filter(firm=firm, user__email=email.lower()).active().first()
    if member is None:
        raise CommandError(_("No active member of this firm has that address."))
    return member


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, at any depth, hidden ones left out."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                one for one in path.rglob("*") if one.is_file() and not one.name.startswith(".")
            )
        else:
            yield path


def _import(
    firm: Firm, paths: Sequence[Path], by: Member | None
) -> Iterator[tuple[Path, str, str]]:
    """Receive these files, then read them: the outcome of each, and the words of its line."""
    received = [(path, _receive(firm, path, by)) for path in paths]
    for path, got in received:
        yield (path, "refused", got) if isinstance(got, str) else (path, *_read(*got))


def _receive(firm: Firm, path: Path, by: Member | None) -> tuple[DeclarationFile, bool] | str:
    """The file and whether it is new, or why it is refused."""
    try:
        with path.open("rb") as source:
            return actions.receive_file(
                firm, source, name=path.name, by=by, at=timezone.now(), queue=False
            )
    except actions.FileRefused as refused:
        return title_of(refused.code)
    except OSError as error:
        return error.strerror or _("cannot be opened")


def _read(file: DeclarationFile, created: bool) -> tuple[str, str]:
    """Read the file, and with it those that were received after it; what became of this one."""
    if not created:
        file.refresh_from_db()
        if file.state == FileState.READ:
            return "known", _("already there, nothing changed")
    with suppress(ReadingFailed):  # the row says whether this file is meant
        actions.read_waiting(file.pk, at=timezone.now())
    file.refresh_from_db()
    if file.state == FileState.READ:
        return "read", _described(file)
    if file.state == FileState.READING:
        return "refused", _("being read elsewhere")
    return "refused", title_of(file.failure or "unexpected")


def _described(file: DeclarationFile) -> str:
    """What a file held: declarations, problems, companies that are no client."""
    declarations = Declaration.objects.filter(file=file)
    problems = Anomaly.objects.filter(file=file, subject="").exclude(level="info").count()
    count = file.done_declarations
    words = [
        ngettext("%(count)s declaration", "%(count)s declarations", count) % {"count": count},
        ngettext("%(count)s problem", "%(count)s problems", problems) % {"count": problems},
    ]
    strangers = sorted(set(declarations.filter(client=None).values_list("siren", flat=True)))
    if strangers:
        shown = ", ".join(strangers[:5]) + (" …" if len(strangers) > 5 else "")
        words.append(_("no client of the firm bears %(sirens)s") % {"sirens": shown})
    return ", ".join(words)


def _summary(outcomes: Counter[str]) -> str:
    return _("%(read)s read, %(known)s already there, %(refused)s not read") % {
        "read": outcomes["read"], "known": outcomes["known"], "refused": outcomes["refused"],
    }  # fmt: skip

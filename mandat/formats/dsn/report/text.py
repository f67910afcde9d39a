"""The report for people who read it in a terminal."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from mandat.formats.dsn.model import Level, Problem
from mandat.formats.dsn.report.examine import LEVELS, FileReport
from mandat.formats.dsn.report.grouping import Group, Section, sections, where
from mandat.formats.dsn.report.paths import shown_path
from mandat.formats.dsn.report.totals import Totals
from mandat.formats.dsn.report.words import Words
from mandat.formats.dsn.texts import FULL, general

FEW = 5
_COLOURS = {"blocking": "31", "signal": "33", "info": "36", "title": "1", "quiet": "2"}


class Paint:
    """Puts colours around words, or leaves them alone."""

    def __init__(self, *, is_on: bool) -> None:
        """`is_on`: for a terminal that has colours."""
        self.is_on = is_on

    def __call__(self, text: str, colour: str) -> str:
        """The text in that colour."""
        return f"\033[{_COLOURS[colour]}m{text}\033[0m" if self.is_on else text


class TextReport:
    """Gives the lines of a report, file after file."""

    def __init__(
        self, words: Words, level: Level, *, width: int = 100, colours: bool = False
    ) -> None:
        """`level`: the least that is told; `width`: columns of the page."""
        self.words = words
        self.level = level
        self.width = max(width, 40)
        self.paint = Paint(is_on=colours)

    def file(self, report: FileReport) -> Iterator[str]:
        """What is said of one file."""
        words = self.words
        yield self.paint(shown_path(report.path), "title")
        if report.reason:
            yield f"  {words('cannot-open')} ({words.reason(report.reason)})"
        elif report.envois:
            norms = sorted({envoi.norm for envoi in report.envois if envoi.norm})
            about = [f"{words('norm')} {', '.join(norms) or '?'}", report.encoding]
            if any(envoi.is_test for envoi in report.envois):
                about.append(words("test"))
            yield self.paint("  " + ", ".join(about), "quiet")
        for section in sections(report, self.level, words.language):
            yield from self._section(section)
        yield ""

    def _section(self, section: Section) -> Iterator[str]:
        words, each = self.words, section.declaration
        yield ""
        if each is None:
            yield "  " + self.paint(words("whole"), "title")
        else:
            yield "  " + self.paint(words.declaration(each), "title")
            yield self.paint(
                f"  {words('lines')} {each.first_line}–{each.last_line}, "
                f"{words.counted(each.individuals, 'individuals')}",
                "quiet",
            )
        if not section.groups:
            yield f"    {words('nothing')}"
        for until, run in groupby(section.groups, key=lambda group: group.said.until):
            groups = list(run)
            for group in groups:
                yield from self._group(group)
            if until:
                name = words("until-all" if len(groups) > 1 else "until")
                yield from [""] if len(groups) > 1 else []
                yield from self._fold(words.colon(name, until), 4 if len(groups) > 1 else 6, 8)

    def _group(self, group: Group) -> Iterator[str]:
        words, said = self.words, group.said
        yield ""
        mark = self.paint(words(group.level).upper(), group.level)
        number = len(group.problems)
        times = f" ({words.counted(number, 'times')})" if number > 1 else ""
        yield from self._fold(f"{mark}  {group.title}{times}", 4, 6)
        for problem in group.problems[:FEW]:
            yield from self._problem(problem, group.own(problem))
        if number > FEW:
            yield f"      {words('more', n=words.number(number - FEW))}"
        foreign = said.language != words.language
        for name, sentence in (("why", said.why), ("fix", said.fix)):
            if sentence:
                yield from self._fold(words.colon(words(name), sentence), 6, 8)
        if foreign:
            yield self.paint(f"      {words('french-only')}", "quiet")

    def _problem(self, problem: Problem, own: str) -> Iterator[str]:
        words = self.words
        parts = [f"{words('line')} {problem.line}"]
        if problem.rubric:
            label = where(problem.rubric)
            parts.append(words.colon(label, problem.value) if problem.value else label)
        if problem.individual:
            parts.append(words("employee", n=problem.individual))
        if own:
            parts.append(own)
        yield from self._fold(" · ".join(parts), 6, 10)
        for other in problem.compared:
            line = f" ({words('line')} {other.line})" if other.line else ""
            said = words.colon(where(other.rubric), other.value)
            yield from self._fold(f"{words('compared')} {said}{line}", 10, 12)

    def _fold(self, text: str, first: int, rest: int) -> list[str]:
        # Only blanks may fold: no-break blanks are kept, and so is a long number.
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=" " * first,
            subsequent_indent=" " * rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]

    def end(self, totals: Totals, left_out: Sequence[str]) -> Iterator[str]:
        """The last lines: what was left out, the totals, what the levels mean."""
        words = self.words
        for path in left_out:
            yield words.colon(words("left-out"), shown_path(path))
        yield words.colon(self.paint(words("total"), "title"), totals_line(words, totals))
        risks = general(words.language, "until")
        for level in self._met(totals):
            yield from self._fold(words.colon(words(level), risks[level]), 2, 4)
        if any(totals.levels.values()):
            yield from self._fold(words("masked"), 2, 4)
            if words.language != FULL:
                yield from self._fold(words("labels"), 2, 4)

    def _met(self, totals: Totals) -> Iterable[Level]:
        return [level for level in LEVELS if totals.levels[level]]


def totals_line(words: Words, totals: Totals) -> str:
    """`3 files, 4 declarations, 1 blocking problem`."""
    parts = [
        words.counted(totals.files, "files"),
        words.counted(totals.declarations, "declarations"),
    ]
    if totals.unreadable:
        parts.append(words.counted(totals.unreadable, "unreadable"))
    said = words.levels(totals.levels)
    if not (totals.unreadable and not any(totals.levels.values())):
        parts.append(said.rstrip(".").lower() if said == words("nothing") else said)
    return ", ".join(parts)

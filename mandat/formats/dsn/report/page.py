"""The report as one page that stands alone: nothing is fetched, nothing runs."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from mandat.formats.dsn.model import Level, Problem
from mandat.formats.dsn.report.examine import LEVELS, FileReport
from mandat.formats.dsn.report.grouping import Group, Section, sections, where
from mandat.formats.dsn.report.paths import shown_path
from mandat.formats.dsn.report.text import totals_line
from mandat.formats.dsn.report.totals import Totals
from mandat.formats.dsn.report.words import Words
from mandat.formats.dsn.texts import FULL, general

MOST_LINES = 50
_PIECE = 1 << 16
_LANG = f' lang="{FULL}"'


class PageReport:
    """Writes the page: contents first, so what is said of each file waits in a file of our own."""

    def __init__(self, write: Callable[[str], object], words: Words, level: Level) -> None:
        """`write` takes text; `level`: the least that is told."""
        self.write = write
        self.words = words
        self.level = level
        self._contents: list[str] = []
        self._met: set[Level] = set()
        self._files = 0
        # Lives as long as the report: closed at its end.
        self._body = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed in `end`
            max_size=1 << 22, mode="w+", encoding="utf-8", newline="\n"
        )

    def begin(self) -> None:
        """Nothing is written before everything is known."""

    def file(self, report: FileReport) -> None:
        """Take in one file."""
        self._files += 1
        name = f"f{self._files}"
        path = escape(shown_path(report.path))
        found = sections(report, self.level, self.words.language)
        self._body.write(f'<section id="{name}"><h2>{path}</h2>\n')
        if report.reason:
            why = f"{self.words('cannot-open')} ({self.words.reason(report.reason)})"
            self._body.write(f"<p>{escape(why)}</p>\n")
        inner: list[str] = []
        for rank, section in enumerate(found):
            anchor = f"{name}-{rank}"
            inner.append(f'<li><a href="#{anchor}">{escape(self._name(section))}</a>')
            inner.append(f" – {escape(self.words.levels(_counted(section)))}</li>\n")
            self._body.writelines(self._section(section, anchor))
        self._body.write("</section>\n")
        below = f"<ol>{''.join(inner)}</ol>" if inner else ""
        self._contents.append(f'<li><a href="#{name}">{path}</a>{below}</li>\n')

    def end(self, totals: Totals, left_out: Sequence[str]) -> None:
        """Write the page."""
        words = self.words
        self.write(_head(words))
        self.write(f"<p>{escape(totals_line(words, totals))}</p>\n")
        risks = general(words.language, "until")
        for level in LEVELS:
            if level in self._met:
                self.write(f'<p class="quiet {level}"><span class="mark">{words(level)}</span> – ')
                self.write(f"{escape(risks[level])}</p>\n")
        self.write(f'<p class="quiet">{escape(words("masked"))}</p></header>\n')
        self.write(f'<nav aria-labelledby="contents"><h2 id="contents">{words("contents")}</h2>')
        self.write(f"<ol>{''.join(self._contents)}</ol></nav>\n")
        self.write("<main>\n")
        if len(self._met) > 1:
            self.write(_filter(words, [level for level in LEVELS if level in self._met]))
        self._body.seek(0)
        while piece := self._body.read(_PIECE):
            self.write(piece)
        self._body.close()
        for path in left_out:
            said = words.colon(words("left-out"), shown_path(path))
            self.write(f'<p class="quiet">{escape(said)}</p>\n')
        self.write("</main></body></html>\n")

    def _name(self, section: Section) -> str:
        each = section.declaration
        return self.words("whole") if each is None else self.words.declaration(each)

    def _section(self, section: Section, anchor: str) -> Iterator[str]:
        words, each = self.words, section.declaration
        yield f'<section id="{anchor}"><h3>{escape(self._name(section))}</h3>\n'
        if each is not None:
            people = words.counted(each.individuals, "individuals")
            lines = f"{words('lines')} {each.first_line}–{each.last_line}"
            yield f'<p class="quiet">{lines}, {people}</p>\n'
        if not section.groups:
            yield f"<p>{words('nothing')}</p>\n"
        for group in section.groups:
            self._met.add(group.level)
            yield from self._group(group)
        yield "</section>\n"

    def _group(self, group: Group) -> Iterator[str]:
        words, said = self.words, group.said
        number = len(group.problems)
        foreign = _LANG if said.language != words.language else ""
        general_whys = general(words.language, "why").values()
        yield f'<article class="{group.level}"><h4><span class="mark">{words(group.level)}</span> '
        yield f"<span{foreign}>{self._sentence(said.what, group)}</span> "
        yield f'<span class="code">[{escape(group.code)}]</span>'
        yield f" ({words.counted(number, 'times')})</h4>\n" if number > 1 else "</h4>\n"
        yield from self._table(group)
        if number > MOST_LINES:
            yield f"<p>{words('more', n=words.number(number - MOST_LINES))}</p>\n"
        yield "<dl>"
        for name, sentence in (("why", said.why), ("fix", said.fix), ("until", said.until)):
            if sentence:
                is_own = name == "fix" or (name == "why" and sentence not in general_whys)
                own = foreign if is_own else ""
                yield f"<dt>{escape(words(name))}</dt>"
                yield f"<dd{own}>{self._sentence(sentence, group)}</dd>"
        yield "</dl></article>\n"

    def _sentence(self, sentence: str, group: Group) -> str:
        """A sentence, the labels in it marked as French where it is not."""
        text = escape(sentence)
        if self.words.language not in (FULL, group.said.language):
            return text  # marked whole by the caller
        if self.words.language != FULL:
            for label in map(escape, group.labels):
                text = text.replace(f"({label})", f"(<span{_LANG}>{label}</span>)")
        return text

    def _where(self, rubric: str) -> str:
        """A rubric with its label, which is French."""
        code, _, label = where(rubric).partition(" ")
        french = _LANG if self.words.language != FULL else ""
        return f"{escape(code)} <span{french}>{escape(label)}</span>" if label else escape(code)

    def _table(self, group: Group) -> Iterator[str]:
        """The lines of the file, in the columns that one of them at least has something for."""
        rows = [self._row(problem, group.own(problem)) for problem in group.problems[:MOST_LINES]]
        names = [name for name in rows[0] if any(row[name] for row in rows)]
        kinds = {"line": ' class="number"'}
        yield "<table><thead><tr>"
        for name in names:
            yield f'<th scope="col"{kinds.get(name, "")}>{self._head(name)}</th>'
        yield "</tr></thead><tbody>\n"
        for row in rows:
            yield "<tr>"
            for name in names:
                yield f'<td data-of="{self._head(name)}"{kinds.get(name, "")}>{row[name]}</td>'
            yield "</tr>\n"
        yield "</tbody></table>\n"

    def _head(self, name: str) -> str:
        return escape(self.words(name).capitalize())

    def _row(self, problem: Problem, own: str) -> dict[str, str]:
        words = self.words
        compared = [
            words.colon(self._where(each.rubric), escape(each.value))
            + (f" ({escape(words('line'))} {each.line})" if each.line else "")
            for each in problem.compared
        ]
        return {
            "line": str(problem.line),
            "rubric": self._where(problem.rubric),
            "value": escape(problem.value),
            "who": escape(words("employee", n=problem.individual)) if problem.individual else "",
            "compared": "<br>".join([*compared, escape(own)] if own else compared),
        }


def _counted(section: Section) -> dict[Level, int]:
    found: dict[Level, int] = dict.fromkeys(LEVELS, 0)
    for group in section.groups:
        found[group.level] += len(group.problems)
    return found


def _head(words: Words) -> str:
    title = escape(words("title"))
    return (
        f'<!doctype html>\n<html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title>\n<style>\n{_style()}</style></head>\n"
        f"<body><header><h1>{title}</h1>\n"
    )


def _filter(words: Words, levels: Sequence[Level]) -> str:
    """Buttons that leave one level in sight, by style alone."""
    choices = [("all", words("all"), " checked"), *((each, words(each), "") for each in levels)]
    buttons = "".join(
        f'<label><input type="radio" name="level" id="only-{name}"{checked}> {escape(said)}</label>'
        for name, said, checked in choices
    )
    return (
        f'<fieldset class="filter"><legend>{escape(words("filter"))}</legend>{buttons}</fieldset>\n'
    )


@cache
def _style() -> str:
    return (files(__package__) / "page.css").read_text(encoding="utf-8")

"""Problems put together by what they are, the worst first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mandat.formats.dsn.catalogue import CATEGORIES, entry
from mandat.formats.dsn.model import Level, Problem
from mandat.formats.dsn.norms import labels
from mandat.formats.dsn.report.examine import LEVELS, DeclarationFacts, FileReport
from mandat.formats.dsn.texts import FULL, Explanation, explain, places, sentences


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one kind in one rubric, in the order of the file."""

    level: Level
    code: str
    said: Explanation
    problems: tuple[Problem, ...]
    blanks: tuple[str, ...] = ()
    """The details that differ from one problem to the next: dots stand for them in `said`."""

    def own(self, problem: Problem) -> str:
        """What stands for the dots in one of the problems: `… = 12`; empty when there are none."""
        values = [str(problem.details[name]) for name in self.blanks if name in problem.details]
        return f"… = {', '.join(values)}" if values else ""

    @property
    def labels(self) -> frozenset[str]:
        """The labels of rubrics and blocks that its sentences may name, in brackets. French."""
        first = self.problems[0]
        codes = [first.rubric, *map(str, first.details.values())]
        return frozenset(filter(None, (labels().get(code) for code in codes)))

    @property
    def title(self) -> str:
        """What is wrong, with the code in brackets."""
        return f"{self.said.what} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Section:
    """What is wrong in one declaration, or (None) in the file outside of any."""

    declaration: DeclarationFacts | None
    groups: tuple[Group, ...]


def category(code: str) -> str:
    """The family of a code."""
    known = entry(code)
    return known.category if known else "file"


def at_least(problems: Iterable[Problem], level: Level) -> list[Problem]:
    """The problems of that level and of the worse ones."""
    wanted = LEVELS[: LEVELS.index(level) + 1]
    return [problem for problem in problems if problem.level in wanted]


def sections(report: FileReport, level: Level, language: str) -> list[Section]:
    """The file as a whole when something is wrong with it, then each declaration."""
    kept = at_least(report.problems, level)
    ranks: dict[int | None, list[Problem]] = {None: []}
    for problem in kept:
        ranks.setdefault(problem.declaration, []).append(problem)
    found = [
        Section(each, tuple(groups(ranks.pop(each.rank, []), language, each.nature)))
        for each in report.declarations
    ]
    others = [problem for rest in ranks.values() for problem in rest]
    if others:
        found.insert(0, Section(None, tuple(groups(others, language, ""))))
    return found


def groups(problems: Iterable[Problem], language: str, nature: str) -> list[Group]:
    """The groups of some problems of one declaration."""
    kinds: dict[tuple[Level, str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.level, problem.code, problem.rubric), []).append(problem)
    found = [
        Group(
            level,
            code,
            _said(code, language, nature, alike),
            tuple(alike),
            _blanks(language, alike),
        )
        for (level, code, _), alike in kinds.items()
    ]
    found.sort(key=_order)
    return found


def _order(group: Group) -> tuple[int, int, int]:
    family = CATEGORIES.index(category(group.code))
    return LEVELS.index(group.level), family, group.problems[0].line


def _said(code: str, language: str, nature: str, alike: Sequence[Problem]) -> Explanation:
    """The sentences of a group: only what all of its problems have in common fills their blanks."""
    first, *others = [{**places(problem), **problem.details} for problem in alike]
    shared = {
        name: value
        for name, value in first.items()
        if all(each.get(name) == value for each in others)
    }
    return explain(code, language, shared, nature=nature, level=alike[0].level)


def _blanks(language: str, alike: Sequence[Problem]) -> tuple[str, ...]:
    """The details that the sentences use and that are not the same in all."""
    code, first = alike[0].code, alike[0].details
    used = "".join(sentences(language).get(code) or sentences(FULL).get(code) or ())
    return tuple(
        name
        for name, value in first.items()
        if f"{{{name}}}" in used and any(each.details.get(name) != value for each in alike)
    )


def where(rubric: str) -> str:
    """A rubric with its label."""
    return f"{rubric} {label(rubric)}".rstrip()


def label(rubric: str) -> str:
    """The label of a rubric, with the apostrophe of print; empty where there is none."""
    return labels().get(rubric, "").replace("'", "’")

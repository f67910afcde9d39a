"""Gathers findings into problems, up to a limit, without ever keeping who a person is."""

from mandat.formats.dsn.catalogue import CATALOGUE, NORM_DEPENDENT
from mandat.formats.dsn.checks import Finding
from mandat.formats.dsn.model import Problem
from mandat.formats.dsn.norms import is_private

MOST_PROBLEMS = 10_000
_LONGEST_VALUE = 60
MASK = "•••"


def shown(rubric: str, value: str) -> str:
    """A value as it may be shown or kept: hidden when private, cut when long."""
    if value and is_private(rubric):
        return MASK
    return value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"


class Collector:
    """The problems of one file. `is_doubtful`: the norm of the file is not known here."""

    __slots__ = ("dropped", "is_doubtful", "problems")

    def __init__(self) -> None:
        """Nothing found yet."""
        self.problems: list[Problem] = []
        self.dropped = 0
        self.is_doubtful = False

    def add(
        self,
        finding: Finding,
        line: int,
        declaration: int | None,
        rubric: str = "",
        value: str = "",
    ) -> None:
        """Keep a finding; its own place, where it has one, comes before the place given."""
        if len(self.problems) >= MOST_PROBLEMS:
            self.dropped += 1
            return
        code = finding.code
        rubric = finding.rubric or rubric
        level = CATALOGUE[code].level
        if self.is_doubtful and code in NORM_DEPENDENT:
            level = "signal"
        kept = shown(rubric, finding.value or value)
        place = finding.line or line
        self.problems.append(
            Problem(code, place, level, rubric, kept, declaration, dict(finding.details))
        )

    def close(self, last_line: int) -> list[Problem]:
        """The problems in the order of the file; the last says how many were left out."""
        self.problems.sort(key=lambda problem: problem.line)
        if self.dropped:
            level = CATALOGUE["too-many-problems"].level
            details = {"dropped": self.dropped}
            self.problems.append(Problem("too-many-problems", last_line, level, details=details))
        return self.problems

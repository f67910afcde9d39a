"""What loading a file did or would do: counts, and every problem with its line."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

KEPT_PROBLEMS: Final = 500


@dataclass(frozen=True)
class Problem:
    """What is wrong on one line: a column and a stable code, never what was written there."""

    line: int
    column: str
    code: str


@dataclass
class Counts:
    """How many records of one kind came, changed, or stayed as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Report:
    """The outcome; `applied` is false for a trial and where a problem was found."""

    lines: int = 0
    counts: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)  # the first ones, by line
    problem_count: int = 0
    applied: bool = False

    @property
    def added(self) -> int:
        """Records that were not there."""
        return sum(counts.added for counts in self.counts.values())

    @property
    def changed(self) -> int:
        """Records that were there and said something else."""
        return sum(counts.changed for counts in self.counts.values())

    @property
    def unchanged(self) -> int:
        """Records that said the same."""
        return sum(counts.unchanged for counts in self.counts.values())

    def blame(self, line: int, column: str, code: str) -> None:
        """Note a problem; beyond the first few hundred they are counted only."""
        self.problem_count += 1
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(Problem(line, column, code))

    def as_json(self) -> dict[str, Any]:
        """What a row keeps."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Report:
        """What `as_json` gave."""
        return cls(
            lines=kept.get("lines", 0),
            counts={name: Counts(**counts) for name, counts in kept.get("counts", {}).items()},
            problems=[Problem(**problem) for problem in kept.get("problems", [])],
            problem_count=kept.get("problem_count", 0),
            applied=kept.get("applied", False),
        )

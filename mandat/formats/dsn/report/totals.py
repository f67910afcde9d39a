"""What is added up over all the files of a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mandat.formats.dsn.model import Level
from mandat.formats.dsn.report.examine import LEVELS, FileReport


def _no_level() -> dict[Level, int]:
    return dict.fromkeys(LEVELS, 0)


@dataclass(slots=True)
class Totals:
    """Counts over every file checked, whatever the level that is shown."""

    files: int = 0
    unreadable: int = 0
    declarations: int = 0
    individuals: int = 0
    levels: dict[Level, int] = field(default_factory=_no_level)

    def add(self, report: FileReport) -> None:
        """Count one more file."""
        self.files += 1
        self.unreadable += report.status == "unreadable"
        self.declarations += len(report.declarations)
        self.individuals += sum(each.individuals for each in report.declarations)
        for level, number in report.counts().items():
            self.levels[level] += number

    def as_dict(self) -> Mapping[str, int]:
        """The counts by name."""
        return {
            "files": self.files,
            "unreadable": self.unreadable,
            "declarations": self.declarations,
            "individuals": self.individuals,
            **{str(level): number for level, number in self.levels.items()},
        }

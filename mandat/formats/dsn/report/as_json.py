"""The report for programs: `docs/dsn/report.schema.json` describes it."""

import json
from collections.abc import Callable, Sequence
from itertools import count

from mandat.formats.dsn.model import Compared, Level, Problem
from mandat.formats.dsn.norms import labels
from mandat.formats.dsn.report.examine import DeclarationFacts, EnvoiFacts, FileReport
from mandat.formats.dsn.report.grouping import at_least, category
from mandat.formats.dsn.report.paths import shown_path
from mandat.formats.dsn.report.totals import Totals
from mandat.formats.dsn.texts import explain_problem

VERSION = 1
Write = Callable[[str], object]


class JsonReport:
    """Writes one object. Anomalies go out as they come; the rest, small, is kept for the end.

    The shape is the same for one file and for a thousand: `anomalies` and `envois` are lists of
    all files, and name theirs by its rank in `files`.
    """

    def __init__(self, write: Write, language: str, level: Level) -> None:
        """`write` takes text; `level`: the least that is told."""
        self.write = write
        self.language = language
        self.level = level
        self._ranks = count()
        self._files: list[dict[str, object]] = []
        self._envois: list[dict[str, object]] = []
        self._separator = "\n"

    def begin(self) -> None:
        """Open the object."""
        head = f'"version": {VERSION}, "language": "{self.language}", "level": "{self.level}"'
        self.write(f'{{{head},\n"anomalies": [')

    def file(self, report: FileReport) -> None:
        """Write the anomalies of one file."""
        rank = next(self._ranks)
        natures = {each.rank: each.nature for each in report.declarations}
        for problem in at_least(report.problems, self.level):
            nature = natures.get(problem.declaration or 0, "")
            anomaly = {"file": rank, **_anomaly(problem, self.language, nature)}
            self.write(self._separator + _text(anomaly))
            self._separator = ",\n"
        self._envois.extend({"file": rank, **_envoi(each)} for each in report.envois)
        self._files.append(
            {
                "path": shown_path(report.path),
                "status": report.status,
                "reason": report.reason or None,
                "encoding": report.encoding or None,
                "lines": report.lines,
                "is_lot": report.is_lot,
                "summary": report.counts(),
            }
        )

    def end(self, totals: Totals, left_out: Sequence[str]) -> None:
        """Close the object."""
        self.write("\n]")
        rest: dict[str, object] = {
            "envois": self._envois,
            "files": self._files,
            "left_out": [shown_path(path) for path in left_out],
            "summary": totals.as_dict(),
        }
        for name, value in rest.items():
            self.write(f',\n"{name}": {_text(value)}')
        self.write("\n}\n")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _anomaly(problem: Problem, language: str, nature: str) -> dict[str, object]:
    said = explain_problem(problem, language, nature)
    return {
        "control": problem.code,
        "level": problem.level,
        "category": category(problem.code),
        "line": problem.line,
        "rubric": problem.rubric or None,
        "label": labels().get(problem.rubric),
        "value": problem.value or None,
        "declaration": problem.declaration,
        "individual": problem.individual,
        "message": said.what,
        "why": said.why,
        "fix": said.fix,
        "until": said.until,
        "language": said.language,
        "compared": [_compared(each) for each in problem.compared],
    }


def _compared(each: Compared) -> dict[str, object]:
    return {
        "rubric": each.rubric,
        "label": labels().get(each.rubric),
        "value": each.value,
        "line": each.line or None,
    }


def _envoi(envoi: EnvoiFacts) -> dict[str, object]:
    return {
        "rank": envoi.rank,
        "line": envoi.first_line,
        "norm": envoi.norm or None,
        "is_test": envoi.is_test,
        "emitter": envoi.emitter_siret or None,
        "rubrics": envoi.counted_rubrics,
        "stated_rubrics": envoi.stated_rubrics,
        "declarations": [_declaration(each) for each in envoi.declarations],
    }


def _declaration(each: DeclarationFacts) -> dict[str, object]:
    return {
        "rank": each.rank,
        "nature": each.nature or None,
        "type": each.type or None,
        "fraction": each.fraction or None,
        "order": each.order or None,
        "month": each.month or None,
        "siret": each.siret or None,
        "first_line": each.first_line,
        "last_line": each.last_line,
        "individuals": each.individuals,
    }

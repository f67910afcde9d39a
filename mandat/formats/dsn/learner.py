"""From lines to records: what is equal is taken apart and checked once."""

import re
from collections.abc import Mapping
from sys import intern
from typing import NamedTuple

from mandat.formats.dsn import lines
from mandat.formats.dsn.cells import TURNING, begins, cells
from mandat.formats.dsn.checks import check_line, check_value
from mandat.formats.dsn.controls.plan import NOTHING, Plan, plan
from mandat.formats.dsn.controls.registry import Control, Finding
from mandat.formats.dsn.kinds import Kind, Shapes, runs_of
from mandat.formats.dsn.lines import Split
from mandat.formats.dsn.model import Record
from mandat.formats.dsn.norms import LATEST, NATURES, norm
from mandat.formats.dsn.source import LATIN_1
from mandat.formats.dsn.tree import STEPS

_BETWEEN = re.compile(rb"[\x80-\x9f]")
_MOST_KNOWN = 30_000
"""Lines remembered at most: beyond, what is known is forgotten and learnt again."""
UNREAD = Record("", "", "", "", Kind("", "", is_own=True))
"""Stands for a line that is no record."""
_APOSTROPHE = ord("'")
_new = tuple.__new__  # a record in one step: NamedTuple would take its arguments apart first

Tables = Mapping[str, frozenset[str]]


class _TurnError(Exception):
    """A line changes the norm or the nature: what was learnt no longer holds."""


class _Memo(dict[bytes, Record]):
    """Whole lines already met. It holds names and numbers: it dies with the reading."""

    __slots__ = ("cells", "encoding", "learner")

    def __init__(self, learner: "Learner") -> None:
        self.learner = learner
        self.encoding = learner.encoding
        self.cells = cells(learner.norm, learner.nature, learner.plan)

    def __missing__(self, line: bytes) -> Record:
        """Take in a line not met before: at once when it is simply right."""
        cell = self.cells[line[:16]]
        if cell is not None and line[-1] == _APOSTROPHE:
            code, number, rubric, kind, step, is_good, special = cell
            value = line[16:-1].decode(self.encoding, "replace")
            if is_good(value):
                if special is not None:
                    by_value, checks = special
                    kind = by_value.get(value, kind)
                    if checks:
                        kind = self.learner.with_checks(checks, value, kind)
                record = self[line] = _new(Record, (code, number, rubric, value, kind, step))
                return record
        if len(self) >= _MOST_KNOWN:
            self.clear()
        record = self[line] = self.learner.study(line)
        return record


class Learner:
    """Gives records for lines, under the norm and the nature that the lines themselves say."""

    def __init__(self, encoding: str, tables: Tables, *, has_controls: bool) -> None:
        """Nothing is known yet; without controls only the form of lines is looked at."""
        self.encoding = encoding
        self.tables = tables
        self.has_controls = has_controls
        self.norm_name = LATEST
        self.norm = norm(LATEST)
        self.nature = ""
        self.has_cp1252 = False
        self.plan: Plan = NOTHING
        self._memo = _Memo(self)
        self._replan()

    @property
    def shapes(self) -> Shapes:
        """The shapes of the blocks that the records make."""
        return self._memo.cells.shapes

    def part(self, piece: list[bytes]) -> list[Record]:
        """The records of the first lines: all, or up to one that changes the norm or the nature.

        That line itself ends the part: what follows is to be asked for again.
        """
        if len(self._memo) > _MOST_KNOWN:
            self._memo.clear()
        try:
            return [*map(self._memo.__getitem__, piece)]
        except _TurnError as turn:
            line: bytes = turn.args[0]
        records = [*map(self._memo.__getitem__, piece[: piece.index(line)])]
        return [*records, self._turn(line)]

    def study(self, line: bytes) -> Record:
        """Take apart with care a line that is not simply right. `_TurnError`: see `part`."""
        text = self._decode(line)
        parts = lines.split(text)
        if parts and self._turns(parts):
            raise _TurnError(line)
        return self._study(text, parts)

    def _decode(self, line: bytes) -> str:
        """The text of a line. What Latin-1 does not print is windows-1252, when it can be."""
        if self.encoding == LATIN_1 and not line.isascii() and _BETWEEN.search(line):
            try:
                text = line.decode("cp1252")
            except UnicodeDecodeError:
                return line.decode(LATIN_1)
            self.has_cp1252 = True
            return text
        return line.decode(self.encoding, "replace")

    def _turns(self, parts: Split) -> bool:
        """Whether a line changes the norm or the nature."""
        current = TURNING.get(f"{parts.block}.{parts.number}")
        return current is not None and getattr(self, current) != parts.value

    def _turn(self, line: bytes) -> Record:
        """Take in a line that changes the norm or the nature, and what depends on it."""
        text = self._decode(line)
        parts = lines.split(text)
        assert parts is not None
        setattr(self, TURNING[f"{parts.block}.{parts.number}"], parts.value)
        self.norm = norm(self.norm_name)
        self._replan()
        record = self._memo[line] = self._study(text, parts)
        return record

    def _replan(self) -> None:
        """What was learnt holds for one norm and one nature."""
        self._memo.clear()
        self._known = _Known(self.norm.name, self.tables)
        # Plans and cells are kept for the next files: a nature that is none must not add to them.
        nature = self.nature if self.nature in NATURES else ""
        if self.has_controls:
            self.plan = plan(self.norm.name, nature)
        self._memo.cells = cells(self.norm, nature, self.plan)

    # ---- a line that is not simply right

    def _study(self, line: str, parts: Split | None) -> Record:
        """Take apart a line with care, and say what is wrong with it."""
        if parts is None:
            return UNREAD
        code, number, value, is_clean = parts
        rubric = f"{code}.{number}"
        rule = self.norm.rules.get(rubric)
        rubric = rule.rubric if rule else intern(rubric)
        findings = [] if is_clean else [Finding("line-syntax")]
        too_long = list(check_line(line))
        findings += too_long or check_value(self.norm, rubric, value, self.nature)
        code, number, bit = intern(code), intern(number), rule.bit if rule else 0
        kind = Kind(code, number, bit, findings=tuple(findings), is_own=True)
        if self.has_controls:
            self._bring(kind, rubric, value)
        step = STEPS.get(code) if rule and begins(self.norm, rule) else None
        return Record(code, number, rubric, value, kind, step)

    def _bring(self, kind: Kind, rubric: str, value: str) -> None:
        """Add what the rules do with a line, wherever it stands."""
        kind.runs = runs_of(
            each
            for each in self.plan.by_rubric.get(rubric, ())
            if not each.values or value in each.values
        )
        kind.is_collected = rubric in self.plan.collected
        if not kind.findings:  # a value of the wrong form has its problem already
            checks = self.plan.by_value.get(rubric, ())
            kind.findings = self.with_checks(checks, value, kind).findings

    def with_checks(self, checks: tuple[Control, ...], value: str, kind: Kind) -> Kind:
        """The kind of a line with what the rules on its value alone say."""
        wrong = [Finding(each.code) for each in checks if _is_wrong(each, value, self._known)]
        if not wrong:
            return kind
        return Kind(
            kind.code,
            kind.number,
            kind.bit,
            findings=tuple(wrong),
            runs=kind.runs,
            is_collected=kind.is_collected,
            is_own=True,
        )


class _Known(NamedTuple):
    """What a rule on a value alone may look at."""

    norm: str
    tables: Tables

    def table(self, name: str) -> frozenset[str] | None:
        """The codes of an outside table; None when it was not given."""
        return self.tables.get(name)


def _is_wrong(rule: Control, value: str, known: _Known) -> bool:
    assert rule.value_check is not None
    if rule.table and known.table(rule.table) is None:
        return False
    return rule.value_check(value, known)

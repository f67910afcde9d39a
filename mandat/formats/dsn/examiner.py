"""Runs the rules on what has been read, and says where each one found something."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from mandat.formats.dsn.checks import check_envoi
from mandat.formats.dsn.collector import Collector, shown
from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.plan import Plan
from mandat.formats.dsn.controls.registry import Control, Finding, Gatherer, Verdict
from mandat.formats.dsn.kinds import Run, Runs, Shape, runs_of
from mandat.formats.dsn.learner import Learner
from mandat.formats.dsn.model import Block, Compared, Envoi, Record
from mandat.formats.dsn.structure import Structure, structure
from mandat.formats.dsn.tree import PERSON, STEPS

_MANY = 1_000
_MOST_PAY = 20_000
_PAY = frozenset(f"S21.G00.{number}" for number in (51, 52, 53, 54, 58, 78, 79, 81))
logger = logging.getLogger(__name__)


def _employees() -> frozenset[str]:
    """The blocks that have an employee above them (CT25 p.118-124)."""
    found = {PERSON}
    for code, (_, parent, _) in STEPS.items():
        if parent in found:
            found.add(code)
    return frozenset(found - {PERSON})


_OF_EMPLOYEES = _employees()


class _Program(NamedTuple):
    """What to do with every block of one shape."""

    runs: Runs
    """The rules to run."""
    others: Runs
    """The same without those that hang on few values."""
    values: Callable[[list[Record]], object] | None
    """The records with these values."""
    is_shape_wrong: bool
    """Whether something is missing, or may be below it."""


_Programs = dict[Shape | None, _Program]
_Wants = tuple[Runs, int, bool]
_MOST_PROGRAMS = 5_000
_MOST_VALUES = 200
"""Combinations of values remembered of a shape in a declaration."""


class Examiner:
    """The rules of one declaration (or of the head and the end of an envoi) at work."""

    def __init__(self, found: Collector, learner: Learner, of: Context) -> None:
        """Problems go to `found`; the rules are those of the norm and the nature learnt by now.

        Without controls only problems of form are said.
        """
        self.found = found
        self.plan = learner.plan
        self.norm = learner.norm
        self.shapes = learner.shapes
        self.has_controls = learner.has_controls
        self.of = of
        self.rank: int | None = of.declaration.rank or None
        self.gatherers: list[tuple[Control, Gatherer]] | None = None
        self.forgotten: dict[int, list[int]] = {}
        """Lines of the employees that are not kept, by the block they stood below (its `id`)."""
        self.structure: Structure | None = None
        self.wanted = _wanted(self.plan, None)
        self.programs = _programs(self.plan, None, of.is_extract)
        self.silent: defaultdict[Shape, set[object]] = defaultdict(set)
        """The values of which some rules say nothing, by shape; they are those of people."""

    # ---- what the reader calls

    def examine_person(self, blocks: list[Block]) -> None:
        """One employee, complete: the block S21.G00.30 and all below it."""
        if not self.has_controls:
            for block in blocks:
                if block.shape is None:  # else its lines are right
                    self._findings(block)
            return
        gatherers = self._begin()
        by_code: defaultdict[str, list[Block]] = defaultdict(list)
        for block in blocks:
            by_code[block.code].append(block)
        of = self.of
        of.enter(blocks[0], by_code)
        if len(blocks) > _MANY and self._is_absurd(by_code):
            for block in blocks:
                self._findings(block)
            of.leave()
            return
        self._examine(blocks)
        for control, gathering in gatherers:
            try:
                gathering.see(blocks[0], of)
            except Exception as error:  # noqa: BLE001  # said, and the others go on
                self._broke(control, blocks[0], error)
        of.leave()

    def _is_absurd(self, by_code: Mapping[str, list[Block]]) -> bool:
        """Whether an employee has more blocks of a code than anybody can have; that is said.

        Rules that compare blocks with each other would take hours over such a file.
        """
        for code, found in by_code.items():
            most = _MOST_PAY if code in _PAY else _MANY
            if len(found) > most:
                finding = Finding("too-many-blocks", {"block": code, "most": most})
                self._add(finding, found[most].line)
                return True
        return False

    def end(self, others: list[Block]) -> None:
        """The declaration is complete; `others` are its blocks that are no employee's."""
        root = self.of.root
        if not self.has_controls:
            for block in (root, *others):
                self._findings(block)
            return
        gatherers = self._begin()
        for block in (root, *others):
            self._collect(block)
        # What has no employee above it is out of place, which is said: rules would be misled.
        for block in others:
            if block.code in _OF_EMPLOYEES:
                self._findings(block)
        self._examine([each for each in (*others, root) if each.code not in _OF_EMPLOYEES])
        for control, gathering in gatherers:
            try:
                self._tell(control, root, gathering.end(self.of))
            except Exception as error:  # noqa: BLE001  # said, and the others go on
                self._broke(control, root, error)

    def end_envoi(self, envoi: Envoi, last: int) -> None:
        """The envoi is complete, up to line `last`."""
        blocks = [envoi.header, *envoi.header.children]
        if envoi.trailer:
            blocks.append(envoi.trailer)
        for finding in check_envoi(envoi, self.norm):
            self.found.add(finding, last, None)
        for block in blocks:
            if self.has_controls:
                self._examine((block,))
            else:
                self._findings(block)

    # ---- within

    def _begin(self) -> list[tuple[Control, Gatherer]]:
        """By the first employee, or at the end, what comes before the employees is known."""
        if self.gatherers is None:
            self.of.know()
            if not self.of.is_extract:
                self.structure = structure(self.norm.name, self.of.nature)
            self.wanted = _wanted(self.plan, self.structure)
            self.programs = _programs(self.plan, self.structure, self.of.is_extract)
            self.gatherers = [(c, c.gatherer(self.of)) for c in self.plan.gatherers if c.gatherer]
        return self.gatherers

    def _examine(self, blocks: Iterable[Block]) -> None:
        """Run every rule that blocks and their lines bring, and see that nothing is missing."""
        programs, silent, of = self.programs, self.silent, self.of
        for block in blocks:
            program = programs.get(block.shape) or self._program(block)
            if program is None:
                self._examine_own(block)
                continue
            runs, others, values, is_shape_wrong = program
            if values is not None and (
                values(block.records) in silent[block.shape] or self._are_silent(block, program)
            ):
                runs = others
            # As `_run` does, without calling it: this is where the time goes.
            for check, control in runs:
                try:
                    verdict = check(block, of)
                    if verdict:
                        self._tell(control, block, verdict)
                except Exception as error:  # noqa: BLE001  # said, and the others go on
                    self._broke(control, block, error)
            if is_shape_wrong:
                self._shape(block, block.shape.mask)

    def _program(self, block: Block) -> _Program | None:
        """What to do with a block of a shape not met before; None when its lines have their say."""
        if block.shape is None:
            block.shape = self.shapes.shape(tuple(record.kind for record in block.records))
        shape = block.shape
        if shape is None or any(kind.is_collected for kind in shape.kinds):
            return None
        known = self.programs.get(shape)
        if known is not None:
            return known
        runs, needed, has_children = self.wanted.get(block.code, _NOTHING_WANTED)
        every = (*(run for kind in shape.kinds for run in kind.runs), *runs)
        every = tuple(run for run in every if not (run[1].by_shape and self._is_silent(run, block)))
        others = tuple(run for run in every if not run[1].by_values)
        told = {number for _, control in every for number in control.by_values}
        at = [place for place, number in enumerate(shape.numbers) if number in told]
        if len(self.programs) >= _MOST_PROGRAMS:
            self.programs.clear()
        is_wrong = has_children or bool(needed & ~shape.mask)
        program = _Program(every, others, itemgetter(*at) if at else None, is_wrong)
        self.programs[shape] = program
        return program

    def _is_silent(self, run: Run, block: Block) -> bool:
        """Whether a rule finds nothing in a block."""
        try:
            return not run[0](block, self.of)
        except Exception:  # noqa: BLE001  # said when it runs
            return False

    def _are_silent(self, block: Block, program: _Program) -> bool:
        """Whether the rules that hang on few values find nothing; remembered for the next."""
        if not all(self._is_silent(run, block) for run in program.runs if run[1].by_values):
            return False
        known = self.silent[block.shape]
        if program.values and len(known) < _MOST_VALUES:
            known.add(program.values(block.records))
        return True

    def _examine_own(self, block: Block) -> None:
        """The same for a block some lines of which are wrong on their own, or collected."""
        mask, is_wrong = 0, False
        for record in block.records:
            kind = record.kind
            mask |= kind.bit
            if kind.runs:
                self._run(kind.runs, block)
            if kind.is_collected:
                self._collected(block, record)
            if kind.findings:
                is_wrong = True
        if is_wrong:
            self._findings(block)
        runs, needed, has_children = self.wanted.get(block.code, _NOTHING_WANTED)
        if runs:
            self._run(runs, block)
        if needed & ~mask or has_children:
            self._shape(block, mask)

    def _run(self, runs: Runs, block: Block) -> None:
        """Run some rules on a block. One that breaks is said, and the others go on."""
        of = self.of
        for check, control in runs:
            try:
                verdict = check(block, of)
                if verdict:
                    self._tell(control, block, verdict)
            except Exception as error:  # noqa: BLE001  # said, and the others go on
                self._broke(control, block, error)

    def _broke(self, control: Control, block: Block, error: Exception) -> None:
        """A rule broke: it is said, and the reading goes on."""
        logger.error("the rule %s broke", control.code, exc_info=error)
        self._add(Finding("rule-broken", {"rule": control.code}), block.line)

    def _shape(self, block: Block, mask: int) -> None:
        """What the block lacks, or has too often."""
        shape = self.structure
        if shape is None:
            return
        if shape.needed.get(block.code, 0) & ~mask:
            for finding in shape.missing(block, mask):
                self._add(finding, block.line)
        if block.code in shape.children:
            for finding in shape.wrong_children(block, self.forgotten.get(id(block), ())):
                self._add(finding, block.line)

    def _collected(self, block: Block, record: Record) -> None:
        if self.of.person.code:
            line = block.line_of(record.number)
            self.of.collect(record.rubric, record.value, line)

    def _collect(self, block: Block) -> None:
        """Gather the rubrics wanted from a block that is no employee's."""
        wanted = self.plan.collected
        for line, record in block.numbered():
            if record.rubric in wanted:
                self.of.collect(record.rubric, record.value, line)

    def _findings(self, block: Block) -> None:
        """What is wrong with the lines of a block, each on its own."""
        if block.shape is not None:
            return  # lines that are shared are right
        for line, record in block.numbered():
            for finding in record.kind.findings:
                self._add(finding, line, record.rubric, record.value)

    def _tell(self, control: Control, block: Block, verdict: Verdict) -> None:
        """Put the findings of a rule where they belong."""
        if verdict is False:
            return
        findings: Iterable[Finding]
        if verdict is True:
            findings = (Finding(),)
        elif isinstance(verdict, Finding):
            findings = (verdict,)
        else:
            findings = verdict
        for finding in findings:
            self._place(control, block, finding)

    def _place(self, control: Control, block: Block, finding: Finding) -> None:
        rubric = finding.rubric or control.rubric
        value, line = finding.value, finding.line
        if rubric[:10] == block.code:
            number = rubric[11:]
            value = value or block.value(number)
            line = line or block.line_of(number)
        if self.of.is_extract and not value:
            return
        compared = finding.compared or tuple(_compared(control, block, rubric, self.of))
        placed = finding._replace(
            code=finding.code or control.code,
            rubric=rubric,
            value=value,
            compared=compared,
            individual=finding.individual or self._individual(),
        )
        self.found.place(placed, line or block.line, control.level, self.rank)

    def _add(self, finding: Finding, line: int, rubric: str = "", value: str = "") -> None:
        placed = finding._replace(individual=self._individual())
        self.found.add(placed, line, self.rank, rubric, value)

    def _individual(self) -> int | None:
        return self.of.individual if self.of.person.code else None


_NOTHING_WANTED: _Wants = ((), 0, False)


@cache
def _programs(_plan: Plan, _shape: Structure | None, _is_extract: bool) -> _Programs:
    """What is known of the shapes met, kept for the next files: it holds no value of any."""
    return {}


@cache
def _wanted(plan: Plan, shape: Structure | None) -> Mapping[str, _Wants]:
    """What each block asks for: rules on it, obligatory rubrics, whether it limits its children."""
    needed, children = (shape.needed, shape.children) if shape else ({}, {})
    return {
        code: (runs_of(plan.by_block.get(code, ())), needed.get(code, 0), code in children)
        for code in {*plan.by_block, *needed, *children}
    }


def _compared(control: Control, block: Block, rubric: str, of: Context) -> Iterable[Compared]:
    """The values a rule says it reads, where they are in the block, above it, or the company's."""
    for name in control.reads:
        code, number = (name[:10], name[11:]) if name[:1] == "S" else (block.code, name)
        home = block if code == block.code else block.above(code)
        if home.code == "" and code == of.company.code:
            home = of.company
        value = home.value(number)
        if value and f"{code}.{number}" != rubric:
            full = f"{code}.{number}"
            yield Compared(full, shown(full, value), home.line_of(number))

"""Runs the rules on what has been read, and says where each one found something."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from mandat.formats.dsn.checks import check_envoi
from mandat.formats.dsn.collector import Collector, shown
from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.plan import Plan
from mandat.formats.dsn.controls.registry import Check, Control, Finding, Gatherer, Verdict
from mandat.formats.dsn.model import Block, Compared, Envoi, Record
from mandat.formats.dsn.norms import Norm
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


Runs = tuple[tuple[Check, Control], ...]
"""Rules, each with its function at hand: it is called a hundred times for each employee."""
_Wants = tuple[Runs, int, bool]


def runs_of(controls: Iterable[Control]) -> Runs:
    """Rules that run on blocks, ready to be run."""
    return tuple((each.check, each) for each in controls if each.check)


class Hooks(NamedTuple):
    """What a line brings wherever it stands: problems, rules to run, whether it is collected."""

    findings: tuple[Finding, ...]
    runs: Runs
    is_collected: bool


class Examiner:
    """The rules of one declaration (or of the head and the end of an envoi) at work."""

    def __init__(
        self, found: Collector, plan: Plan, norm: Norm, of: Context, *, has_controls: bool
    ) -> None:
        """Problems go to `found`. Without controls only those of form are said."""
        self.found = found
        self.plan = plan
        self.norm = norm
        self.of = of
        self.has_controls = has_controls
        self.rank: int | None = of.declaration.rank or None
        self.gatherers: list[tuple[Control, Gatherer]] | None = None
        self.forgotten: dict[int, list[int]] = {}
        """Lines of the employees that are not kept, by the block they stood below (its `id`)."""
        self.structure: Structure | None = None
        self.wanted = _wanted(plan, None)

    # ---- what the reader calls

    def examine_person(self, blocks: list[Block]) -> None:
        """One employee, complete: the block S21.G00.30 and all below it."""
        if not self.has_controls:
            for block in blocks:
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
            self.gatherers = [(c, c.gatherer(self.of)) for c in self.plan.gatherers if c.gatherer]
        return self.gatherers

    def _examine(self, blocks: Iterable[Block]) -> None:  # noqa: C901  # one loop, for speed
        """Run every rule that blocks and their lines bring, and see that nothing is missing."""
        wanted, of = self.wanted, self.of
        for block in blocks:
            mask, is_wrong = 0, False
            for record in block.records:
                mask |= record[5]
                hooks = record[4]
                if hooks is None:
                    continue
                findings, runs, is_collected = hooks
                # As `_run` does, without calling it: this is where the time goes.
                for check, control in runs:
                    try:
                        verdict = check(block, of)
                        if verdict:
                            self._tell(control, block, verdict)
                    except Exception as error:  # noqa: BLE001  # said, and the others go on
                        self._broke(control, block, error)
                if is_collected:
                    self._collected(block, record)
                if findings:
                    is_wrong = True
            if is_wrong:
                self._findings(block)
            wants = wanted.get(block.code)
            if wants is not None:
                runs, needed, has_children = wants
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
        for line, record in block.numbered():
            for finding in record.hooks.findings if record.hooks else ():
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

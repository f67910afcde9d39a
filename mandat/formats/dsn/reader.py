"""Reads a DSN file of any state into declarations and problems; never raises on its content."""

import gc
from typing import BinaryIO

from mandat.formats.dsn import lines
from mandat.formats.dsn.checks import (
    BLOCK_RULES,
    DECLARATION_RULES,
    ENVOI_RULES,
    Finding,
    check_line,
    check_value,
)
from mandat.formats.dsn.collector import Collector
from mandat.formats.dsn.identity import fill_declaration, fill_envoi
from mandat.formats.dsn.model import Block, Declaration, Envoi, Reading, Record
from mandat.formats.dsn.norms import HUB_STRUCTURES, KNOWN, LATEST, norm
from mandat.formats.dsn.tree import Seen, Tree

_NORM_RUBRIC = "S10.G00.00.006"
_NONE = Block("", 0)

# What a line seen before becomes at once: block, number, rubric, value, findings.
Known = tuple[str, str, str, str, tuple[Finding, ...]]


def read(source: bytes | BinaryIO) -> Reading:
    """Read a whole file: one envoi or several, wrapped in a lot of the platform or not."""
    content = source if isinstance(source, bytes) else source.read()
    was_enabled = gc.isenabled()
    # A tree of records makes no cycle: collecting while it grows only walks it again and again.
    gc.disable()
    try:
        return _Reader(lines.decode(content)).run()
    finally:
        if was_enabled:
            gc.enable()


class _Reader:
    """The state of one reading: where in the file we are, and what is open."""

    def __init__(self, text: lines.Text) -> None:
        self.text = text
        self.reading = Reading(encoding=text.encoding, line_count=len(text.lines))
        self.found = Collector()
        self.norm = norm(LATEST)
        self.norm_name = LATEST
        self.memo: dict[str, Known | None] = {}
        """Whole lines already met. It holds names and numbers: it dies with the reading."""
        self.envoi: Envoi | None = None
        self.tree: Tree | None = None
        self.block = _NONE
        self.seen = Seen()
        self.header_codes: set[str] = set()
        self.unread: list[int] = []
        """Lines of this envoi that are no record."""
        self.ranks = 0

    def run(self) -> Reading:
        """Read every line, then close what is open."""
        if not self.text.looks_like_dsn:
            return self._refuse()
        self._say_encoding()
        self._read_lines()
        self._close_envoi()
        self.reading.problems = self.found.close(self.reading.line_count)
        return self.reading

    def _refuse(self) -> Reading:
        self.reading.is_dsn = False
        self.found.add(Finding("not-dsn" if any(self.text.lines) else "empty-file"), 1, None)
        self.reading.problems = self.found.close(1)
        return self.reading

    def _say_encoding(self) -> None:
        if self.text.has_mark:
            self.found.add(Finding("byte-order-mark"), 1, None)
        if self.text.encoding == "utf-8":
            numbered = enumerate(self.text.lines, 1)
            # A lost letter (U+FFFD) is told on its own line: it says nothing of the others.
            first = next((n for n, line in numbered if not line.replace("\ufffd", "").isascii()), 0)
            if first:
                self.found.add(Finding("encoding-utf8"), first, None)

    def _rank(self) -> int | None:
        return self.tree.declaration.rank if self.tree else None

    # ---- lines

    def _read_lines(self) -> None:
        """The loop over every line: what it needs stands in local names, for its speed."""
        memo, new, code, last, records = self.memo, tuple.__new__, "", "", _NONE.records
        for place, line in enumerate(self.text.lines, 1):
            known = memo[line] if line in memo else self._learn(line)
            if known is None:
                self._unreadable(place, line)
                continue
            its_code, number, rubric, value, findings = known
            if its_code != code or number <= last:
                self._turn(place, known)
                code, records = its_code, self.block.records
            last = number
            records.append(new(Record, (place, rubric, value)))
            if findings:
                rank = self._rank()
                for finding in findings:
                    self.found.add(finding, place, rank, rubric, value)

    def _learn(self, line: str) -> Known | None:
        """Take apart and check a line not met before under this norm."""
        parts = lines.split(line)
        if parts is None:
            self.memo[line] = None
            return None
        block, number, value, is_clean = parts
        rubric = f"{block}.{number}"
        if rubric == _NORM_RUBRIC and value != self.norm_name:
            self._change_norm(value)
        rule = self.norm.rules.get(rubric)
        if rule:
            rubric = rule.rubric
        findings = [] if is_clean else [Finding("line-syntax")]
        too_long = list(check_line(line))
        findings += too_long or check_value(self.norm, rubric, value)
        known = (block, number, rubric, value, tuple(findings))
        self.memo[line] = known
        return known

    def _change_norm(self, name: str) -> None:
        self.norm_name = name
        self.norm = norm(name)
        self.found.is_doubtful = name not in KNOWN
        self.memo.clear()

    def _unreadable(self, place: int, line: str) -> None:
        self.unread.append(place)
        code = "line-syntax" if line.strip() else "empty-line"
        self.found.add(Finding(code), place, self._rank())
        for finding in check_line(line):
            self.found.add(finding, place, self._rank())

    # ---- blocks

    def _turn(self, place: int, known: Known) -> None:
        """A record that does not simply follow the one before: a new block, or a disorder."""
        code, number, rubric, _value, _findings = known
        if code == self.block.code and self._is_same_block(place, number, rubric):
            return
        block = Block(code, place)
        structure = code[:3]
        if structure == "S21" and self.tree is not None:
            self._attach(place, block)
        elif structure in HUB_STRUCTURES:
            self._open_lot_block(block, structure)
        elif structure == "S10":
            self._open_header(place, block)
        elif structure == "S90":
            self._open_trailer(place, block)
        elif code == "S20.G00.05":
            self._open_declaration(place, block)
        else:
            self._open_inside(place, block)
        self.block = block
        self.seen = Seen()
        head = self.norm.heads.get(code, number)
        if head != number:
            missing = f"{code}.{head}"
            self.found.add(Finding("missing-rubric", {}, place, missing), place, self._rank())

    def _is_same_block(self, place: int, number: str, rubric: str) -> bool:
        """Whether a number not above the last one still belongs to the block being read."""
        head = self.norm.heads.get(self.block.code)
        if number == head:
            return False
        # What the platform adds (.9xx) stands anywhere and does not count for the order.
        if number[:1] == "9" or self.seen.takes(self.block, number):
            return True
        if head is None or head not in self.seen.numbers:
            return False
        code = "duplicate-rubric" if number in self.seen.numbers else "rubric-out-of-order"
        self.found.add(Finding(code), place, self._rank(), rubric)
        return True

    def _open_lot_block(self, block: Block, structure: str) -> None:
        self._close_envoi()
        self.reading.lot_blocks.append(block)
        if structure == "S05" and self.reading.lot_header is None:
            self.reading.lot_header = block

    def _open_header(self, place: int, block: Block) -> None:
        if block.code == "S10.G00.00":
            self._open_envoi(place, block)
            return
        envoi = self.envoi
        if envoi is None or envoi.declarations or envoi.trailer:
            envoi = self._open_envoi_without_header(place)
        if block.code in self.header_codes and block.code[-2:] != "95":
            self.found.add(Finding("repeated-block", {"block": block.code}), place, None)
        self.header_codes.add(block.code)
        envoi.header.children.append(block)

    def _open_trailer(self, place: int, block: Block) -> None:
        envoi = self._current_envoi(place)
        self._close_declaration(place)
        envoi.trailer = block

    def _open_inside(self, place: int, block: Block) -> None:
        self._current_envoi(place)
        if self.tree is None:
            self.found.add(Finding("missing-declaration", {"block": block.code}), place, None)
            self._open_declaration(place, Block("S20.G00.05", place))
        self._attach(place, block)

    def _attach(self, place: int, block: Block) -> None:
        assert self.tree is not None
        if block.code in BLOCK_RULES:
            self.tree.checked.append(block)
        for finding in self.tree.attach(block):
            self.found.add(finding, place, self._rank())

    # ---- envois and declarations

    def _current_envoi(self, place: int) -> Envoi:
        """The envoi being read; after its end, or before any, one without header."""
        if self.envoi is None or self.envoi.trailer is not None:
            return self._open_envoi_without_header(place)
        return self.envoi

    def _open_envoi_without_header(self, place: int) -> Envoi:
        self.found.add(Finding("missing-header"), place, None)
        return self._open_envoi(place, Block("S10.G00.00", place))

    def _open_envoi(self, place: int, header: Block) -> Envoi:
        self._close_envoi()
        self.envoi = Envoi(rank=len(self.reading.envois) + 1, first_line=place, header=header)
        self.reading.envois.append(self.envoi)
        self.header_codes = set()
        return self.envoi

    def _open_declaration(self, place: int, root: Block) -> None:
        envoi = self._current_envoi(place)
        self._close_declaration(place)
        self.ranks += 1
        declaration = Declaration(self.ranks, envoi.rank, root, first_line=place)
        envoi.declarations.append(declaration)
        self.tree = Tree(declaration)

    def _close_declaration(self, place: int) -> None:
        """Fill in and check the declaration that ends before line `place`."""
        if self.tree is None:
            return
        declaration = self.tree.declaration
        declaration.last_line = place - 1
        fill_declaration(declaration)
        for block in self.tree.checked:
            for block_rule in BLOCK_RULES[block.code]:
                for finding in block_rule(block):
                    self.found.add(finding, block.line, declaration.rank)
        for rule in DECLARATION_RULES:
            for finding in rule(declaration, self.norm):
                self.found.add(finding, declaration.first_line, declaration.rank)
        self.tree = None

    def _close_envoi(self) -> None:
        """Count, fill in and check the envoi that ends with the last record read."""
        envoi, self.envoi = self.envoi, None
        if envoi is None:
            self.unread.clear()
            return
        last = self.block.records[-1].line if self.block.records else envoi.first_line
        self._close_declaration(last + 1)
        envoi.counted_rubrics = last - envoi.first_line + 1
        envoi.counted_rubrics -= sum(envoi.first_line <= place < last for place in self.unread)
        self.unread.clear()
        fill_envoi(envoi)
        for block in envoi.header.children:
            for block_rule in BLOCK_RULES.get(block.code, ()):
                for finding in block_rule(block):
                    self.found.add(finding, block.line, None)
        for rule in ENVOI_RULES:
            for finding in rule(envoi, self.norm):
                self.found.add(finding, last, None)

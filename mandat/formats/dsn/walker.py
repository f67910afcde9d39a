"""Walks through a file a piece at a time, and opens and closes what it holds.

A block is a slice of the records of the file, so it costs no loop of its own.
"""

from collections.abc import Callable
from datetime import date
from itertools import compress
from operator import itemgetter

from mandat.formats.dsn.checks import check_line
from mandat.formats.dsn.collector import Collector
from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import Finding
from mandat.formats.dsn.examiner import Examiner
from mandat.formats.dsn.identity import fill_declaration, fill_envoi
from mandat.formats.dsn.kinds import Kinds
from mandat.formats.dsn.learner import Learner
from mandat.formats.dsn.model import NO_BLOCK, Block, Declaration, Envoi, Reading, Record
from mandat.formats.dsn.norms import HUB_STRUCTURES, KNOWN, PLACES
from mandat.formats.dsn.source import Source
from mandat.formats.dsn.tree import PERSON, PERSON_DEPTH, Seen, Tree

_DEPTHS = {code: place.depth for code, place in PLACES.items()}
_LOST = "\ufffd".encode()
_kind, _step = itemgetter(4), itemgetter(5)  # of a record

EachPerson = Callable[[Context, Block], None]
EachDeclaration = Callable[[Declaration], None]


class Walker:
    """The state of one reading: where in the file we are, and what is open.

    `keep`, `each_person`, `each_declaration`: see `reader.check`.
    """

    keep: bool = True
    each_person: EachPerson | None = None
    each_declaration: EachDeclaration | None = None

    def __init__(self, source: Source, learner: Learner, today: date) -> None:
        """Stand before the first line."""
        self.source = source
        self.learner = learner
        self.today = today
        self.reading = Reading(encoding=source.encoding)
        self.found = Collector()
        self.envoi: Envoi | None = None
        self.tree: Tree | None = None
        self.examiner: Examiner | None = None
        self.person: list[Block] | None = None
        """The blocks of the employee being read."""
        self.others: list[Block] = []
        """The blocks of the declaration that are no employee's."""
        self.block = NO_BLOCK
        self.seen = Seen()
        self.seen_at = 0
        self.header_codes: set[str] = set()
        self.unread: list[int] = []
        """Lines of this envoi that are no record."""
        self.ranks = 0
        self.piece: list[bytes] = []
        self.records: list[Record] = []
        self.begin = 0
        """Place in the piece of the first record that its block does not have yet."""
        self.offset = 1
        """Line of the first record of the piece."""
        self.last_line = 0
        self.last_number = ""

    def run(self) -> Reading:
        """Read every line, then close what is open."""
        if self.source.has_mark:
            self.found.add(Finding("byte-order-mark"), 1, None)
        is_utf8_said = self.source.encoding != "utf-8"
        for lines in self.source.lines():
            if not is_utf8_said:
                is_utf8_said = self._say_utf8(lines)
            rest = lines
            while rest:
                records = self.learner.part(rest)
                self._read_records(records, rest)
                rest = rest[len(records) :]
        self.reading.line_count = self.offset - 1
        if self.learner.has_cp1252:
            self.reading.encoding = "cp1252"
        if not (self.reading.envois or self.reading.lot_blocks):
            return self._refuse()
        self._close_envoi()
        self.reading.problems = self.found.close(self.reading.line_count)
        return self.reading

    def _refuse(self) -> Reading:
        self.reading.is_dsn = False
        self.found = Collector()
        self.found.add(Finding("empty-file" if self.source.is_blank else "not-dsn"), 1, None)
        self.reading.problems = self.found.close(1)
        return self.reading

    def _say_utf8(self, piece: list[bytes]) -> bool:
        # A lost letter (U+FFFD) is told on its own line: it says nothing of the others.
        for place, line in enumerate(piece, self.offset):
            if not line.isascii() and not line.replace(_LOST, b"").isascii():
                self.found.add(Finding("encoding-utf8"), place, None)
                return True
        return False

    def _rank(self) -> int | None:
        return self.tree.declaration.rank if self.tree else None

    # ---- lines

    def _read_records(self, records: list[Record], piece: list[bytes]) -> None:
        """Go from one beginning of a block to the next: what is between is nearly always plain."""
        self.piece, self.records, self.begin = piece, records, 0
        self.found.is_doubtful = self.learner.norm_name not in KNOWN
        count = len(records)
        heads = [*compress(range(count), map(_step, records)), count]
        begin = heads[0]
        self._with_care(0, begin)
        kinds = tuple(map(_kind, records))
        plain, offset = self.learner.shapes.plain, self.offset
        tree, person, block = self.tree, self.person, None
        for end in heads[1:]:
            key = kinds[begin:end]
            shape = plain.get(key)
            # Most often: the next block inside an employee, where it should be.
            if shape is not None and person is not None and tree is not None:
                found = tree.within_person(shape, offset + begin)
                if found is not None:
                    found.records = records[begin:end]
                    person.append(found)
                    block, begin = found, end
                    continue
            if block is not None:
                self._stand(block, begin)
            self._take(begin, end, key)
            tree, person, block, begin = self.tree, self.person, None, end
        if block is not None:
            self._stand(block, begin)
        self.offset += count

    def _stand(self, block: Block, end: int) -> None:
        """Say that a block was read whole, up to place `end` of the piece, its lines in order."""
        self.block, self.begin = block, end
        self.last_number = block.shape.numbers[-1]
        self.last_line = self.offset + end - 1
        self.seen_at = -1

    def _take(self, begin: int, end: int, key: Kinds) -> None:
        """Open the blocks that a slice makes; one by one its records when they are in disorder."""
        parts = self.learner.shapes.cut(key)
        for first, last, shape in parts:
            at, after = begin + first, begin + last
            self._open(at, self.records[at])
            self.block.records, self.block.shape = self.records[at:after], shape
            self._stand(self.block, after)
        if not parts:
            self._with_care(begin, end)

    def _with_care(self, begin: int, end: int) -> None:
        """Go through records one by one."""
        records, last = self.records, self.last_number
        for at in range(begin, end):
            record = records[at]
            number = record[1]
            if record[5] is None and record[0] is self.block.code and number > last:
                last = number
            else:
                last = self._turn(at, record, last)
        self._end_slice(end)
        self.last_number = last

    def _end_slice(self, at: int) -> None:
        """Give the open block its records up to place `at` of the piece."""
        begin, self.begin = self.begin, at
        if begin == at:
            return
        block, taken = self.block, self.records[begin:at]
        line = self.offset + begin
        self.last_line = self.offset + at - 1
        before = len(block.records)
        block.shape = None
        if block.places is None and block.line + before != line:
            block.places = list(range(block.line, block.line + before))
        if block.places is not None:
            block.places.extend(range(line, line + len(taken)))
        if before:
            block.records.extend(taken)
        else:
            block.records = taken

    def _unreadable(self, at: int) -> None:
        self._end_slice(at)
        self.begin = at + 1
        place = self.offset + at
        line = self.piece[at].decode("latin-1")
        self.unread.append(place)
        self.found.add(
            Finding("line-syntax" if line.strip() else "empty-line"), place, self._rank()
        )
        for finding in check_line(line):
            self.found.add(finding, place, self._rank())

    # ---- blocks

    def _turn(self, at: int, record: Record, last: str) -> str:
        """A record that does not simply follow the one before: a new block, or a disorder.

        Gives the number after which the next record of the same block is in order.
        """
        code, number = record[0], record[1]
        if not code:
            self._unreadable(at)
            return last
        if code is self.block.code and self._is_same_block(at, record):
            return number
        self._end_slice(at)
        self._open(at, record)
        return number

    def _open(self, at: int, record: Record) -> None:
        """Open the block that a record begins."""
        code, number = record[0], record[1]
        place = self.offset + at
        block = Block(code, place)
        structure = code[:3]
        if structure == "S21" and self.tree is not None:
            self._attach(block)
        elif structure in HUB_STRUCTURES:
            self._open_lot_block(block, structure)
        elif structure == "S10":
            self._open_header(block)
        elif structure == "S90":
            self._open_trailer(block)
        elif code == "S20.G00.05":
            self._open_declaration(block)
        else:
            self._open_inside(block)
        self.block = block
        self.seen_at = -1
        head = self.learner.norm.heads.get(code, number)
        if head != number:
            missing = f"{code}.{head}"
            self.found.add(Finding("missing-rubric", {}, place, missing), place, self._rank())

    def _is_same_block(self, at: int, record: Record) -> bool:
        """Whether a number not above the last one still belongs to the block being read."""
        block, number = self.block, record.number
        head = self.learner.norm.heads.get(block.code)
        if number == head:
            return False
        # What the platform adds (.9xx) stands anywhere and does not count for the order.
        if number[:1] == "9":
            return True
        self._end_slice(at)
        if self.seen_at < 0:
            self.seen, self.seen_at = Seen(), 0
        numbers = [each.number for each in block.records[self.seen_at :]]
        self.seen_at = len(block.records)
        if self.seen.takes(numbers, number):
            return True
        if head is None or head not in self.seen.numbers:
            return False
        code = "duplicate-rubric" if number in self.seen.numbers else "rubric-out-of-order"
        place = self.offset + at
        self.found.add(Finding(code, {}, place, record.rubric), place, self._rank())
        return True

    def _open_lot_block(self, block: Block, structure: str) -> None:
        self._close_envoi()
        self.reading.lot_blocks.append(block)
        if structure == "S05" and self.reading.lot_header is None:
            self.reading.lot_header = block

    def _open_header(self, block: Block) -> None:
        if block.code == "S10.G00.00":
            self._open_envoi(block)
            return
        envoi = self.envoi
        if envoi is None or envoi.declarations or envoi.trailer:
            envoi = self._open_envoi_without_header(block.line)
        if block.code in self.header_codes and block.code[-2:] != "95":
            self.found.add(Finding("repeated-block", {"block": block.code}), block.line, None)
        self.header_codes.add(block.code)
        envoi.header.adopt(block)
        block.parent = envoi.header

    def _open_trailer(self, block: Block) -> None:
        envoi = self._current_envoi(block.line)
        self._close_declaration(block.line)
        envoi.trailer = block

    def _open_inside(self, block: Block) -> None:
        self._current_envoi(block.line)
        if self.tree is None:
            finding = Finding("missing-declaration", {"block": block.code})
            self.found.add(finding, block.line, None)
            self._open_declaration(Block("S20.G00.05", block.line))
        self._attach(block)

    def _attach(self, block: Block) -> None:
        assert self.tree is not None
        depth = _DEPTHS.get(block.code, 0)
        if depth > PERSON_DEPTH and self.person is not None:
            self.person.append(block)
        elif block.code == PERSON:
            self._close_person()
            self.person = [block]
        else:
            if depth:
                self._close_person()
            self.others.append(block)
        for finding in self.tree.attach(block):
            self.found.add(finding, block.line, self._rank())

    # ---- envois, declarations, employees

    def _current_envoi(self, place: int) -> Envoi:
        """The envoi being read; after its end, or before any, one without header."""
        if self.envoi is None or self.envoi.trailer is not None:
            return self._open_envoi_without_header(place)
        return self.envoi

    def _open_envoi_without_header(self, place: int) -> Envoi:
        self.found.add(Finding("missing-header"), place, None)
        return self._open_envoi(Block("S10.G00.00", place))

    def _open_envoi(self, header: Block) -> Envoi:
        self._close_envoi()
        place = header.line
        self.envoi = Envoi(rank=len(self.reading.envois) + 1, first_line=place, header=header)
        self.reading.envois.append(self.envoi)
        self.header_codes = set()
        return self.envoi

    def _open_declaration(self, root: Block) -> None:
        envoi = self._current_envoi(root.line)
        self._close_declaration(root.line)
        self.ranks += 1
        declaration = Declaration(self.ranks, envoi.rank, root, first_line=root.line)
        envoi.declarations.append(declaration)
        self.tree = Tree(declaration)
        self.examiner = self._examiner(envoi, declaration)

    def _examiner(self, envoi: Envoi, declaration: Declaration) -> Examiner:
        learner = self.learner
        of = Context(envoi, declaration, learner.norm.name, learner.tables, self.today)
        of.is_extract = self.reading.lot_header is not None
        return Examiner(self.found, learner, of)

    def _close_person(self) -> None:
        """Check the employee just read; forget it when nothing is kept."""
        blocks, self.person = self.person, None
        if blocks is None or self.examiner is None or self.tree is None:
            return
        self.tree.declaration.individuals += 1
        self.examiner.examine_person(blocks)
        if self.each_person:
            self.each_person(self.examiner.of, blocks[0])
        if not self.keep:
            person = blocks[0]
            assert person.parent is not None
            person.parent.children.remove(person)
            self.examiner.forgotten.setdefault(id(person.parent), []).append(person.line)
            for block in blocks:
                block.parent = None
            path = self.tree.path
            path[PERSON_DEPTH:] = [path[0]] * (len(path) - PERSON_DEPTH)
            self.tree.top = min(self.tree.top, PERSON_DEPTH - 1)

    def _close_declaration(self, place: int) -> None:
        """Fill in and check the declaration that ends before line `place`."""
        if self.tree is None or self.examiner is None:
            return
        self._close_person()
        declaration = self.tree.declaration
        declaration.last_line = place - 1
        fill_declaration(declaration)
        self.examiner.end(self.others)
        self.others, self.tree, self.examiner = [], None, None
        if self.each_declaration:
            self.each_declaration(declaration)

    def _close_envoi(self) -> None:
        """Count, fill in and check the envoi that ends with the last record read."""
        envoi, self.envoi = self.envoi, None
        if envoi is None:
            self.unread.clear()
            return
        last = max(self.last_line, envoi.first_line)
        self._close_declaration(last + 1)
        envoi.counted_rubrics = last - envoi.first_line + 1
        envoi.counted_rubrics -= sum(envoi.first_line <= place < last for place in self.unread)
        self.unread.clear()
        fill_envoi(envoi)
        nothing = Declaration(0, envoi.rank, NO_BLOCK, envoi.first_line)
        self._examiner(envoi, nothing).end_envoi(envoi, last)

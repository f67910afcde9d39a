"""What changed between a declaration and the one that replaces it.

Declarations are matched by what they are about, people by their numbers or names, blocks by what
the norm tells them apart by; what is left alone on both sides is the same thing, changed.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeVar

from mandat.formats.dsn.collector import MASK, shown
from mandat.formats.dsn.model import Block, Declaration, Reading
from mandat.formats.dsn.norms import PLACES, is_from_hub, labels
from mandat.formats.dsn.values import cents

T = TypeVar("T")
Kind = Literal["added", "removed", "changed"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed")
PEOPLE = ("S21.G00.30", "S89.G00.91")

# By these a declaration says that it replaces another: they always differ.
_OF_REPLACING = {"S20.G00.05": frozenset({"002", "004", "006", "007"})}

# Block → the numbers of the rubrics that tell it from its like, the most telling first.
KEYS = {
    "S20.G00.07": "004",
    "S20.G00.08": "001",
    "S21.G00.06": "001",
    "S21.G00.11": "001",
    "S21.G00.12": "001",
    "S21.G00.13": "001 002 004",
    "S21.G00.15": "005 001 002",
    "S21.G00.16": "001",
    "S21.G00.20": "001 006 007 002 008 010",
    "S21.G00.22": "001 003 004 002",
    "S21.G00.23": "001 002 006 003",
    "S21.G00.31": "001",
    "S21.G00.34": "001 002 003",
    "S21.G00.40": "009",
    "S21.G00.41": "001 028",
    "S21.G00.44": "001 003",
    "S21.G00.45": "001 002",
    "S21.G00.50": "003 001",
    "S21.G00.51": "011 010 001 002",
    "S21.G00.52": "001 006 003 004",
    "S21.G00.53": "001 003",
    "S21.G00.54": "001 005 003",
    "S21.G00.55": "003 004 002",
    "S21.G00.56": "001 002",
    "S21.G00.58": "003 001",
    "S21.G00.60": "001 002",
    "S21.G00.62": "001 002",
    "S21.G00.63": "001 002",
    "S21.G00.65": "001 002",
    "S21.G00.66": "001",
    "S21.G00.70": "012 013",
    "S21.G00.71": "002",
    "S21.G00.72": "001",
    "S21.G00.73": "007 006 009 003",
    "S21.G00.78": "001 002 003 006 005",
    "S21.G00.79": "001",
    "S21.G00.81": "001 002 005",
    "S21.G00.82": "002 003 004 005",
    "S21.G00.83": "001",
    "S21.G00.84": "001 002 005",
    "S21.G00.85": "001",
    "S21.G00.86": "001 005",
    "S21.G00.95": "001 002 005",
    "S21.G00.98": "001",
    "S89.G00.32": "004 005 002 003 006",
    "S89.G00.33": "001",
    "S89.G00.35": "001",
    "S89.G00.43": "001",
    "S89.G00.67": "001 002 005",
    "S89.G00.87": "007 008 001 005",
    "S89.G00.88": "008 009 001 006",
    "S89.G00.89": "007 008 005",
    "S89.G00.92": "001 002 004 005",
    "S89.G00.93": "001 002",
    "S89.G00.94": "001",
}

_FAMILIES = {
    "declaration": "S20.G00.05 S20.G00.07 S20.G00.08",
    "company": "S21.G00.06 S21.G00.11 S21.G00.13 S21.G00.85",
    "person": "S21.G00.30 S21.G00.31 S21.G00.98 S89.G00.91 S89.G00.32",
    "contract": "S21.G00.15 S21.G00.16 S21.G00.34 S21.G00.40 S21.G00.41 S21.G00.45 S21.G00.70"
    " S21.G00.71 S21.G00.72 S21.G00.73 S21.G00.86",
    "pay": "S21.G00.50 S21.G00.51 S21.G00.52 S21.G00.53 S21.G00.54 S21.G00.56 S21.G00.58",
    "payments": "S21.G00.12 S21.G00.20 S21.G00.55",
    "events": "S21.G00.60 S21.G00.62 S21.G00.63 S21.G00.65 S21.G00.66",
}
_FAMILY = {code: family for family, codes in _FAMILIES.items() for code in codes.split()}


def family_of(code: str) -> str:
    """The family of a block, by the names of `catalogue.CATEGORIES`."""
    return _FAMILY.get(code, "contributions" if code[:3] == "S21" else "pay")


class Step(NamedTuple):
    """A block on the way to a change: its code, and by which rubrics it is told apart, masked."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """The values alone."""
        return " ".join(value for _, value in self.values)


@dataclass(frozen=True, slots=True)
class Change:
    """One rubric, or (`rubric` empty) one block with all below it, that is not the same.

    Values are masked where personal. Lines are those of each file, 0 where there is none;
    `individual` the rank of the person in each. `difference` is in hundredths. `rubrics` counts
    the lines of a block that came or went, `values` are its own.
    """

    kind: Kind
    path: tuple[Step, ...]
    rubric: str = ""
    before: str = ""
    after: str = ""
    lines: tuple[int, int] = (0, 0)
    individual: tuple[int, int] = (0, 0)
    difference: int | None = None
    rubrics: int = 1
    values: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        """The block it is in, or that it is."""
        return self.path[-1].code

    @property
    def family(self) -> str:
        """The family of that block."""
        return family_of(self.code)


@dataclass(slots=True)
class Pair:
    """Two declarations about the same; one is None when the other file has none like it."""

    before: Declaration | None
    after: Declaration | None
    changes: list[Change] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs but what says that one replaces the other."""
        return bool(self.before and self.after and not self.changes)


def compare(before: Reading, after: Reading) -> list[Pair]:
    """The declarations of two files, paired, with what changed in each pair."""
    found = _matched(before.declarations, after.declarations, (_about, _about_roughly))
    found = _left_alone(found, lambda each: each.nature)
    pairs = []
    for old, new in found:
        pair = Pair(old, new)
        if old and new:
            pair.changes.extend(_Comparison().blocks(old.root, new.root, ()))
        pairs.append(pair)
    return pairs


def _about(each: Declaration) -> tuple[Hashable, ...]:
    """Establishment, month and fraction; for an event, whom and which."""
    if each.nature == "01":
        return each.nature, each.siret, each.month, each.fraction
    people = [identity for block in _people(each.root) for identity in _identities(block)[:1]]
    events = [
        (block.code, block.value("001"), block.value("002"))
        for code in ("S21.G00.60", "S21.G00.62")
        for block in each.root.blocks(code)
    ]
    return each.nature, each.siret, each.fraction, tuple(people), tuple(events)


def _about_roughly(each: Declaration) -> tuple[Hashable, ...]:
    """The same without the event, whose dates may be what was wrong."""
    people = [identity for block in _people(each.root) for identity in _identities(block)[:1]]
    is_event = each.nature != "01"
    about = tuple(people) if is_event else (each.month, each.fraction)
    return each.nature, each.siret if is_event else each.siret[:9], about


def _people(root: Block) -> Iterator[Block]:
    for code in PEOPLE:
        yield from root.blocks(code)


def _identities(person: Block) -> list[tuple[str, ...]]:
    """What may tell who a person is, the surest first. Never shown."""
    is_employee = person.code == PEOPLE[0]
    ntt, number, first = ("020", "019", "004") if is_employee else ("021", "016", "004")
    named = tuple(person.value(each).upper() for each in ("002", first, "006"))
    found = [
        ("nir", person.value("001")),
        ("ntt", person.value(ntt)),
        ("own", person.value(number)),
    ]
    return [each for each in found if each[1]] + ([("name", *named)] if named[0] else [])


# ---- matching


def _matched(
    olds: Sequence[T], news: Sequence[T], passes: Iterable[Callable[[T], Hashable | None]]
) -> list[tuple[T | None, T | None]]:
    """Pairs of the same, in the order of the new ones, then the old ones that are no more.

    Each pass tells things apart by something else; None says that it cannot tell this one.
    """
    partners: dict[int, T] = {}
    taken: set[int] = set()
    for key in passes:
        waiting: dict[Hashable, list[int]] = {}
        for rank, old in enumerate(olds):
            if rank not in taken and (its_key := key(old)) is not None:
                waiting.setdefault(its_key, []).append(rank)
        for rank, new in enumerate(news):
            its_key = key(new)
            if rank not in partners and its_key is not None and waiting.get(its_key):
                found = waiting[its_key].pop(0)
                partners[rank] = olds[found]
                taken.add(found)
    gone = [(old, None) for rank, old in enumerate(olds) if rank not in taken]
    return [*((partners.get(rank), new) for rank, new in enumerate(news)), *gone]


def _left_alone(
    pairs: Sequence[tuple[T | None, T | None]], kind: Callable[[T], Hashable]
) -> list[tuple[T | None, T | None]]:
    """Pairs what is alone of its kind on both sides: it is the same thing, changed."""
    olds: dict[Hashable, list[T]] = {}
    news: dict[Hashable, list[T]] = {}
    for old, new in pairs:
        if new is None and old is not None:
            olds.setdefault(kind(old), []).append(old)
        elif old is None and new is not None:
            news.setdefault(kind(new), []).append(new)
    partner = {
        id(news[its][0]): alone[0]
        for its, alone in olds.items()
        if len(alone) == 1 == len(news.get(its, []))
    }
    gone = {id(old) for old in partner.values()}
    return [
        (partner.get(id(new), old) if old is None else old, new)
        for old, new in pairs
        if not (new is None and id(old) in gone)
    ]


def _same_blocks(
    olds: Sequence[Block], news: Sequence[Block]
) -> list[tuple[Block | None, Block | None]]:
    """Blocks of one code under one parent, paired."""
    code = (olds or news)[0].code
    if code in PEOPLE:
        known = [_identity(kind) for kind in ("nir", "ntt", "own", "name")]
        return _matched(olds, news, [*known, _unknown])
    numbers = KEYS.get(code, "").split()
    # Those that say just the same go first, so that of two alike the right one is left over.
    passes = [_content, *(_key(numbers[:length]) for length in range(len(numbers), 0, -1))]
    found = _matched(olds, news, passes)
    return _left_alone(found, lambda block: block.code)


def _identity(kind: str) -> Callable[[Block], Hashable | None]:
    def key(person: Block) -> Hashable | None:
        return next((each for each in _identities(person) if each[0] == kind), None)

    return key


def _unknown(person: Block) -> Hashable | None:
    """Those of whom nothing says who they are: by their order."""
    return None if _identities(person) else "unknown"


def _content(block: Block) -> Hashable:
    return tuple(sorted(block.values.items()))


def _key(numbers: Sequence[str]) -> Callable[[Block], Hashable | None]:
    def key(block: Block) -> Hashable | None:
        values = tuple(block.value(number) for number in numbers)
        return values if any(values) else None

    return key


# ---- comparing


class _Comparison:
    """Compares two declarations; knows which person it is at, in each."""

    def __init__(self) -> None:
        self.individual = (0, 0)

    def blocks(self, old: Block, new: Block, above: tuple[Step, ...]) -> Iterator[Change]:
        """What changed in a block and below it."""
        path = (*above, _step(new))
        yield from self._rubrics(old, new, path)
        for olds, news in _children(old, new):
            ranks = _ranks(olds, news)
            for before, after in _same_blocks(olds, news):
                is_person = (before or after or old).code in PEOPLE
                if is_person:
                    self.individual = ranks.get(id(before), 0), ranks.get(id(after), 0)
                if before and after:
                    yield from self.blocks(before, after, path)
                else:
                    yield self._whole(before, after, path)
                if is_person:
                    self.individual = (0, 0)

    def _rubrics(self, old: Block, new: Block, path: tuple[Step, ...]) -> Iterator[Change]:
        skipped = _OF_REPLACING.get(new.code, frozenset())
        for number in sorted({*old.values, *new.values} - skipped):
            rubric = f"{new.code}.{number}"
            before, after = old.value(number), new.value(number)
            if is_from_hub(rubric) or (before == after and old.has(number) == new.has(number)):
                continue
            kind: Kind = "changed"
            if not (old.has(number) and new.has(number)):
                kind = "added" if new.has(number) else "removed"
            said = shown(rubric, before), shown(rubric, after)
            yield Change(
                kind,
                path,
                rubric,
                *said,
                (_line(old, number), _line(new, number)),
                self.individual,
                None if MASK in said else _difference(before, after),
            )

    def _whole(self, old: Block | None, new: Block | None, path: tuple[Step, ...]) -> Change:
        block = new or old
        assert block is not None
        return Change(
            "added" if new else "removed",
            (*path, _step(block)),
            lines=(old.line if old else 0, new.line if new else 0),
            individual=self.individual,
            rubrics=sum(len(each.records) for each in block.walk()),
            values=tuple(
                (record.rubric, shown(record.rubric, record.value)) for record in block.records
            ),
        )


def _children(old: Block, new: Block) -> Iterator[tuple[list[Block], list[Block]]]:
    """The blocks just below two blocks, by code, in the order of the norm."""
    codes = {child.code for block in (old, new) for child in block.children}
    for code in sorted(
        codes, key=lambda each: (PLACES[each].rank if each in PLACES else 999, each)
    ):
        if not is_from_hub(f"{code}.000"):
            yield old.below(code), new.below(code)


def _ranks(olds: Sequence[Block], news: Sequence[Block]) -> dict[int, int]:
    return {id(each): rank for blocks in (olds, news) for rank, each in enumerate(blocks, start=1)}


def _step(block: Block) -> Step:
    if block.code in PEOPLE:
        return Step(block.code)
    rubrics = [f"{block.code}.{number}" for number in KEYS.get(block.code, "").split()]
    values = [(rubric, shown(rubric, block.value(rubric[11:]))) for rubric in rubrics]
    return Step(block.code, tuple((rubric, value) for rubric, value in values if value))


def _line(block: Block, number: str) -> int:
    return block.line_of(number) if block.has(number) else 0


def _difference(before: str, after: str) -> int | None:
    old, new = cents(before), cents(after)
    return None if old is None or new is None else new - old


def label(code: str) -> str:
    """The label of a block or a rubric; itself when it has none."""
    return labels().get(code, code)

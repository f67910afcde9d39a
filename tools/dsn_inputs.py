"""What `tools/dsn_fuzz.py` feeds the reader: right files of every kind, and what happens to them.

An input is known by a seed and a number: the same two give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from mandat.formats.dsn.generate import SHAPES, generate
from mandat.formats.dsn.tests.cases import Case
from mandat.formats.dsn.tests.cases.bases import BASES

Lines = list[bytes]
Mutation = Callable[[Lines, Random], Lines]

MOST_LINES = 4_000
LONG = 100_000
_KEPT = (b"S20.G00.05", b"S21.G00.06", b"S21.G00.11")
_HEAD = (b"S10", b"S20.G00.07", b"S90")
_TURNS = (b"S10.G00.00.006", b"S10.G00.00.008")
_PERSON = (b"S21.G00.30", b"S21.G00.40")
_THIN, _TINY = 30, 10


@cache
def corpus() -> tuple[tuple[bytes, ...], ...]:
    """Right files as lines: the hand-written bases, and every shape for one person and for two."""
    files = [Case([], base=name).file([]) for name in BASES]
    files += [generate(name, seed, size=seed) for name in SHAPES for seed in (1, 2)]
    return tuple(tuple(file.split(b"\r\n")[:-1]) for file in files)


@cache
def _by_rubric() -> dict[bytes, tuple[bytes, ...]]:
    """Every line of the corpus by its rubric."""
    found: dict[bytes, dict[bytes, None]] = {}
    for file in corpus():
        for line in file:
            found.setdefault(line[:14], {})[line] = None
    return {rubric: tuple(lines) for rubric, lines in found.items()}


@cache
def _rubrics() -> tuple[bytes, ...]:
    return tuple(_by_rubric())


VALUES = (
    "", " ", "0", "00", "1", "-1", "01", "99", "098", "099", "999", "0.00", "-0.00", "0.01",
    "-0.01",
    "1.00", "-1.00", "999999999999.99", "-999999999999.99", "1e5", "1,00", "1.", ".1", "١٢", "²",
    "½",
    "31129999", "01010001", "00000000", "99999999", "29022023", "29022024", "31122025", "01012026",
    "31012026", "01022026", "28022026", "32012026", "00002026", "01132026", "31120000", "3112202",
    "012026", "002026", "132026", "2026M01", "2026M13", "2026M00", "2026T04", "2026T05", "2026S02",
    "2026A00", "9999A00", "9999M12", "0001M01", "200", "136", "01 02", "a", "A" * 60, "é", "€",
    "\t",
    "\x00", "\x7f", "\xad", "\u200b", "'", "''", ",'", "732829320", "73282932000074", "DGFIP",
    "P26V01",
    "P24V01", "P27V01", "P99V99", "P23V01", "04", "05", "07", "08", "09", "02", "10", "11",
    "123456789012345",
    "2730175001005", "1990275001005", "{", "{0}", "%s", "MONSIEUR X", "X--Y", "-X", "a@b", "a@b.c",
    "FR7630006000011234567890189", "0" * 300,
)  # fmt: skip
_DIGITS = b"0123456789"


# ---- one value


def _put(line: bytes, value: bytes) -> bytes:
    return line[:14] + b",'" + value + b"'"


def _any_value(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines))
    lines[at] = _put(lines[at], rng.choice(VALUES).encode("latin-1", "replace"))
    return lines


def _value_of_another(lines: Lines, rng: Random) -> Lines:
    """The line of the same rubric in another file."""
    at = rng.randrange(len(lines))
    others = _by_rubric().get(lines[at][:14])
    lines[at] = rng.choice(others) if others else lines[at]
    return lines


def _value_from_below(lines: Lines, rng: Random) -> Lines:
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[at] = _put(lines[at], lines[other][16:-1])
    return lines


def _other_digit(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines))
    value = bytearray(lines[at][16:-1])
    if value:
        value[rng.randrange(len(value))] = rng.choice(_DIGITS)
    lines[at] = _put(lines[at], bytes(value))
    return lines


def _cut_value(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines))
    value = lines[at][16:-1]
    lines[at] = _put(lines[at], value[: rng.randrange(len(value) + 1)])
    return lines


def _turned(lines: Lines, rng: Random) -> Lines:
    """Another nature, kind, fraction, month or norm."""
    number = rng.choice((b"S20.G00.05.001", b"S20.G00.05.002", b"S20.G00.05.003", b"S20.G00.05.005",
                         b"S20.G00.05.007", b"S10.G00.00.006", b"S10.G00.00.008"))  # fmt: skip
    value = rng.choice(("01", "02", "03", "04", "05", "07", "08", "09", "11", "12", "33", "42",
    "0", "",
                        "P24V01", "P25V01", "P26V01", "P30V01", "01012024", "01122025",
                        "31129999"))  # fmt: skip
    for at, line in enumerate(lines):
        if line.startswith(number):
            lines[at] = _put(line, value.encode())
    return lines


# ---- lines


def _drop(lines: Lines, rng: Random) -> Lines:
    del lines[rng.randrange(len(lines))]
    return lines


def _double(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines))
    lines.insert(at, lines[at])
    return lines


def _swap(lines: Lines, rng: Random) -> Lines:
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return lines


def _foreign(lines: Lines, rng: Random) -> Lines:
    """A line of any other file, anywhere."""
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(_by_rubric()[rng.choice(_rubrics())]))
    return lines


def _strange(lines: Lines, rng: Random) -> Lines:
    """A line written against the syntax, or of a rubric nobody knows."""
    at = rng.randrange(len(lines))
    line = lines[at]
    lines[at] = rng.choice((
        b"", b" ", line.lower(), line[:14], line[:10], line[:15], line[:-1], line[:16],
        b" " + line, line + b" ",
        line.replace(b"'", b'"'), line.replace(b",", b";"), line.replace(b".", b""), line[16:],
        b"\x1a", b"'",
        b"S21.G00.99.001,'1'", b"S20.G00.96.902,'X'", b"S10.G00.95.001,'X'", b"S21.G00.06.903,'X'",
        b"S20.G00.07.00X,'1'", b"S21.G00.30.001.002,'1'", b"S99.Z99.99.999,'1'", line + line,
    ))  # fmt: skip
    return lines


def _very_long(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines))
    filling = rng.choice((b"9", b" ", b"A", b"'", b"-", b".", b"\xe9", b"A-", b"a.", b"0"))
    lines[at] = _put(lines[at], filling * (LONG // len(filling)))
    return lines


# ---- blocks


def _block(lines: Sequence[bytes], rng: Random) -> range:
    """The lines of the block around some line, or of it and a few after it."""
    at = rng.randrange(len(lines))
    code, start, end = lines[at][:10], at, at + 1
    while start and lines[start - 1][:10] == code and lines[start - 1] < lines[start]:
        start -= 1
    while end < len(lines) and lines[end][:10] == code and lines[end - 1] < lines[end]:
        end += 1
    more = rng.choice((0, 0, 0, 1, 4, 12))
    return range(start, min(end + more, len(lines)))


def _drop_block(lines: Lines, rng: Random) -> Lines:
    found = _block(lines, rng)
    del lines[found.start : found.stop]
    return lines


def _double_block(lines: Lines, rng: Random) -> Lines:
    found = _block(lines, rng)
    lines[found.stop : found.stop] = lines[found.start : found.stop]
    return lines


def _move_block(lines: Lines, rng: Random) -> Lines:
    found = _block(lines, rng)
    taken = lines[found.start : found.stop]
    del lines[found.start : found.stop]
    at = rng.randrange(len(lines) + 1)
    lines[at:at] = taken
    return lines


def _foreign_block(lines: Lines, rng: Random) -> Lines:
    """A block of another file, where its like stands or anywhere."""
    other = rng.choice(corpus())
    found = _block(other, rng)
    like = [at for at, line in enumerate(lines) if line[:10] == other[found.start][:10]]
    at = rng.choice(like) if like and rng.random() < 0.5 else rng.randrange(len(lines) + 1)
    lines[at:at] = other[found.start : found.stop]
    return lines


def _repeat_block(lines: Lines, rng: Random) -> Lines:
    found = _block(lines, rng)
    times = rng.choice((2, 10, 100, 100, 1_000))
    lines[found.stop : found.stop] = (lines[found.start : found.stop] * times)[:MOST_LINES]
    return lines


def _shuffle(lines: Lines, rng: Random) -> Lines:
    found = _block(lines, rng)
    part = lines[found.start : found.stop]
    rng.shuffle(part)
    lines[found.start : found.stop] = part
    return lines


# ---- files


def _splice(lines: Lines, rng: Random) -> Lines:
    other = rng.choice(corpus())
    return lines[: rng.randrange(len(lines) + 1)] + [*other[rng.randrange(len(other)) :]][:30]


def _cut(lines: Lines, rng: Random) -> Lines:
    return lines[: rng.randrange(len(lines) + 1)]


def _lot(lines: Lines, rng: Random) -> Lines:
    head = [b"S05.G51.00.001,'V01'", b"S05.G51.00.006,'1'", b"S06.G51.00.001,'DSNOK'"]
    end = [b"S96.G51.00.001,'FINSL'", b"S96.G51.00.002,'1'", b"S95.G51.00.001,'1'"]
    first, last = rng.choice((head, head, head[:1], [])), rng.choice((end, end, end[:1], []))
    return [*first, *lines[:40] * rng.choice((1, 1, 2)), *last]


LIGHT: tuple[Mutation, ...] = (
    _any_value, _any_value, _any_value, _value_of_another, _value_of_another, _value_from_below,
    _other_digit,
    _other_digit, _cut_value, _turned, _drop, _drop, _double, _swap, _foreign, _strange,
    _drop_block,
    _drop_block, _double_block, _move_block, _foreign_block, _foreign_block, _shuffle, _splice,
    _cut, _lot,
)  # fmt: skip
HEAVY: tuple[Mutation, ...] = (_very_long, _repeat_block)
_HEAVY_ONCE_IN = 400


def _binary(content: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.randbytes(rng.choice((1, 1, 3, 40, 400))) + content[at:]


def _flipped(content: bytes, rng: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 2, 5, 30))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _truncated(content: bytes, rng: Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _encoded(content: bytes, rng: Random) -> bytes:
    """The text written with another encoding, or an encoding it does not have."""
    text = content.decode("latin-1")
    if rng.random() < 0.5:
        text = text.replace("E", rng.choice("Éé€\u2019œ\u00a0\U0001f600"), 2)
    name = rng.choice(
        ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp500")
    )
    return text.encode(name, "replace")


def _other_ends(content: bytes, rng: Random) -> bytes:
    return content.replace(
        b"\r\n", rng.choice((b"\n", b"\r", b"\n\r", b"\r\r\n", b"\x0b", b"\x85", b"", b"\x00"))
    )


BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _binary, _flipped, _flipped, _truncated, _encoded, _encoded, _other_ends,
)  # fmt: skip
_BYTES_ONCE_IN = 8


def _thin(lines: Lines, rng: Random) -> Lines:
    """Leave out most blocks: a small file reads fast, and lacks something new each time.

    Five in six lack most of their head too, which is the same in all.
    """
    has_head = rng.randrange(6) == 0
    share = (_THIN if has_head else _TINY) / len(lines)
    kept: Lines = []
    code, number, is_kept = b"", b"", True
    for line in lines:
        if line[:10] != code or line[11:14] <= number:
            likely = 0.5 if line.startswith(_PERSON) else share
            is_kept = rng.random() < likely or line.startswith(_KEPT)
        code, number = line[:10], line[11:14]
        if line.startswith(_HEAD):
            is_kept = has_head or line.startswith(_TURNS)
        if is_kept:
            kept.append(line)
    return kept[:100] or lines


def make(seed: int, number: int) -> bytes:
    """The input of that number."""
    rng = Random(f"{seed}:{number}")  # noqa: S311 - the same seed must give the same input
    if rng.randrange(300) == 0:
        return rng.randbytes(rng.randrange(3_000))
    lines = [*rng.choice(corpus())]
    if len(lines) > _THIN and rng.randrange(150):
        lines = _thin(lines, rng)
    for _ in range(rng.choice((1, 1, 2, 3, 4, 6))):
        lines = rng.choice(LIGHT)(lines, rng) or [b""]
    if rng.randrange(_HEAVY_ONCE_IN) == 0:
        lines = rng.choice(HEAVY)(lines, rng)
    content = b"".join(line + b"\r\n" for line in lines)
    while rng.randrange(_BYTES_ONCE_IN) == 0:
        content = rng.choice(BYTES)(content, rng)
    return content

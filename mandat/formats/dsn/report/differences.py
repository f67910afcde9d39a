"""What changed between two files, for people and for programs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from mandat.formats.dsn.catalogue import CATEGORIES
from mandat.formats.dsn.collector import MASK
from mandat.formats.dsn.compare import KINDS, PEOPLE, Change, Pair, Step, label
from mandat.formats.dsn.model import Declaration
from mandat.formats.dsn.report.examine import facts_of
from mandat.formats.dsn.report.words import Words
from mandat.formats.dsn.texts import FULL, shown

_MOST_VALUES = 6
_INDENT = "  "


def as_text(pairs: Sequence[Pair], words: Words) -> Iterator[str]:
    """The lines of the report."""
    for pair in pairs:
        yield from _pair(pair, words)
    if all(pair.is_same for pair in pairs):
        yield words("same")
        return
    yield words.colon(words("by-family"), "").rstrip(" ")
    for family, counts in summary(pairs).items():
        parts = [f"{words.number(counts[kind])} {words(kind)}" for kind in KINDS if counts[kind]]
        yield f"  {words.colon(words(f'family-{family}'), ', '.join(parts))}"
    if words.language != FULL:
        yield words("labels")


def _pair(pair: Pair, words: Words) -> Iterator[str]:
    declaration = pair.after or pair.before
    assert declaration is not None
    said = words.declaration(facts_of(declaration))
    if not (pair.before and pair.after):
        yield f"{words('added' if pair.after else 'removed')} · {said}"
        yield ""
        return
    if pair.is_same:
        return
    yield said
    above: tuple[str, ...] = ()
    for change in pair.changes:
        path = _path(change, words)
        # A block is named once for all that changed in it and below it.
        same = len(list(takewhile(lambda both: both[0] == both[1], zip(path, above, strict=False))))
        for depth in range(same, len(path)):
            yield f"{_INDENT * (1 + depth)}{path[depth]}"
        above = path
        for line in _change(change, words):
            yield f"{_INDENT * (1 + len(path))}{line}"
    yield ""


def _path(change: Change, words: Words) -> tuple[str, ...]:
    """The way to the block, its people by rank; from the declaration down, but not itself."""
    steps = change.path[:-1] if not change.rubric else change.path
    return tuple(_name(change, step, words) for step in steps[1:]) or (label(steps[0].code),)


def _name(change: Change, step: Step, words: Words) -> str:
    """What a block is and which one of its kind."""
    if step.code in PEOPLE:
        before, after = change.individual
        place = words("moved-line", a=before or "–", b=after or "–") if before != after else after
        return f"{label(step.code)} ({place})"
    values = [(rubric, _readable(rubric, value, words)) for rubric, value in step.values]
    if len(values) > 1:
        return f"{label(step.code)} ({', '.join(f'{label(each)} {said}' for each, said in values)})"
    return " ".join([label(step.code), *(said for _, said in values)])


def _readable(rubric: str, value: str, words: Words) -> str:
    """A value as the language writes dates and amounts."""
    return str(shown({"rubric": rubric, "value": value}, words.language)["value"])


def _change(change: Change, words: Words) -> Iterator[str]:
    mark = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    where = _lines(change, words)
    if not change.rubric:
        step = change.path[-1]
        count = words.counted(change.rubrics, "rubrics")
        name = _name(change, step, words)
        yield f"{mark} {name} {words(change.kind)} ({step.code}, {count}, {where})"
        for rubric, value in change.values[:_MOST_VALUES]:
            yield f"{_INDENT * 2}{words.colon(label(rubric), value)}"
        return
    said = words.colon(label(change.rubric), _values(change, words))
    yield f"{mark} {said}  [{change.rubric}, {where}]"


def _values(change: Change, words: Words) -> str:
    if change.kind != "changed":
        return f"{change.after or change.before} ({words(change.kind)})"
    if change.before == change.after == MASK:
        return f"{MASK} ({words('hidden-change')})"
    said = f"{change.before} → {change.after}"
    if change.difference is not None:
        said += f" ({words('difference')} {amount(change.difference)})"
    return said


def _lines(change: Change, words: Words) -> str:
    before, after = change.lines
    if before and after:
        return f"{words('lines')} {words('moved-line', a=before, b=after)}"
    return f"{words('line')} {f'A {before}' if before else f'B {after}'}"


def amount(hundredths: int) -> str:
    """`+12.50`, as the norm writes amounts, with its sign."""
    sign = "-" if hundredths < 0 else "+"
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def summary(pairs: Sequence[Pair]) -> dict[str, Mapping[str, int]]:
    """Family → how many things were added, removed, changed; families without any left out."""
    counts: Counter[tuple[str, str]] = Counter(
        (change.family, change.kind) for pair in pairs for change in pair.changes
    )
    for pair in pairs:
        if not (pair.before and pair.after):
            counts["declaration", "added" if pair.after else "removed"] += 1
    return {
        family: {kind: counts[family, kind] for kind in KINDS}
        for family in CATEGORIES
        if any(counts[family, kind] for kind in KINDS)
    }


def as_dict(pairs: Sequence[Pair]) -> dict[str, object]:
    """The same for programs: see `docs/dsn/commands.md`."""
    return {
        "version": 1,
        "identical": all(pair.is_same for pair in pairs),
        "declarations": [
            {
                "before": _declaration(pair.before),
                "after": _declaration(pair.after),
                "changes": [_as_dict(change) for change in pair.changes],
            }
            for pair in pairs
        ],
        "summary": summary(pairs),
    }


def _declaration(each: Declaration | None) -> dict[str, object] | None:
    if each is None:
        return None
    facts = facts_of(each)
    return {
        "rank": facts.rank,
        "nature": facts.nature,
        "type": facts.type,
        "fraction": facts.fraction,
        "month": facts.month or None,
        "siret": facts.siret or None,
    }


def _as_dict(change: Change) -> dict[str, object]:
    is_block = not change.rubric
    before, after = change.lines
    return {
        "kind": change.kind,
        "family": change.family,
        "path": [
            {"block": step.code, "label": label(step.code), "key": step.key} for step in change.path
        ],
        "rubric": change.rubric or None,
        "label": label(change.rubric or change.code),
        "before": None if is_block or change.kind == "added" else change.before,
        "after": None if is_block or change.kind == "removed" else change.after,
        "difference": None if change.difference is None else amount(change.difference),
        "lines": {"before": before or None, "after": after or None},
        "individual": {
            "before": change.individual[0] or None,
            "after": change.individual[1] or None,
        },
        "rubrics": change.rubrics,
        "values": [{"rubric": rubric, "value": value} for rubric, value in change.values],
    }

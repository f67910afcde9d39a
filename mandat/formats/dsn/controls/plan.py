"""Which rules run for one norm and one nature, arranged by what has them run."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from mandat.formats.dsn.controls.registry import REGISTER, Control

_EVERYWHERE = ("S10", "S90")


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The rules of one norm and one nature.

    `by_block`: run on each instance of a block. `by_rubric`: run where the rubric is.
    `by_value`: the rules on its value alone. `apart`: values by which blocks are told apart for
    rules that hang on nothing else (`by_shape`). `collected`: rubrics to gather. `gatherers`: one
    set is made for each declaration.
    """

    by_block: dict[str, tuple[Control, ...]]
    by_rubric: dict[str, tuple[Control, ...]]
    by_value: dict[str, tuple[Control, ...]]
    collected: frozenset[str]
    gatherers: tuple[Control, ...]
    apart: dict[str, frozenset[str]]


NOTHING = Plan({}, {}, {}, frozenset(), (), {})


@cache
def plan(norm: str, nature: str) -> Plan:
    """Arrange the rules that apply; those on the head and the end of an envoi always do."""
    from mandat.formats.dsn.controls import load

    load()
    blocks: dict[str, list[Control]] = defaultdict(list)
    rubrics: dict[str, list[Control]] = defaultdict(list)
    values: dict[str, list[Control]] = defaultdict(list)
    collected: set[str] = set()
    apart: dict[str, frozenset[str]] = {}
    gatherers = []
    for each in REGISTER.values():
        if norm not in each.norms:
            continue
        if nature not in each.natures and each.on[:3] not in _EVERYWHERE:
            continue
        collected.update(each.collects)
        for rubric, told in each.by_shape.items():
            apart[rubric] = apart.get(rubric, frozenset()) | told
        if each.gatherer:
            gatherers.append(each)
        elif each.value_check:
            values[each.on].append(each)
        elif len(each.on) == 10:
            blocks[each.on].append(each)
        else:
            rubrics[each.on].append(each)
    return Plan(
        {code: tuple(rules) for code, rules in blocks.items()},
        {rubric: tuple(rules) for rubric, rules in rubrics.items()},
        {rubric: tuple(rules) for rubric, rules in values.items()},
        frozenset(collected),
        tuple(gatherers),
        apart,
    )


@cache
def doubted(tables: frozenset[str]) -> frozenset[str]:
    """The rules that rest on one of these outside tables, once all are loaded."""
    from mandat.formats.dsn.controls import load

    load()
    return frozenset(each.code for each in REGISTER.values() if each.table in tables)

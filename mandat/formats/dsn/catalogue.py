"""The problems of form: how bad each is, and its family. `texts/` has the sentences."""

from collections.abc import Mapping
from typing import NamedTuple

from mandat.formats.dsn.model import Level

CATEGORIES = (
    "file",
    "declaration",
    "company",
    "person",
    "contract",
    "pay",
    "contributions",
    "payments",
    "events",
    "history",
)
"""The ten families of problems, in the order in which a declaration is put right."""


class Entry(NamedTuple):
    """What is known of a code."""

    level: Level
    category: str


CATALOGUE: Mapping[str, Entry] = {
    "empty-file": Entry("blocking", "file"),
    "not-dsn": Entry("blocking", "file"),
    "encoding-utf8": Entry("signal", "file"),
    "byte-order-mark": Entry("signal", "file"),
    "too-many-problems": Entry("info", "file"),
    "test-file": Entry("info", "file"),
    "norm-unknown": Entry("signal", "file"),
    "empty-line": Entry("blocking", "file"),
    "line-syntax": Entry("blocking", "file"),
    "line-too-long": Entry("blocking", "file"),
    "empty-value": Entry("blocking", "file"),
    "blank-around": Entry("blocking", "file"),
    "forbidden-character": Entry("blocking", "file"),
    "lost-character": Entry("signal", "file"),
    "value-length": Entry("blocking", "file"),
    "value-format": Entry("blocking", "file"),
    "value-not-listed": Entry("blocking", "file"),
    "impossible-date": Entry("blocking", "file"),
    "unknown-rubric": Entry("blocking", "file"),
    "missing-header": Entry("blocking", "declaration"),
    "missing-trailer": Entry("blocking", "file"),
    "missing-declaration": Entry("blocking", "declaration"),
    "no-declaration": Entry("blocking", "declaration"),
    "missing-block": Entry("blocking", "file"),
    "missing-rubric": Entry("blocking", "file"),
    "missing-parent": Entry("blocking", "file"),
    "block-out-of-order": Entry("blocking", "file"),
    "repeated-block": Entry("blocking", "file"),
    "rubric-out-of-order": Entry("blocking", "file"),
    "duplicate-rubric": Entry("blocking", "file"),
    "rubric-count": Entry("blocking", "file"),
    "declaration-count": Entry("blocking", "file"),
    "too-many-blocks": Entry("blocking", "file"),
    "rule-broken": Entry("info", "file"),
    "forbidden-rubric": Entry("blocking", "file"),
}

NORM_DEPENDENT = frozenset(
    {"unknown-rubric", "value-not-listed", "value-format", "value-length", "forbidden-rubric"},
)
"""Codes that are only a doubt (signal) when the norm of the file is not known here."""


def entry(code: str) -> Entry | None:
    """The level and the family of any code: of form, an official control, a rule of ours."""
    found = CATALOGUE.get(code)
    if found is None:
        from mandat.formats.dsn.controls import load
        from mandat.formats.dsn.controls.registry import REGISTER
        from mandat.formats.dsn.history.registry import HISTORY
        from mandat.formats.dsn.history.registry import load as load_history

        load()
        load_history()
        rule = REGISTER.get(code) or HISTORY.get(code)
        found = Entry(rule.level, rule.category) if rule else None
    return found


def codes() -> tuple[str, ...]:
    """Every code a problem may have: of form, of the rules, of those on several months."""
    from mandat.formats.dsn.controls import load
    from mandat.formats.dsn.controls.registry import REGISTER
    from mandat.formats.dsn.history.registry import HISTORY
    from mandat.formats.dsn.history.registry import load as load_history

    load()
    load_history()
    return (*CATALOGUE, *REGISTER, *HISTORY)

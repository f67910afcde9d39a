"""Reads a DSN file of any state and size into declarations and problems; never raises on it.

A file is read a piece at a time. Lines that are alike are taken apart and checked once: they
share one record (`learner.py`); `walker.py` finds the blocks, `examiner.py` runs the rules.
"""

import gc
from collections.abc import Mapping
from datetime import UTC, date, datetime

from mandat.formats.dsn.controls.plan import doubted
from mandat.formats.dsn.learner import Learner
from mandat.formats.dsn.model import Reading
from mandat.formats.dsn.source import Content, Source
from mandat.formats.dsn.tables.outside import bundled
from mandat.formats.dsn.walker import EachDeclaration, EachPerson, Walker


def read(source: Content) -> Reading:
    """Read a whole file into its tree: one envoi or several, wrapped in a lot or not.

    Problems are those of form only: encoding, syntax, values, order, counts.
    """
    opened = Source(source)
    return _run(Walker(opened, Learner(opened.line_encoding, {}, has_controls=False), date.min))


def check(
    source: Content,
    *,
    tables: Mapping[str, frozenset[str]] | None = None,
    today: date | None = None,
    keep: bool = True,
    each_person: EachPerson | None = None,
    each_declaration: EachDeclaration | None = None,
) -> Reading:
    """Read a file and run every control on it.

    - `tables`: outside tables by name, for the controls that need one; some old ones are here
      (`tables/outside.py`), with which a control only doubts.
    - `keep=False` forgets each employee once checked, so memory does not grow with the file;
      what is wanted of them is taken by `each_person`, before, and of a declaration by
      `each_declaration`, when it is complete.
    """
    opened = Source(source)
    known = {**bundled(), **(tables or {})}
    learner = Learner(opened.line_encoding, known, has_controls=True)
    reader = Walker(opened, learner, today or datetime.now(UTC).date())
    reader.found.doubted = doubted(frozenset(bundled().keys() - (tables or {}).keys()))
    reader.keep = keep
    reader.each_person = each_person
    reader.each_declaration = each_declaration
    return _run(reader)


def _run(reader: Walker) -> Reading:
    was_enabled = gc.isenabled()
    # Nothing dies while a tree grows: collecting only walks it again and again.
    gc.disable()
    try:
        return reader.run()
    finally:
        if was_enabled:
            gc.enable()

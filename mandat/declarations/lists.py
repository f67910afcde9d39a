"""The outside lists of this installation, for the controls that rest on one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from mandat.formats.dsn.tables.outside import tables_in


def outside_tables() -> Mapping[str, frozenset[str]]:
    """The lists in the folder of `MANDAT_DSN_TABLES`, read once; none when it is not set.

    `OSError` or `ValueError` when the folder or a list in it cannot be read: a control that was
    asked for must not be left out in silence.
    """
    return _tables(settings.MANDAT_DSN_TABLES)


@cache
def _tables(folder: str) -> Mapping[str, frozenset[str]]:
    return tables_in(Path(folder)) if folder else {}

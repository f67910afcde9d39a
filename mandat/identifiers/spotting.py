"""Finds national numbers in free text, where they must not be written."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from mandat.identifiers.kinds import Kind
from mandat.identifiers.reading import classify, compact

_RUNS: Final = re.compile(r"[0-9][0-9AB ./·-]{8,}[0-9]", re.IGNORECASE)


def holds_national_number(text: str) -> bool:
    """Whether a free text seems to hold somebody's NIR or national register number.

    A number of any date counts, so that no day needs to be known.
    """
    return any(
        classify(compact(run), today=date.max, kinds=(kind,)).valid
        for run in _RUNS.findall(text)
        for kind in (Kind.NIR, Kind.NISS)
    )

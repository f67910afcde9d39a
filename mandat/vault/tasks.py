"""What the worker does by the clock for the files."""

from __future__ import annotations

import time
from typing import Final

from mandat.vault import files

_DAY: Final = 24 * 60 * 60  # seconds; no write takes so long


def sweep_parts() -> int:
    """Remove what writes left behind that were cut off more than a day ago; how many."""
    return files.sweep_parts(before=time.time() - _DAY)

"""Compiles translations with Babel alone: no gettext on the machine is needed."""

from __future__ import annotations

import os
from pathlib import Path


def compile_one(source: Path, target: Path) -> None:
    """Write the `.mo` file `target` from the `.po` file `source`, fuzzy entries left out."""
    from babel.messages.mofile import write_mo  # late: most starts compile nothing
    from babel.messages.pofile import read_po

    with source.open("rb") as lines:
        catalogue = read_po(lines, locale=source.parent.parent.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_suffix(f".{os.getpid()}.mo")  # two processes may compile at once
    with scratch.open("wb") as out:
        write_mo(out, catalogue)
    scratch.replace(target)  # a process that starts meanwhile never reads half a file


def compile_all(folder: Path) -> int:
    """Compile each catalogue under `folder` that changed since its last time; return how many."""
    compiled = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compile_one(source, target)
            compiled += 1
    return compiled

"""Outside tables: lists that the norm refers to and others publish (activities, countries …).

Some are here, as they were in 2021: a value that such a list does not have is a doubt (signal),
since it may be newer than the list. A folder of fresher lists makes the same controls certain, and
those that have no list here possible: one file each, `NAF.txt` or `NAF.csv`, the code first on
every line.

    python -m mandat.formats.dsn.tables.outside ../shared/dsn/tables

writes those that are here from the lists of that folder (codes only).
"""

import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "outside"
SOURCES = ("IDCC", "NAF", "PAYS", "PCSESE", "RAT")
_SEPARATOR = re.compile(r"[;,\t]")


def codes_of(text: str) -> frozenset[str]:
    """The first field of every line, quotes and blanks aside; a title `code` counts for nothing."""
    firsts = [_SEPARATOR.split(line, maxsplit=1)[0] for line in text.splitlines()]
    found = [first.strip(" '\"\ufeff") for first in firsts]
    return frozenset(code for code in found if code and code.lower() not in ("code", "codes"))


@cache
def bundled() -> Mapping[str, frozenset[str]]:
    """The lists that are here, by name."""
    return {path.stem: codes_of(path.read_text("ascii")) for path in sorted(HERE.glob("*.txt"))}


def tables_in(folder: Path) -> dict[str, frozenset[str]]:
    """The lists of a folder, by name.

    `OSError` when it cannot be read, `ValueError` when a list is empty.
    """
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".txt", ".csv", ".tsv"):
            codes = codes_of(_text(path.read_bytes()))
            if not codes:
                raise ValueError(f"{path.name}: no code in this list")
            found[path.stem.upper()] = codes
    return found


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def main(argv: list[str]) -> int:
    """Write the lists that are here from the folder named in `argv`."""
    if len(argv) != 1:
        sys.stderr.write("usage: python -m mandat.formats.dsn.tables.outside FOLDER\n")
        return 2
    for name in SOURCES:
        [path] = Path(argv[0]).glob(f"{name}-*.csv")
        codes = sorted(codes_of(_text(path.read_bytes())))
        (HERE / f"{name}.txt").write_text("\n".join(codes) + "\n", encoding="ascii")
        sys.stdout.write(f"{name}: {len(codes)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

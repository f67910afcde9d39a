"""Which files a command is about: those named, and in folders those that are DSN by content."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_BEGINNING = 1 << 16
_LINE = re.compile(rb"^\s*S\d\d\.[A-Z]\d\d\.\d\d\.\d{3}", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """The files to look at, in the order given, each once; those left out; folders without any."""

    files: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of all the files (those that can be asked)."""
        return sum(map(size_of, self.files))


def find(paths: Sequence[str]) -> Found:
    """Look into the folders; a file that is named is looked at whatever it holds."""
    found = Found()
    seen: set[str] = set()
    for path in paths:
        if not Path(path).is_dir():
            _take(path, found, seen)
            continue
        before = len(found.files), len(seen)
        for inner in _inside(path):
            if _may_be_dsn(inner):
                _take(inner, found, seen)
            else:
                found.left_out.append(inner)
        if (len(found.files), len(seen)) == before and not _has_seen(path, seen):
            found.empty.append(path)
    return found


def size_of(path: str) -> int:
    """Its bytes; 0 when it cannot be asked."""
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


def _take(path: str, found: Found, seen: set[str]) -> None:
    try:
        true_path = os.path.realpath(path)
    except ValueError:  # a null character: said when it cannot be opened
        true_path = path
    if true_path not in seen:
        seen.add(true_path)
        found.files.append(path)


def _has_seen(folder: str, seen: set[str]) -> bool:
    """Whether files of that folder were named before it."""
    root = os.path.realpath(folder)
    return any(path.startswith(root + os.sep) for path in seen)


def _inside(folder: str) -> Iterator[str]:
    """Every ordinary file below a folder, by name; links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            if path.is_file():
                yield str(path)


def _may_be_dsn(path: str) -> bool:
    """Whether its beginning has a line of a DSN. One that cannot be opened is to be told: True."""
    try:
        with Path(path).open("rb") as stream:
            beginning = stream.read(_BEGINNING)
    except OSError:
        return True
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = beginning.decode("utf-16", "replace").encode()
    return _LINE.search(beginning.removeprefix(b"\xef\xbb\xbf")) is not None

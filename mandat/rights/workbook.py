"""Tables as spreadsheets save them (XLSX, CSV), read and written with little; no Django.

Written by XlsxWriter: text alone, empty cells left out, so that a wide table of few marks stays
small. Read here: the values as they stand in the file, never a formula (a date is its number of
days, a merged cell its first one, macros are never opened); whatever the file claims, no more than
the bounds below is taken in.

Why no library reads: calamine lays a sheet out from corner to corner before it gives a cell away,
so that two cells in 2 KB ask for 550 GB and end the process, uncaught (tafia/calamine#693), and two
within our bounds for 750 MB; it also turns 00123 into 123.0. To refuse that beforehand is to read
every cell beforehand, which is what this does.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Any, Final
from xml.parsers import expat

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

MAX_ROWS: Final = 60_000
MAX_COLUMNS: Final = 400
MAX_CELLS: Final = 1_500_000  # that say something, in all tables of a file
MAX_CELL: Final = 32_767  # what a spreadsheet itself holds in one
_MAX_PART: Final = 96 * 1024 * 1024  # of one part of the file, unpacked
_MAX_UNPACKED: Final = 256 * 1024 * 1024  # of all of them
_MAX_PARTS: Final = 400
_PIECE: Final = 64 * 1024
_UNSEEN: Final = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")  # ST_Xstring, ECMA-376 part 1, 22.9.2.19
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# What a file that is no workbook, or a damaged one, makes the libraries below say.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, NotImplementedError,
    RuntimeError, EOFError, ValueError, OSError,
)  # fmt: skip

Row = tuple[int, dict[int, str]]  # line from 1, column from 0 → text; empty cells left out


class WorkbookError(Exception):
    """A file that is no table, or more than can be taken in; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Tab:
    """One table of a workbook."""

    name: str
    rows: list[Row] = field(default_factory=list)


# ---- writing


def write(tabs: Iterable[tuple[str, Iterable[list[str]]]]) -> bytes:
    """A workbook of tabs (name, rows of text), the first row of each standing still.

    Every cell is text, whatever it begins with; what XML cannot hold is left out, and so is what
    goes beyond MAX_CELL. One row is held at a time; what waits on disk is gone at the end, also
    when a row fails to come.
    """
    target = io.BytesIO()
    with TemporaryDirectory() as waiting:
        options = {
            "constant_memory": True, "tmpdir": waiting,
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        }  # fmt: skip
        with Workbook(target, options) as book:
            for name, rows in tabs:
                page = book.add_worksheet(name)
                page.freeze_panes(1, 0)
                for line, cells in enumerate(rows):
                    for at, text in enumerate(cells):
                        if text:
                            _put(page, line, at, _UNSEEN.sub("", text))
    return target.getvalue()


def _put(page: Worksheet, line: int, at: int, text: str) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes this shape for markup of its own and would not escape it: told in runs.
        page.write_rich_string(line, at, "<", "r>", text[3 : MAX_CELL // 2])
    elif text:
        page.write_string(line, at, text)


def write_csv(rows: Iterable[list[str]]) -> bytes:
    """One table, UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


# ---- reading


def read_any(data: bytes, name: str) -> list[Tab]:
    """The tables of a file, whichever of the two it is; `name` is that of a lone table.

    WorkbookError: as `read`, `empty`, and `encoding` for what is neither UTF-8 nor Windows-1252.
    """
    if not data.strip():
        raise WorkbookError("empty")
    return read(data) if data.startswith(b"PK") else [_read_csv(data, name)]


def _read_csv(data: bytes, name: str) -> Tab:
    if b"\x00" in data:
        raise WorkbookError("not_a_table")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        if "\ufffd" in text:
            raise WorkbookError("encoding") from None
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    tab, count = Tab(name), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            row = {at: cell for at, cell in enumerate(cells) if cell.strip()}
            count += len(row)
            _hold(len(tab.rows), max(row, default=0), count)
            if row:
                tab.rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise WorkbookError("not_a_table") from error
    return tab


def _hold(rows: int, column: int, cells: int) -> None:
    """Refuse what is more than the bounds."""
    if rows > MAX_ROWS:
        raise WorkbookError("too_many_rows")
    if column >= MAX_COLUMNS:
        raise WorkbookError("too_many_columns")
    if cells > MAX_CELLS:
        raise WorkbookError("too_large")


def read(data: bytes) -> list[Tab]:
    """The tabs of a workbook, in their order.

    WorkbookError: `not_a_table` (also when encrypted), `too_large` unpacked, `too_many_rows`,
    `too_many_columns`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            # No part ever gives more than it declares: zipfile stops there.
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > _MAX_PARTS or unpacked > _MAX_UNPACKED:
                raise WorkbookError("too_large")
            return _tabs(archive)
    except _BROKEN as error:
        raise WorkbookError("not_a_table") from error


def _tabs(archive: zipfile.ZipFile) -> list[Tab]:
    shared = _Shared()
    if "xl/sharedStrings.xml" in archive.namelist():
        _parse(archive, "xl/sharedStrings.xml", shared.start, shared.end, shared.text)
    found: dict[str, Tab] = {}
    count = 0
    for name, path in _sheets(archive):
        if path in found:  # a part named many times would be read as often
            raise WorkbookError("not_a_table")
        cells = _Cells(name, shared.texts, count)
        _parse(archive, path, cells.start, cells.end, cells.text)
        found[path], count = cells.tab, cells.count
    return list(found.values())


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each tab's name and the part that holds it."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def link(name: str, values: dict[str, str]) -> None:
        if name == "Relationship":
            targets[values.get("Id", "")] = values.get("Target", "")
            _few(targets)

    def sheet(name: str, values: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append((values.get("name", ""), values.get(f"{_RELATIONS} id", "")))
            _few(sheets)

    _parse(archive, "xl/_rels/workbook.xml.rels", link)
    _parse(archive, "xl/workbook.xml", sheet)
    return [
        (name, target[1:] if (target := targets[key]).startswith("/") else f"xl/{target}")
        for name, key in sheets
    ]


def _few(named: Sized) -> None:
    """Refuse to hear of more parts than a file may have."""
    if len(named) > _MAX_PARTS:
        raise WorkbookError("too_large")


def _parse(
    archive: zipfile.ZipFile,
    path: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a part piece by piece; names without their namespace; no entity is ever declared."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise WorkbookError("not_a_table")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, values: start(name.rpartition(" ")[2], values)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    size = 0
    with archive.open(path) as part:
        while piece := part.read(_PIECE):
            size += len(piece)
            if size > _MAX_PART:
                raise WorkbookError("too_large")
            parser.Parse(piece, False)  # noqa: FBT003  # expat's own signature
    parser.Parse(b"", True)  # noqa: FBT003  # as above


class _Shared:
    """The texts that cells refer to by number; how they are read aloud (rPh) is left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._here: list[str] = []
        self._inside, self._aloud = False, False

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "si":
            self._here = []
        elif name == "rPh":
            self._aloud = True
        elif name == "t":
            self._inside = not self._aloud

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(_plain(self._here))
            _hold(0, 0, len(self.texts))
        elif name == "rPh":
            self._aloud = False
        elif name == "t":
            self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self._here.append(text)


class _Cells:
    """The rows of a sheet, as its elements come by."""

    def __init__(self, name: str, shared: list[str], count: int) -> None:
        self.tab, self.count = Tab(name), count
        self._shared = shared
        self._line = 0
        self._at = -1
        self._kind = ""
        self._row: dict[int, str] = {}
        self._here: list[str] = []
        self._inside = self._aloud = False

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "row":
            self._line = _number(values.get("r", ""), self._line + 1)
            self._row, self._at = {}, -1
        elif name == "c":
            self._at = _place(values.get("r", ""), self._at + 1)
            self._kind, self._here = values.get("t", "n"), []
        elif name == "rPh":
            self._aloud = True
        elif name in {"v", "t"}:  # never f: what a formula says is read, not what it is
            self._inside = not self._aloud

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._inside = False
        elif name == "rPh":
            self._aloud = False
        elif name == "c":
            self._keep(_plain(self._here))
        elif name == "row" and self._row:
            _hold(len(self.tab.rows), 0, self.count)
            self.tab.rows.append((self._line, self._row))

    def text(self, text: str) -> None:
        if self._inside:
            self._here.append(text)

    def _keep(self, text: str) -> None:
        if self._kind == "s":
            text = self._shared[int(text)] if text.isdigit() else ""
        if not text.strip():
            return
        self.count += 1
        _hold(0, self._at, self.count)
        self._row[self._at] = text


def _plain(pieces: list[str]) -> str:
    """A text without the escapes of its format: _x000D_ is a carriage return."""
    text = "".join(pieces)[:MAX_CELL]
    if "_x" not in text:
        return text
    return _UNSEEN.sub("", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _place(reference: str, otherwise: int) -> int:
    """The column of a reference such as AB12, from 0."""
    letters = reference.rstrip("0123456789")
    if not letters or len(letters) > 3 or not (letters.isascii() and letters.isalpha()):
        return otherwise
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1

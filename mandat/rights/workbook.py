"""Tables as spreadsheets save them (XLSX, CSV), read and written with little; no Django.

Written: text alone, empty cells left out, so that a wide table of few marks stays small. Read: the
values as they are shown in the file, never a formula; whatever the file claims, no more than the
bounds below is taken in.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

MAX_ROWS: Final = 60_000
MAX_COLUMNS: Final = 400
MAX_CELLS: Final = 1_500_000  # that say something
MAX_CELL: Final = 32_767  # what a spreadsheet itself holds in one
_MAX_PART: Final = 96 * 1024 * 1024  # of one part of the file, unpacked
_MAX_PARTS: Final = 400
_PIECE: Final = 64 * 1024
_UNSEEN: Final = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"

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
    """A workbook of tabs (name, rows of text), the first row of each standing still."""
    target, names = io.BytesIO(), []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        for number, (name, rows) in enumerate(tabs, start=1):
            names.append(name)
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for piece in _sheet(rows):
                    part.write(piece.encode())
        for path, text in _frame(names):
            archive.writestr(path, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return target.getvalue()


def column(number: int) -> str:
    """The letters of a column, from 0: A, B … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet(rows: Iterable[list[str]]) -> Iterable[str]:
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/>'
        "</sheetView></sheetViews><sheetData>"
    )
    letters = [column(at) for at in range(MAX_COLUMNS)]
    for line, cells in enumerate(rows, start=1):
        told = "".join(
            f'<c r="{letters[at]}{line}" t="inlineStr"><is><t xml:space="preserve">'
            f"{escape(_UNSEEN.sub('', text))}</t></is></c>"
            for at, text in enumerate(cells)
            if text
        )
        yield f'<row r="{line}">{told}</row>'
    yield "</sheetData></worksheet>"


def _frame(names: list[str]) -> Iterable[tuple[str, str]]:
    """The parts that hold the tabs together."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbered = list(enumerate(names, start=1))
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="r{at}"/>' for at, name in numbered
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{at}.xml"/>'
        for at, _ in numbered
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at, _ in numbered
    )
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f"{parts}</Types>"
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    yield (
        "xl/workbook.xml",
        (f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'),
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'),
    )


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

    WorkbookError: `not_a_table`, `too_large` unpacked, `too_many_rows`, `too_many_columns`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _MAX_PARTS:
                raise WorkbookError("too_large")
            return _tabs(archive)
    except _BROKEN as error:
        raise WorkbookError("not_a_table") from error


def _tabs(archive: zipfile.ZipFile) -> list[Tab]:
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def link(name: str, values: dict[str, str]) -> None:
        if name == "Relationship":
            targets[values.get("Id", "")] = values.get("Target", "")

    def sheet(name: str, values: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append((values.get("name", ""), values.get(f"{_RELATIONS} id", "")))

    _parse(archive, "xl/_rels/workbook.xml.rels", link)
    _parse(archive, "xl/workbook.xml", sheet)
    shared = _Shared()
    if "xl/sharedStrings.xml" in archive.namelist():
        _parse(archive, "xl/sharedStrings.xml", shared.start, shared.end, shared.text)
    found = []
    for name, key in sheets:
        target = targets[key]
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        tab = _Cells(name, shared.texts)
        _parse(archive, path, tab.start, tab.end, tab.text)
        found.append(tab.tab)
    return found


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
            self.texts.append("".join(self._here)[:MAX_CELL])
        elif name == "rPh":
            self._aloud = False
        elif name == "t":
            self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self._here.append(text)


class _Cells:
    """The rows of a sheet, as its elements come by."""

    def __init__(self, name: str, shared: list[str]) -> None:
        self.tab = Tab(name)
        self._shared = shared
        self._line = 0
        self._at = -1
        self._kind = ""
        self._row: dict[int, str] = {}
        self._here: list[str] = []
        self._inside = self._aloud = False
        self._count = 0

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
            self._keep("".join(self._here)[:MAX_CELL])
        elif name == "row" and self._row:
            _hold(len(self.tab.rows), 0, self._count)
            self.tab.rows.append((self._line, self._row))

    def text(self, text: str) -> None:
        if self._inside:
            self._here.append(text)

    def _keep(self, text: str) -> None:
        if self._kind == "s":
            text = self._shared[int(text)] if text.isdigit() else ""
        if not text.strip():
            return
        self._count += 1
        _hold(0, self._at, self._count)
        self._row[self._at] = text


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

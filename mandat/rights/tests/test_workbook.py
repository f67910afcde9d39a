"""Workbooks that others saved, and files made to hurt."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mandat.rights import workbook as own
from mandat.rights.workbook import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    WorkbookError,
    read,
    read_any,
    write,
    write_csv,
)

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(sheet: str, shared: str = "", before: str = "", tabs: int = 1) -> bytes:
    """A workbook of one sheet with these elements, named `tabs` times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>'
            + '<sheet name="one" sheetId="1" r:id="rId7"/>' * tabs
            + "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="rId7" Target="/xl/worksheets/s.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/worksheets/s.xml",
            f"{before}<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>",
        )
        if shared:
            archive.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{shared}</sst>")
    return target.getvalue()


def test_cells_of_every_kind_are_read_as_their_values() -> None:
    shared = "<si><t>alpha</t></si><si><r><t>be</t></r><r><t>ta</t></r><rPh><t>no</t></rPh></si>"
    cells = (
        '<row r="3"><c r="B3" t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c r="E3"><f>1+1</f><v>2</v></c>'
        '<c r="AB3" t="str"><f>"x"</f><v>x</v></c><c t="b"><v>1</v></c>'
        '<c t="inlineStr"><is><t>in</t></is></c><c r="ZZ3"/></row><row><c><v>7</v></c></row>'
    )
    (tab,) = read(workbook(cells, shared))
    assert tab.name == "one"
    assert tab.rows == [
        (3, {1: "alpha", 2: "beta", 4: "2", 27: "x", 28: "1", 29: "in"}),
        (4, {0: "7"}),
    ]


def test_what_a_spreadsheet_escapes_is_read_as_it_was_typed() -> None:
    shared = "<si><t>a_x000D_b_x005F_x0041_</t></si><si><t>_x0000__xD800_c_x12_</t></si>"
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    (tab,) = read(workbook(cells, shared))
    assert tab.rows == [(1, {0: "a\rb_x0041_", 1: "c_x12_"})]


def test_values_are_read_as_they_stand_and_a_merged_cell_once() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>00123</v></c><c r="B1" s="1"><v>46000.5</v></c>'
        '<c r="C1" t="e"><v>#N/A</v></c></row></sheetData><mergeCells count="1">'
        '<mergeCell ref="A1:A2"/></mergeCells><sheetData>'
    )
    assert read(workbook(cells))[0].rows == [(1, {0: "00123", 1: "46000.5", 2: "#N/A"})]


ATTACKS = [
    "=1+1", "{=1+1}", "https://example.org", "mailto:a@example.org", "internal:x!A1", "007",
    "<r></r>", "<r><t>a</t></r><f>1+1</f><r></r>", "</t></is></c></row>", "_x0041_",
    "a\r\nb", " a ",
]  # fmt: skip


def test_every_text_is_written_as_text_and_comes_back() -> None:
    data = write([("t", [ATTACKS, ["x"]])])
    assert read(data)[0].rows == [(1, dict(enumerate(ATTACKS))), (2, {0: "x"})]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in archive.namelist()  # no link
    assert "<f>" not in sheet
    assert sheet.count("<c ") == sheet.count('t="inlineStr"') == len(ATTACKS) + 1
    assert '<pane ySplit="1" topLeftCell="A2"' in sheet


@pytest.mark.filterwarnings("error")
def test_a_text_longer_than_a_cell_is_cut() -> None:
    for text in ("x" * (MAX_CELL + 1), "<r>" + "\U0001f600" * MAX_CELL + "</r>"):
        (tab,) = read(write([("t", [[text]])]))
        assert text.startswith(tab.rows[0][1][0])
        assert len(tab.rows[0][1][0]) > MAX_CELL // 3


def test_nothing_is_left_on_disk_when_a_row_fails_to_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen = []

    def rows() -> Iterator[list[str]]:
        yield ["x"]
        seen.extend(tmp_path.iterdir())
        raise LookupError

    with pytest.raises(LookupError):
        write([("t", rows())])
    assert seen
    assert not list(tmp_path.iterdir())


def test_two_cells_far_apart_cost_no_more_than_two_cells() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="OJ1048576"><v>2</v></c></row>'
    )
    data = workbook(cells)
    tracemalloc.start()
    assert read(data)[0].rows == [(1, {0: "1"}), (1048576, {399: "2"})]
    assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    tracemalloc.stop()


def test_tables_together_stay_within_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WorkbookError, match="not_a_table"):
        read(workbook("<row><c><v>1</v></c></row>", tabs=2))  # one part, named twice
    with pytest.raises(WorkbookError, match="too_large"):
        read(workbook("", tabs=401))
    data = write((name, [["x"] * 6]) for name in ("a", "b"))
    assert len(read(data)) == 2
    monkeypatch.setattr(own, "MAX_CELLS", 11)
    with pytest.raises(WorkbookError, match="too_large"):
        read(data)
    monkeypatch.setattr(own, "MAX_CELLS", 12)
    monkeypatch.setattr(own, "_MAX_UNPACKED", 2000)
    with pytest.raises(WorkbookError, match="too_large"):
        read(data)


def test_what_is_encrypted_is_no_table() -> None:
    data = bytearray(workbook("<row><c><v>1</v></c></row>"))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:  # the directory's flags, of every part
        data[at + 8] |= 1
        at += 4
    with pytest.raises(WorkbookError, match="not_a_table"):
        read(bytes(data))


def test_no_entity_is_opened() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    cells = '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
    with pytest.raises(WorkbookError, match="not_a_table"):
        read(workbook(cells, before=bomb))


def test_what_swells_when_it_is_unpacked_is_refused() -> None:
    data = workbook(" " * (200 * 1024 * 1024))
    assert len(data) < 1024 * 1024
    with pytest.raises(WorkbookError, match="too_large"):
        read(data)


def test_more_lines_columns_or_parts_than_the_bounds() -> None:
    full = [["x"]] * (MAX_ROWS + 1)
    assert len(read(write([("t", full)]))[0].rows) == MAX_ROWS + 1  # the head is one more
    for data, code in (
        (write([("t", [*full, ["x"]])]), "too_many_rows"),
        (write_csv([*full, ["x"]]), "too_many_rows"),
        (workbook('<row><c r="XFD1"><v>1</v></c></row>'), "too_many_columns"),
        (write_csv([["x"] * (MAX_COLUMNS + 1)]), "too_many_columns"),
        (write((str(at), [["x"]]) for at in range(400)), "too_large"),
    ):
        with pytest.raises(WorkbookError, match=code):
            read_any(data, "t")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK", b"\x00" * 9, workbook('<row><c t="s"><v>9</v></c></row>'),
        workbook("<row><c>"), workbook('<row><c t="s"><v>0</v></c></row>')[:-30],
    ],
)  # fmt: skip
def test_damaged_workbooks(data: bytes) -> None:
    with pytest.raises(WorkbookError, match="not_a_table"):
        read(data)


def test_a_damaged_part_is_told_like_the_rest() -> None:
    data = bytearray(write([("t", [["x" * 5000 + str(n) for n in range(50)]])]))
    at = data.index(b"sheet1.xml") + 40
    data[at : at + 20] = b"\xff" * 20
    with pytest.raises(WorkbookError, match="not_a_table"):
        read(bytes(data))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_tables_of_text(mark: str, encoding: str) -> None:
    text = f"email{mark}Bâtiment\r\n\r\nçé{mark}x\r\n"
    (tab,) = read_any(text.encode(encoding), "people.csv")
    assert tab.rows == [(1, {0: "email", 1: "Bâtiment"}), (3, {0: "çé", 1: "x"})]

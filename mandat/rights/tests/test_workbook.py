"""Workbooks that others saved, and files made to hurt."""

from __future__ import annotations

import io
import zipfile

import pytest

from mandat.rights.workbook import (
    MAX_COLUMNS,
    MAX_ROWS,
    WorkbookError,
    column,
    read,
    read_any,
    write,
    write_csv,
)

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(sheet: str, shared: str = "", before: str = "") -> bytes:
    """A workbook of one sheet with these elements."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="one" sheetId="1" r:id="rId7"/></sheets></workbook>',
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


def test_the_letters_of_columns() -> None:
    assert [column(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


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

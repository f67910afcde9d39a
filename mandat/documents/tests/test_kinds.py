"""Files are what their content says, and their names are harmless."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.documents.kinds import FileKind, WrongKind, content_type, kind_of, safe_name
from mandat.documents.sending import disposition
from mandat.documents.tests.factories import HTML, JPEG, ODS, PDF, PNG, XLSX, archive


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, FileKind.PDF),
        ("A.PDF", PDF, FileKind.PDF),
        ("a.png", PNG, FileKind.PNG),
        ("a.jpg", JPEG, FileKind.JPEG),
        ("a.jpeg", JPEG, FileKind.JPEG),
        ("a.xlsx", XLSX, FileKind.XLSX),
        ("a.ods", ODS, FileKind.ODS),
        ("a.csv", "nom;montant\r\nNoël;12\r\n".encode(), FileKind.CSV),
        ("a.csv", "nom;montant\r\nNoël;12\r\n".encode("cp1252"), FileKind.CSV),
        ("a.txt", "\ufeffbonjour".encode(), FileKind.TXT),
        ("a.txt", "bonjour".encode("utf-16"), FileKind.TXT),
    ],
)
def test_the_kinds_that_are_published(name: str, content: bytes, kind: FileKind) -> None:
    file = io.BytesIO(content)
    file.seek(3)
    assert kind_of(file, name) is kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", HTML),
        ("a.pdf", HTML + PDF),
        ("a.pdf", b""),
        ("a.png", JPEG),
        ("a.jpg", PNG),
        ("a.txt", HTML),
        ("a.csv", b"\xef\xbb\xbf \n<svg onload=alert(1)>"),
        ("a.txt", PDF),
        ("a.txt", b"MZ\x90\x00\x03"),
        ("a.csv", PNG),
        ("a.xlsx", ODS),
        ("a.ods", XLSX),
        ("a.xlsx", archive({"word/document.xml": b""})),
        ("a.xlsx", XLSX[:-30]),
        ("a.xlsx", b"PK\x03\x04" + bytes(100)),
        ("a.xlsx", b"PK\x05\x06" + bytes(18)),
    ],
)
def test_content_that_is_not_what_the_name_says(name: str, content: bytes) -> None:
    with pytest.raises(WrongKind, match="content"):
        kind_of(io.BytesIO(content), name)


@pytest.mark.parametrize(
    "name", ["a.html", "a.svg", "a.exe", "a.docm", "a.xlsm", "a", "", ".pdf", "a.pdf."]
)
def test_names_of_other_kinds(name: str) -> None:
    with pytest.raises(WrongKind, match="name"):
        kind_of(io.BytesIO(PDF), name)


def test_macros_and_bombs_are_refused() -> None:
    entries = {"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}
    with pytest.raises(WrongKind):
        kind_of(io.BytesIO(archive(entries)), "a.xlsx")
    many = {"[Content_Types].xml": b"", "xl/workbook.xml": b""} | {
        f"xl/{n:06}{'x' * 100}": b"" for n in range(7000)
    }
    with pytest.raises(WrongKind):
        kind_of(io.BytesIO(archive(many)), "a.xlsx")
    bomb = bytearray(XLSX)
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (0x7FFFFFFF).to_bytes(4, "little")  # says it unpacks to 2 GiB
    with pytest.raises(WrongKind):
        kind_of(io.BytesIO(bytes(bomb)), "a.xlsx")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("Relevé n°3 — été.pdf", "Relevé n°3 — été.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("...pdf", "document.pdf"),
        ("\x00.pdf", "document.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ("photo.JPEG", "photo.pdf"),
    ],
)
def test_hostile_names_become_harmless(name: str, safe: str) -> None:
    assert safe_name(name, FileKind.PDF) == safe


@given(st.text(max_size=300))
def test_any_name_is_one_safe_name(name: str) -> None:
    safe = safe_name(name, FileKind.CSV)
    assert safe.endswith(".csv")
    assert len(safe) <= 130
    assert safe.isprintable()
    assert not set(safe) & set('/\\:"<>|?*')
    assert not safe.startswith(".")


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_name_makes_one_header(name: str) -> None:
    header = disposition(name)
    assert re.fullmatch(
        r"attachment; filename=\"[ -~]+\"; filename\*=UTF-8''[A-Za-z0-9._~%-]*", header
    )
    assert header.count('"') == 2


def test_only_known_kinds_have_a_type() -> None:
    assert content_type("a.PDF") == "application/pdf"
    assert content_type("a.html") == "application/octet-stream"
    assert content_type("") == "application/octet-stream"

"""Writes a small valid PDF of one page by hand: a title and lines of text."""

from __future__ import annotations

from collections.abc import Sequence

_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
)


def page(title: str, lines: Sequence[str]) -> bytes:
    """One A4 page in Helvetica; signs outside Windows-1252 become a question mark.

    The same words give the same bytes.
    """
    content = [b"BT /F2 18 Tf 60 770 Td ", _shown(title), b" Tj ET\n"]
    height = 735
    for line in lines:
        content += [f"BT /F1 11 Tf 60 {height} Td ".encode(), _shown(line), b" Tj ET\n"]
        height -= 18
    stream = b"".join(content)
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            _PAGE,
            b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream),
            _font(b"Helvetica"),
            _font(b"Helvetica-Bold"),
            b"<< /Title %s /Producer (Mandat) >>" % _shown(title),
        ]
    )


def _font(name: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name


def _shown(text: str) -> bytes:
    """A text as a string of the format, its own signs escaped."""
    raw = text.encode("cp1252", errors="replace")
    for sign in (b"\\", b"(", b")"):
        raw = raw.replace(sign, b"\\" + sign)
    return b"(" + raw + b")"


def _assembled(objects: Sequence[bytes]) -> bytes:
    """The objects in order, and the table that says where each begins."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for rank, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (rank, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, len(objects), table,
    )  # fmt: skip
    return bytes(out)

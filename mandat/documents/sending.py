"""Sends a stored file to a browser, to be saved and never shown as a page."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from django.http import StreamingHttpResponse

from mandat.documents.kinds import content_type
from mandat.documents.models import Document, Guide
from mandat.vault import files

_FOLDERS = str.maketrans("/\\", "__")


def disposition(name: str) -> str:
    """The header that has `name` saved: plain letters for old readers, then the name itself.

    Nothing in `name` can end the header or the quoted part (RFC 6266, RFC 8187).
    """
    bare = "".join(sign if sign.isprintable() else " " for sign in name).translate(_FOLDERS)
    apart = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    plain = "".join(sign for sign in apart if sign not in '"\\%;').strip() or "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(bare, safe='')}"


def send(row: Document | Guide) -> StreamingHttpResponse:
    """The file of `row`, decrypted as it flows.

    It is opened before the view returns: the answer outlives the request's database.
    """
    plain = files.open_plain(row.stored_name, context=row.context)
    return StreamingHttpResponse(
        plain,
        content_type=content_type(row.file_name),
        headers={
            "Content-Disposition": disposition(row.file_name),
            "Content-Length": str(row.size),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )

"""Files, documents and guides for tests, published through the actions."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, place
from mandat.documents.actions import Upload, publish_document, publish_guide
from mandat.documents.choices import DocumentGroup
from mandat.documents.models import Document, Guide
from mandat.firms.tests.factories import Cast

NOW = timezone.now() - timedelta(hours=2)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
HTML = b"<!doctype html><script>alert(1)</script>"


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP of these entries, stored as they are."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return target.getvalue()


XLSX = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
ODS = archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""})


def sent(content: bytes = PDF, name: str = "avis.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def upload(content: bytes = PDF, name: str = "avis.pdf") -> Upload:
    """A file as the actions take it."""
    return Upload(io.BytesIO(content), name)


def client_of(cast: Cast, **fields: Any) -> Client:
    """A client in the collaborator's portfolio, looked after by the cast's office."""
    return place(ClientFactory.create(firm=cast.firm, office=cast.office, **fields), cast.portfolio)


def make_document(
    cast: Cast, client: Client, *, title: str = "Avis", at: datetime = NOW, content: bytes = PDF
) -> Document:
    """A published document."""
    return publish_document(
        client, cast.office, group=DocumentGroup.SOCIAL_STATUS, title=title, language="fr",
        upload=upload(content), by=cast.staff.user, at=at,
    )  # fmt: skip


def make_guide(
    cast: Cast, *, title: str = "Guide", summary: str = "", language: str = "fr",
    dated: date = date(2026, 9, 1), content: bytes = PDF,
) -> Guide:  # fmt: skip
    """A published guide."""
    return publish_guide(
        cast.office, title=title, summary=summary, language=language, dated=dated,
        upload=upload(content), by=cast.staff.user, at=NOW,
    )  # fmt: skip

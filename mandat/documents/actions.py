"""What an office does with documents and guides: published, withdrawn, restored.

Publishing for a client happens inside `scope(firm_id=…, office_id=…)`, opened by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from mandat.clients.models import Client
from mandat.documents.kinds import kind_of, safe_name
from mandat.documents.models import Document, Guide
from mandat.firms import audit
from mandat.firms.models import Office, User
from mandat.vault import files


class Refused(Exception):
    """A publication that cannot be; `code` says why.

    `office`: the client is not looked after by this office; `removed`: no longer on its firm's
    list; `empty`: a file without content; `twice`: the same file is there under the same title.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: its bytes and the name it came with."""

    content: IO[bytes]
    name: str


@contextmanager
def _stored(upload: Upload, context: str) -> Iterator[dict[str, Any]]:
    """Keep the file, encrypted, and give a row's fields; what fails in the block leaves no file.

    `WrongKind` for what may not be published, `files.TooLarge` above MANDAT_UPLOAD_MAX_BYTES.
    """
    kind = kind_of(upload.content, upload.name)
    kept = files.store(upload.content, context=context, max_bytes=settings.MANDAT_UPLOAD_MAX_BYTES)
    try:
        _refuse_empty(kept.size)
        yield {
            "file_name": safe_name(upload.name, kind),
            "stored_name": kept.name,
            "size": kept.size,
            "sha256": kept.sha256,
        }
    except BaseException:
        files.delete(kept.name)
        raise


def _refuse_empty(size: int) -> None:
    if not size:
        raise Refused("empty")


@transaction.atomic
def publish_document(
    client: Client,
    office: Office,
    *,
    group: str,
    title: str,
    language: str,
    upload: Upload,
    by: User | None,
    at: datetime,
    period: date | None = None,
) -> Document:
    """Put a file at the disposal of everyone who sees `client`.

    Refused as `Refused`, `WrongKind` or `files.TooLarge` say; then nothing is kept.
    """
    # Locked: of two sendings of one file at once, the second finds the first.
    locked = Client.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=client.pk, firm_id=client.firm_id
    )
    if locked.office_id != office.pk:
        raise Refused("office")
    if locked.removed_at is not None:
        raise Refused("removed")
    facts = {"group": group, "title": title.strip(), "language": language, "period": period}
    with _stored(upload, f"document:{client.firm_id}") as kept:
        same = Document.objects.filter(
            firm_id=client.firm_id, client=client, withdrawn_at=None, sha256=kept["sha256"], **facts
        )
        if same.exists():
            raise Refused("twice")
        document = Document.objects.create(
            firm_id=client.firm_id,
            office=office,
            client=client,
            published_at=at,
            published_by=by,
            **facts,
            **kept,
        )
        _record("document.published", document, by=by, at=at)
    return document


@transaction.atomic
def withdraw_document(document: Document, *, by: User, at: datetime) -> bool:
    """Take a document away from its readers; it is kept. Whether that was news."""
    live = Document.objects.filter(pk=document.pk, withdrawn_at=None)
    if not live.update(withdrawn_at=at, withdrawn_by=by):
        return False
    _record("document.withdrawn", document, by=by, at=at)
    return True


@transaction.atomic
def restore_document(document: Document, *, by: User, at: datetime) -> bool:
    """Give a withdrawn document back; the audit keeps who withdrew it. Whether that was news."""
    gone = Document.objects.filter(pk=document.pk, withdrawn_at__isnull=False)
    if not gone.update(withdrawn_at=None, withdrawn_by=None):
        return False
    _record("document.restored", document, by=by, at=at)
    return True


@transaction.atomic
def publish_guide(
    office: Office,
    *,
    title: str,
    summary: str,
    language: str,
    dated: date,
    upload: Upload,
    by: User | None,
    at: datetime,
) -> Guide:
    """Put a guide at the disposal of every firm. Refused as `publish_document` is."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    facts = {"title": title.strip(), "language": language}
    with _stored(upload, f"guide:{office.pk}") as kept:
        same = Guide.objects.filter(
            office=office, withdrawn_at=None, sha256=kept["sha256"], **facts
        )
        if same.exists():
            raise Refused("twice")
        guide = Guide.objects.create(
            office=office,
            summary=summary.strip(),
            dated=dated,
            published_at=at,
            published_by=by,
            **facts,
            **kept,
        )
        audit.record(office, "guide.published", by=by, at=at, target=guide)
    return guide


@transaction.atomic
def withdraw_guide(guide: Guide, *, by: User, at: datetime) -> bool:
    """Take a guide off the list; it is kept, with who and when. Whether that was news."""
    live = Guide.objects.filter(pk=guide.pk, withdrawn_at=None)
    if not live.update(withdrawn_at=at, withdrawn_by=by):
        return False
    audit.record(guide.office, "guide.withdrawn", by=by, at=at, target=guide)
    return True


@transaction.atomic
def restore_guide(guide: Guide, *, by: User, at: datetime) -> bool:
    """Put a withdrawn guide back on the list; the audit keeps who withdrew it."""
    gone = Guide.objects.filter(pk=guide.pk, withdrawn_at__isnull=False)
    if not gone.update(withdrawn_at=None, withdrawn_by=None):
        return False
    audit.record(guide.office, "guide.restored", by=by, at=at, target=guide)
    return True


def _record(action: str, document: Document, *, by: User | None, at: datetime) -> None:
    """Both chains hear of it: the office did it, to a record of the firm."""
    audit.record(document.firm, action, by=by, at=at, target=document)
    if document.office is not None:
        audit.record(document.office, action, by=by, at=at, target=document)

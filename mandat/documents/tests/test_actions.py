"""Publishing keeps a file and its row together, or neither."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from mandat.documents.actions import (
    Refused,
    restore_document,
    restore_guide,
    withdraw_document,
    withdraw_guide,
)
from mandat.documents.kinds import WrongKind
from mandat.documents.models import Document, Guide
from mandat.documents.tests.factories import (
    HTML,
    PDF,
    client_of,
    make_document,
    make_guide,
)
from mandat.firms import audit
from mandat.firms.models import AuditEvent
from mandat.firms.scope import scope
from mandat.firms.tests.factories import Cast, make_cast
from mandat.vault import files

NOW = timezone.now()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.MANDAT_FILES_DIR = tmp_path
    return tmp_path


def kept() -> int:
    return sum(path.is_file() for path in Path(settings.MANDAT_FILES_DIR).rglob("*"))


def test_a_document_is_kept_encrypted_and_seen_by_who_sees_the_client(cast: Cast) -> None:
    document = make_document(cast, client_of(cast))
    stored = next(path for path in Path(settings.MANDAT_FILES_DIR).rglob("*") if path.is_file())
    assert b"%PDF" not in stored.read_bytes()
    with files.open_plain(document.stored_name, context=document.context) as plain:
        assert b"".join(plain) == PDF
    for member, seen in ((cast.collaborator, 1), (cast.newcomer, 0), (cast.stranger, 0)):
        assert Document.objects.visible_to(member).count() == seen


def test_withdrawn_is_gone_for_readers_and_kept(cast: Cast) -> None:
    document = make_document(cast, client_of(cast))
    assert withdraw_document(document, by=cast.staff.user, at=NOW)
    assert not withdraw_document(document, by=cast.staff.user, at=NOW)
    assert not Document.objects.visible_to(cast.administrator).exists()
    document.refresh_from_db()
    assert (document.withdrawn_by, document.withdrawn_at) == (cast.staff.user, NOW)
    assert restore_document(document, by=cast.staff.user, at=NOW)
    assert not restore_document(document, by=cast.staff.user, at=NOW)
    assert Document.objects.visible_to(cast.administrator).exists()
    for owner in ({"firm": cast.firm}, {"office": cast.office}):
        actions = list(AuditEvent.objects.filter(**owner).values_list("action", flat=True))
        assert actions == ["document.published", "document.withdrawn", "document.restored"]


def test_a_guide_is_withdrawn_and_restored(cast: Cast) -> None:
    guide = make_guide(cast)
    assert withdraw_guide(guide, by=cast.staff.user, at=NOW)
    assert not withdraw_guide(guide, by=cast.staff.user, at=NOW)
    assert not Guide.objects.visible_to(cast.stranger).exists()
    assert restore_guide(guide, by=cast.staff.user, at=NOW)
    assert not restore_guide(guide, by=cast.staff.user, at=NOW)
    assert Guide.objects.visible_to(cast.stranger).exists()
    assert audit.first_break(cast.office) is None


def test_what_is_refused_leaves_nothing(cast: Cast, settings: Any) -> None:
    client = client_of(cast)
    make_document(cast, client)
    foreign = client_of(cast)
    foreign.office = cast.belgian_office
    foreign.save()
    gone = client_of(cast, removed_at=NOW)
    with pytest.raises(Refused, match="twice"):
        make_document(cast, client)
    with pytest.raises(Refused, match="office"):
        make_document(cast, foreign)
    with pytest.raises(Refused, match="removed"):
        make_document(cast, gone)
    with pytest.raises(WrongKind, match="content"):
        make_document(cast, client, content=HTML)
    settings.MANDAT_UPLOAD_MAX_BYTES = len(PDF)
    with pytest.raises(files.TooLarge):
        make_document(cast, client, content=PDF + b"x")
    make_guide(cast)
    with pytest.raises(Refused, match="twice"):
        make_guide(cast)
    assert (Document.objects.count(), Guide.objects.count(), kept()) == (1, 1, 2)


def test_a_failure_leaves_no_file(cast: Cast, monkeypatch: Any) -> None:
    client = client_of(cast)
    monkeypatch.setattr(audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_document(cast, client)
    with pytest.raises(ZeroDivisionError):
        make_guide(cast)
    assert (Document.objects.count(), Guide.objects.count(), kept()) == (0, 0, 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="policies are PostgreSQL's")
def test_the_policies_show_an_office_its_documents_alone(cast: Cast) -> None:
    make_document(cast, client_of(cast))
    for known, seen in (
        ({"office_id": cast.office.pk}, 1),
        ({"office_id": cast.belgian_office.pk}, 0),
        ({"firm_id": cast.firm.pk}, 1),
        ({"firm_id": cast.other_firm.pk}, 0),
    ):
        with scope(**known):
            assert Document.objects.count() == seen


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer; its audit cannot be emptied"
)
@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_published_once() -> None:
    cast = make_cast()
    client = client_of(cast)

    def at_once(_: int) -> str:
        try:
            make_document(cast, client)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "published"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(at_once, range(4)))
    assert sorted(answers) == ["published", "twice", "twice", "twice"]
    assert (Document.objects.count(), kept()) == (1, 1)

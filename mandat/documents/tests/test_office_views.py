"""What offices publish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from mandat.documents.models import Document, Guide
from mandat.documents.tests.factories import (
    HTML,
    PDF,
    client_of,
    make_document,
    make_guide,
    sent,
)
from mandat.firms.models import User
from mandat.firms.permissions import StaffRole
from mandat.firms.tests.factories import Cast, StaffFactory, UserFactory

SignIn = Callable[[User], Browser]
GUIDE = {"title": "Démarches", "summary": "", "language": "fr", "dated": "2026-09-01"}
DOCUMENT = {"group": "employees", "title": "Avis", "language": "nl", "period": "2026-09-01"}
DOCUMENTS, GUIDES = "/office/documents/", "/office/guides/"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.MANDAT_FILES_DIR = tmp_path


@pytest.fixture
def browser(cast: Cast, signed_in: SignIn) -> Browser:
    cast.staff.user.language = "en"
    cast.staff.user.save()
    return signed_in(cast.staff.user)


@pytest.fixture
def elsewhere(cast: Cast, signed_in: SignIn) -> Browser:
    """An operator of another office."""
    return signed_in(
        StaffFactory.create(user=UserFactory.create(), office=cast.belgian_office).user
    )


def text(response: Any) -> str:
    return str(response.content.decode())


def kept() -> int:
    return sum(path.is_file() for path in Path(settings.MANDAT_FILES_DIR).rglob("*"))


def test_a_document_is_published_for_a_client_found_by_its_number(
    cast: Cast, browser: Browser
) -> None:
    client = client_of(cast, name="Garage Dupont", number="732829320")
    assert f"?client={client.pk}" in text(browser.get(f"{DOCUMENTS}new/?q=732.829.320"))
    assert "Garage Dupont" in text(browser.get(f"{DOCUMENTS}new/?client={client.pk}"))
    assert "No client of your office" in text(browser.get(f"{DOCUMENTS}new/?q=000"))
    facts = {**DOCUMENT, "client": client.pk, "file": sent(name="../Relevé été.PDF")}
    assert browser.post(f"{DOCUMENTS}new/", facts).status_code == 302
    document = Document.objects.visible_to(cast.collaborator).get()
    assert (document.client, document.group, document.language) == (client, "employees", "nl")
    assert (document.period, document.file_name) == (date(2026, 9, 1), "Relevé été.pdf")
    assert document.published_by == cast.staff.user
    again = {**facts, "file": sent(name="copy.pdf")}
    answer = browser.post(f"{DOCUMENTS}new/", again)
    assert answer.status_code == 422
    assert "published already" in text(answer)
    assert (Document.objects.count(), kept()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("avis.pdf", HTML, "is not what its name says"),
        ("avis.html", HTML, "Only PDF, PNG"),
        ("avis.exe", b"MZ", "Only PDF, PNG"),
        ("avis.pdf", b"", "This file is empty."),
        ("avis.pdf", PDF + bytes(2000), "larger than"),
    ],
)
def test_files_that_are_not_published(
    cast: Cast, browser: Browser, settings: Any, name: str, content: bytes, words: str
) -> None:
    settings.MANDAT_UPLOAD_MAX_BYTES = 1024
    client = client_of(cast)
    for url, facts in (
        (f"{DOCUMENTS}new/", {**DOCUMENT, "client": client.pk}),
        (f"{GUIDES}new/", GUIDE),
    ):
        answer = browser.post(url, {**facts, "file": sent(content, name)})
        assert answer.status_code == 422
        assert words in text(answer)
        assert f'value="{facts["title"]}"' in text(answer)
    assert (Document.objects.count(), Guide.objects.count(), kept()) == (0, 0, 0)


def test_a_client_of_another_office_is_not_there(cast: Cast, browser: Browser) -> None:
    client = client_of(cast)
    client.office = cast.belgian_office
    client.save()
    gone = client_of(cast, removed_at="2026-01-01T00:00Z")
    for pk in (client.pk, gone.pk, 0, "x", "9" * 30):
        assert browser.get(f"{DOCUMENTS}new/", {"client": pk}).status_code == 404
        facts = {**DOCUMENT, "client": pk, "file": sent()}
        assert browser.post(f"{DOCUMENTS}new/", facts).status_code == 404
    assert "No client of your office" in text(browser.get(f"{DOCUMENTS}new/?q={client.number}"))
    assert not Document.objects.exists()


def test_a_document_is_withdrawn_and_restored(cast: Cast, browser: Browser) -> None:
    document = make_document(cast, client_of(cast, name="Atelier Noël"), title="Appel")
    assert "Appel" in text(browser.get(f"{DOCUMENTS}?q=noel"))
    assert "No document of your office" in text(browser.get(f"{DOCUMENTS}?q=zzz"))
    url = f"{DOCUMENTS}{document.pk}/"
    for _ in range(2):
        assert browser.post(f"{url}withdrawal/").status_code == 302
    page = text(browser.get(DOCUMENTS))
    assert "Withdrawn" in page
    assert "withdrawn already" in page
    assert cast.staff.user.name in page
    assert not Document.objects.visible_to(cast.administrator).exists()
    response: Any = browser.get(f"{url}file/")
    assert b"".join(response.streaming_content) == PDF
    for _ in range(2):
        assert browser.post(f"{url}restoration/").status_code == 302
    assert Document.objects.visible_to(cast.administrator).exists()


def test_a_guide_is_published_withdrawn_and_restored(cast: Cast, browser: Browser) -> None:
    assert "No guide yet" in text(browser.get(GUIDES))
    assert browser.get(f"{GUIDES}new/").status_code == 200
    assert browser.post(f"{GUIDES}new/", {**GUIDE, "file": sent()}).status_code == 302
    guide = Guide.objects.visible_to(cast.stranger).get()
    assert (guide.office, guide.dated, guide.search_text) == (
        cast.office, date(2026, 9, 1), "demarches",
    )  # fmt: skip
    assert browser.post(f"{GUIDES}new/", {**GUIDE, "file": sent()}).status_code == 422
    for verb in ("withdrawal", "withdrawal", "restoration", "restoration", "withdrawal"):
        assert browser.post(f"{GUIDES}{guide.pk}/{verb}/").status_code == 302
    guide.refresh_from_db()
    assert guide.withdrawn_by == cast.staff.user
    assert "Withdrawn" in text(browser.get(GUIDES))
    response: Any = browser.get(f"{GUIDES}{guide.pk}/file/")
    assert b"".join(response.streaming_content) == PDF
    assert browser.post(f"{GUIDES}new/", {**GUIDE, "dated": "", "file": sent()}).status_code == 422


def test_other_offices_and_roles(
    cast: Cast, browser: Browser, elsewhere: Browser, signed_in: SignIn
) -> None:
    document, guide = make_document(cast, client_of(cast)), make_guide(cast, title="Pas à pas")
    worker = StaffFactory.create(
        user=UserFactory.create(), office=cast.office, role=StaffRole.CASE_WORKER
    )
    member, weak = signed_in(cast.administrator.user), signed_in(worker.user)
    rows = [f"{DOCUMENTS}{document.pk}/", f"{GUIDES}{guide.pk}/"]
    pages = [DOCUMENTS, f"{DOCUMENTS}new/", GUIDES, f"{GUIDES}new/", *(f"{u}file/" for u in rows)]
    for page in pages:
        assert (member.get(page).status_code, weak.get(page).status_code) == (403, 403)
        assert Browser().get(page).status_code == 302
    for row in rows:
        assert elsewhere.get(f"{row}file/").status_code == 404
        for verb in ("withdrawal", "restoration"):
            assert elsewhere.post(f"{row}{verb}/").status_code == 404
            assert member.post(f"{row}{verb}/").status_code == 403
            assert browser.get(f"{row}{verb}/").status_code == 405
    assert document.title not in text(elsewhere.get(DOCUMENTS))
    assert guide.title not in text(elsewhere.get(GUIDES))
    for page in (DOCUMENTS, GUIDES, *(f"{u}file/" for u in rows)):
        assert browser.post(page).status_code == 405
    assert Document.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize("url", [DOCUMENTS, GUIDES])
def test_the_lists_ask_as_much_for_few_as_for_many(cast: Cast, browser: Browser, url: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(url).status_code == 200
        return len(caught)

    row: Any = make_document(cast, client_of(cast)) if url == DOCUMENTS else make_guide(cast)
    browser.get(url)
    few = asked()
    for n in range(60):
        row.pk, row.title = None, f"n{n}"
        row.save(force_insert=True)
    assert asked() == few
    assert "1 to 50 of 61" in text(browser.get(url))

"""What members download."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.documents.actions import withdraw_document, withdraw_guide
from mandat.documents.models import Document, Guide
from mandat.documents.tests.factories import PDF, client_of, make_document, make_guide
from mandat.firms.models import User
from mandat.firms.tests.factories import Cast

SignIn = Callable[[User], Browser]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.MANDAT_FILES_DIR = tmp_path


@pytest.fixture
def browser(cast: Cast, signed_in: SignIn) -> Browser:
    cast.collaborator.user.language = "en"
    cast.collaborator.user.save()
    return signed_in(cast.collaborator.user)


def text(response: Any) -> str:
    return str(response.content.decode())


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_document_is_downloaded_whole(cast: Cast, browser: Browser) -> None:
    big = PDF + bytes(range(256)) * 3000
    document = make_document(cast, client_of(cast), content=big)
    response: Any = browser.get(f"/documents/{document.pk}/file/")
    with CaptureQueriesContext(connection) as asked:
        assert content(response) == big
    assert not asked.captured_queries  # the stream outlives the request's database
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(len(big))
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("name", "plain", "exact"),
    [
        ("Relevé été.pdf", "Releve ete.pdf", "Relev%C3%A9%20%C3%A9t%C3%A9.pdf"),
        ("a\r\nX-Evil: 1", "a  X-Evil: 1", "a%20%20X-Evil%3A%201"),
        ('"; evil="x.html', "evil=x.html", "%22%3B%20evil%3D%22x.html"),
        ("../../x.svg", ".._.._x.svg", ".._.._x.svg"),
        ("情報", "document", "%E6%83%85%E5%A0%B1"),
    ],
)
def test_even_a_hostile_name_in_the_database_makes_one_header(
    cast: Cast, browser: Browser, name: str, plain: str, exact: str
) -> None:
    document = make_document(cast, client_of(cast))
    Document.objects.filter(pk=document.pk).update(file_name=name)
    response: Any = browser.get(f"/documents/{document.pk}/file/")
    assert content(response) == PDF
    header = response.headers["Content-Disposition"]
    assert header == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"
    sent_as = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
    assert response.headers["Content-Type"] == sent_as
    assert "X-Evil" not in response.headers


def test_whose_documents_they_are(cast: Cast, signed_in: SignIn) -> None:
    document = make_document(cast, client_of(cast))
    url = f"/documents/{document.pk}/file/"
    for person, status in (
        (cast.newcomer, 404),
        (cast.stranger, 404),
        (cast.staff, 403),
    ):
        assert signed_in(person.user).get(url).status_code == status
    assert content(signed_in(cast.administrator.user).get(url)) == PDF
    assert Browser().get(url).status_code == 302
    assert signed_in(cast.administrator.user).post(url).status_code == 405
    assert signed_in(cast.administrator.user).get("/documents/0/file/").status_code == 404
    withdraw_document(document, by=cast.staff.user, at=timezone.now())
    assert signed_in(cast.administrator.user).get(url).status_code == 404


def test_guides_are_listed_in_ones_language_first(cast: Cast, browser: Browser) -> None:
    make_guide(cast, title="Ancien", dated=date(2020, 1, 1))
    make_guide(cast, title="Récent", dated=date(2026, 1, 1))
    make_guide(cast, title="Mine", language="en", dated=date(2010, 1, 1))
    page = text(browser.get("/guides/"))
    assert page.index("Mine") < page.index("Récent") < page.index("Ancien")
    french = text(browser.get("/guides/?language=fr"))
    assert "Mine" not in french
    assert "Récent" in french
    assert browser.get("/guides/?language=xx&page=99").status_code == 200


def test_guides_are_searched_without_accents(cast: Cast, browser: Browser) -> None:
    make_guide(cast, title="Régularisation", summary="Des cotisations de l'été")
    make_guide(cast, title="Autre")
    page = text(browser.get("/guides/?q=regularisation ETE"))
    assert "gularisation" in page
    assert "Autre" not in page
    assert "No guide meets" in text(browser.get("/guides/?q=rien"))


def test_an_empty_list_of_guides_says_so(browser: Browser) -> None:
    assert "No guide yet" in text(browser.get("/guides/"))


def test_any_firm_downloads_a_guide_until_it_is_withdrawn(cast: Cast, signed_in: SignIn) -> None:
    guide = make_guide(cast, title="Pas à pas")
    url = f"/guides/{guide.pk}/file/"
    for member in (cast.collaborator, cast.newcomer, cast.stranger):
        assert content(signed_in(member.user).get(url)) == PDF
    assert signed_in(cast.staff.user).get(url).status_code == 403
    assert signed_in(cast.staff.user).get("/guides/").status_code == 403
    assert Browser().get(url).status_code == 302
    stranger = signed_in(cast.stranger.user)
    assert (stranger.post(url).status_code, stranger.post("/guides/").status_code) == (405, 405)
    withdraw_guide(guide, by=cast.staff.user, at=timezone.now())
    assert stranger.get(url).status_code == 404
    assert guide.title not in text(stranger.get("/guides/"))


def test_the_list_asks_as_much_for_few_as_for_many(cast: Cast, browser: Browser) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get("/guides/").status_code == 200
        return len(caught)

    make_guide(cast)
    browser.get("/guides/")
    few = asked()
    first = Guide.objects.get()
    for n in range(60):
        first.pk, first.title = None, f"n{n}"
        first.save(force_insert=True)
    assert asked() == few
    assert "1 to 50 of 61" in text(browser.get("/guides/"))

"""A national number shows in no address, session, log, mail, audit or unencrypted column."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client as Browser

from mandat.firms.tests.factories import Cast
from mandat.onboarding.models import Request
from mandat.onboarding.tests import scenes
from mandat.onboarding.tests.scenes import state_of, text, typed
from mandat.onboarding.tests.test_belgium import PERSON, answer, ask


def everything_stored() -> str:
    """Every text and blob of every table, as one string."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    plain = bytes(value) if isinstance(value, memoryview | bytes) else str(value)
                    found.append(plain.decode("latin-1") if isinstance(plain, bytes) else plain)
    return "\n".join(found)


def saved(browser: Browser, page: object) -> object:
    data = {"state": state_of(page), "services": ["social_status"]}
    return browser.post("/clients/new/services/", data)


def test_no_canary_anywhere(
    admin: Browser,
    office: Browser,
    people: Cast,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    nir, known_niss, new_niss = scenes.nir(), scenes.niss(), scenes.niss()
    addresses: list[str] = []
    for browser in (admin, office):
        original = browser.request

        def watch(original=original, **request):  # type: ignore[no-untyped-def]
            addresses.append(request["PATH_INFO"] + "?" + str(request.get("QUERY_STRING", "")))
            response = original(**request)
            addresses.append(str(response.headers))
            return response

        monkeypatch.setattr(browser, "request", watch)
    french = scenes.person(people.office, nir)
    scenes.person(people.belgian_office, known_niss)
    pages = []
    with django_capture_on_commit_callbacks(execute=True):
        page = scenes.prove(admin, nir, account=french.account.number)
        pages.append(page)
        pages.append(saved(admin, page))
        page = typed(admin, known_niss)
        pages.append(page)
        pages.append(saved(admin, page))
        pages.append(ask(admin, new_niss, "affiliation"))
        pages.append(ask(admin, new_niss, "affiliation", send="1", **PERSON))
        request = Request.objects.get(kind="affiliation")
        pages.append(admin.get(f"/requests/{request.pk}/"))
        pages.append(office.get(f"/office/requests/{request.pk}/"))
        answer(office, request, "accept")
        Request.objects.filter(pk=request.pk).update(reflection_until="2026-01-01")
        answer(office, request, "accept", account_number="S-1")
        pages.append(admin.get("/requests/"))
    sessions = "".join(str(session.get_decoded()) for session in Session.objects.all())
    letters = "".join(letter.subject + letter.body for letter in mail.outbox)
    assert len(mail.outbox) == 2
    seen = "\n".join(
        [everything_stored(), sessions, letters, caplog.text, *addresses, *map(text, pages)]
    )
    for number in (nir, known_niss, new_niss):
        assert number not in seen
        assert number[:13] not in seen
        assert f"{number[:2]}.{number[2:4]}.{number[4:6]}" not in seen


def test_objects_keep_their_number_out_of_repr() -> None:
    from mandat.affiliates.choices import AccountKind
    from mandat.identifiers import Kind
    from mandat.onboarding.numbers import Subject
    from mandat.onboarding.proof import Claim
    from mandat.onboarding.state import Step

    nir = scenes.nir()
    subject = Subject(Kind.NIR, nir)
    for one in (subject, Claim(subject, AccountKind.SELF_EMPLOYED, "1"), Step(Kind.NIR, nir)):
        assert nir not in repr(one)


def test_no_template_puts_a_number_into_an_address() -> None:
    folder = Path(__file__).parent.parent / "templates"
    for template in folder.rglob("*.html"):
        words = template.read_text()
        assert "number=" not in words.replace("account_number=", "")

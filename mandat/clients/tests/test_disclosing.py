"""A national number in full: asked for with a reason, shown once, logged, not without end (S16)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser

from mandat.clients.choices import ClientKind
from mandat.clients.models import Client
from mandat.clients.national import seal_person
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import Alarm, AuditEvent, ReadingEvent, User
from mandat.firms.tests.factories import Cast
from mandat.identifiers.making import make_nir

SignIn = Callable[[User], Browser]
REASON = {"purpose": "identity", "words": ""}


@pytest.fixture
def person(cast: Cast) -> tuple[Client, str]:
    from random import Random

    number = make_nir(Random(7))
    sealed, found_by = seal_person(cast.firm, number)
    client = ClientFactory.create(
        firm=cast.firm, kind=ClientKind.SELF_EMPLOYED, number="", national_number=sealed,
        number_hash=found_by, identity=found_by,
    )  # fmt: skip
    return place(client, cast.portfolio), number


def address(client: Client) -> str:
    return f"/clients/{client.pk}/national-number/"


def test_s16_it_is_shown_once_with_a_reason_and_logged(
    cast: Cast, person: tuple[Client, str], signed_in: SignIn
) -> None:
    client, number = person
    browser = signed_in(cast.collaborator.user)
    assert address(client) in browser.get(f"/clients/{client.pk}/applications/").content.decode()
    assert number not in browser.get(address(client)).content.decode()
    assert number not in browser.post(address(client), {"purpose": "other"}).content.decode()
    assert not AuditEvent.objects.filter(action="client.number_shown").exists()
    answer = browser.post(address(client), REASON)
    assert number in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(action="client.number_shown")
    assert (event.target_id, event.details["purpose"]) == (client.pk, "identity")
    assert ReadingEvent.objects.filter(kind="national_number", target_id=client.pk).count() == 1
    assert number not in browser.get(address(client)).content.decode()


def test_s16_who_may_not_see_it_does_not(
    cast: Cast, person: tuple[Client, str], signed_in: SignIn
) -> None:
    client, _number = person
    for who, code in ((cast.reader, 403), (cast.newcomer, 404), (cast.stranger, 404)):
        assert signed_in(who.user).post(address(client), REASON).status_code == code
    company = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    assert signed_in(cast.administrator.user).get(address(company)).status_code == 404


def test_s16_it_stands_in_no_log_mail_alarm_or_address(
    cast: Cast, person: tuple[Client, str], signed_in: SignIn, settings: Any,
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    client, number = person
    settings.MANDAT_NATIONAL_NUMBERS_DAY = 1
    browser = signed_in(cast.collaborator.user)
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        assert number in browser.post(address(client), REASON).content.decode()
        stopped = browser.post(address(client), REASON)
        # Typed where it does not belong: refused, and not repeated anywhere.
        browser.post(address(client), {"purpose": "other", "words": f"it is {number}"})
    assert stopped.status_code == 429
    assert number not in stopped.content.decode()
    assert AuditEvent.objects.filter(action="client.number_shown").count() == 1
    assert mail.outbox
    kept = [caplog.text, *(one.subject + one.body for one in mail.outbox)]
    kept += [str(row) for row in AuditEvent.objects.values_list()]
    kept += [str(row) for row in ReadingEvent.objects.values_list()]
    kept += [str(row) for row in Alarm.objects.values_list()]
    assert not [text for text in kept if number in text]

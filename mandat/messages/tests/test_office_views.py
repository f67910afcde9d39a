"""The office's pages of messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from mandat.clients.tests.factories import ClientFactory
from mandat.firms.models import User
from mandat.firms.permissions import StaffRole
from mandat.firms.tests.factories import Cast, StaffFactory, UserFactory
from mandat.messages.models import Message, Thread
from mandat.messages.tests.factories import client_of, make_thread

SignIn = Callable[[User], Browser]


def text(response: Any) -> str:
    return str(response.content.decode())


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


def test_the_list_shows_the_office_alone(cast: Cast, browser: Browser, elsewhere: Browser) -> None:
    make_thread(cast, cast.collaborator, subject="Answer me", client=client_of(cast))
    make_thread(cast, cast.staff, subject="From us", to_everybody=True)
    page = text(browser.get("/office/messages/"))
    assert "<strong>Answer me</strong>" in page
    assert "From us" in page
    assert "1 unread conversation" in page
    assert "From us" not in text(browser.get("/office/messages/?unread=1"))
    assert "No conversation passes" in text(browser.get("/office/messages/?q=nothing"))
    assert "Answer me" not in text(elsewhere.get("/office/messages/"))


def test_the_answer_of_the_firm_is_unread_until_read(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.collaborator, client=client_of(cast))
    url = f"/office/messages/{thread.pk}/"
    shown = text(browser.get(url))
    assert shown.count("New</span>") == 1
    assert Thread.objects.unread_by_office().count() == 1
    last = re.search(r'name="last" value="(\d+)"', shown)
    assert last
    answer = browser.post(f"{url}reading/", {"last": last[1]}, HTTP_HX_REQUEST="true")
    assert "delete:.rail-link[href='/office/messages/'] > .count" in text(answer)
    assert Thread.objects.unread_by_office().count() == 0
    assert "Mark as read" not in text(browser.get(url))
    assert browser.post(f"{url}reading/", {"last": last[1]}).status_code == 302


def test_the_office_answers_once(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.collaborator, client=client_of(cast))
    url, first = f"/office/messages/{thread.pk}/", thread.messages.get().pk
    sent = {"body": "It is done.", "last": first, "token": "f" * 32}
    assert browser.post(url, sent).status_code == 302
    assert browser.post(url, sent).status_code == 302
    assert thread.messages.filter(from_office=True, author=cast.staff.user).count() == 1
    assert Thread.objects.unread_by_office().count() == 0
    assert Thread.objects.unread_by(cast.collaborator).count() == 1
    assert browser.post(url, {"body": ""}).status_code == 422


def test_the_office_writes_about_a_client_found_by_its_number(cast: Cast, browser: Browser) -> None:
    client = client_of(cast, name="Garage Dupont", number="732829320")
    other = ClientFactory.create(firm=cast.firm, office=cast.belgian_office, number="443061841")
    page = text(browser.get("/office/messages/new/?q=732 829 320"))
    assert f"?client={client.pk}" in page
    assert "No client of your office" in text(browser.get("/office/messages/new/?q=443061841"))
    facts = {"client": client.pk, "subject": "Regularisation", "body": "Please answer."}
    assert "Garage Dupont" in text(browser.get("/office/messages/new/", {"client": client.pk}))
    assert browser.post("/office/messages/new/", facts).status_code == 302
    thread = Thread.objects.get()
    assert (thread.firm, thread.client, thread.to_everybody) == (cast.firm, client, False)
    assert Thread.objects.visible_to(cast.collaborator).unread_by(cast.collaborator).exists()
    for pk in (other.pk, 0, "x"):
        assert browser.get("/office/messages/new/", {"client": pk}).status_code == 404


def test_the_office_writes_to_a_whole_firm_or_its_administrators(
    cast: Cast, browser: Browser
) -> None:
    client_of(cast)
    page = text(browser.get("/office/messages/new/?q=arvensis"))
    assert f"?firm={cast.firm.pk}" in page
    facts = {"firm": cast.firm.pk, "subject": "News", "body": "x", "readers": "everybody"}
    assert browser.post("/office/messages/new/", facts).status_code == 302
    browser.post("/office/messages/new/", facts | {"readers": "administrators"})
    assert Thread.objects.visible_to(cast.newcomer).count() == 1
    assert Thread.objects.visible_to(cast.administrator).count() == 2
    assert browser.post("/office/messages/new/", facts | {"readers": ""}).status_code == 422
    unknown = {"firm": cast.other_firm.pk}  # has nothing at this office
    assert browser.get("/office/messages/new/", unknown).status_code == 404
    assert browser.post("/office/messages/new/", {"subject": "x", "body": "y"}).status_code == 200


def test_other_offices_and_roles(
    cast: Cast, browser: Browser, elsewhere: Browser, signed_in: SignIn
) -> None:
    thread = make_thread(cast, cast.collaborator, client=client_of(cast))
    reader = StaffFactory.create(
        user=UserFactory.create(), office=cast.office, role=StaffRole.READER
    )
    member, weak = signed_in(cast.administrator.user), signed_in(reader.user)
    urls = ["/office/messages/", "/office/messages/new/", f"/office/messages/{thread.pk}/"]
    for url in urls:
        assert member.get(url).status_code == 403
        assert weak.get(url).status_code == 403
        assert Browser().get(url).status_code == 302
    assert elsewhere.get(urls[2]).status_code == 404
    assert elsewhere.post(urls[2], {"body": "x"}).status_code == 404
    assert elsewhere.post(f"{urls[2]}reading/", {"last": 1}).status_code == 404
    assert Message.objects.count() == 1


def test_wrong_methods(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.collaborator)
    assert browser.post("/office/messages/").status_code == 405
    assert browser.put("/office/messages/new/").status_code == 405
    assert browser.get(f"/office/messages/{thread.pk}/reading/").status_code == 405
    assert browser.delete(f"/office/messages/{thread.pk}/").status_code == 405


def test_the_list_asks_as_much_for_few_as_for_many(cast: Cast, browser: Browser) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get("/office/messages/").status_code == 200
        return len(caught)

    make_thread(cast, cast.collaborator, client=client_of(cast))
    browser.get("/office/messages/")
    few = asked()
    for n in range(60):
        make_thread(cast, cast.collaborator, client=client_of(cast), subject=f"n{n}")
    assert asked() == few

"""The firm's pages of messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import User
from mandat.firms.tests.factories import Cast
from mandat.firms.tests.statements import of_page
from mandat.messages.actions import write
from mandat.messages.models import Message, Thread
from mandat.messages.tests.factories import NOW, client_of, make_thread

SignIn = Callable[[User], Browser]


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def browser(cast: Cast, signed_in: SignIn) -> Browser:
    cast.collaborator.user.language = "en"
    cast.collaborator.user.save()
    return signed_in(cast.collaborator.user)


def last_of(response: Any) -> str:
    found = re.search(r'name="last" value="(\d+)"', text(response))
    assert found
    return found[1]


def test_the_list_shows_what_one_sees(cast: Cast, browser: Browser) -> None:
    make_thread(cast, cast.staff, subject="Mine", client=client_of(cast))
    hidden = place(ClientFactory.create(firm=cast.firm, office=cast.office), cast.other_portfolio)
    make_thread(cast, cast.staff, subject="Hidden", client=hidden)
    make_thread(cast, cast.staff, subject="For all", to_everybody=True)
    make_thread(cast, cast.staff, subject="Administrators")
    page = text(browser.get("/messages/"))
    assert "<strong>Mine</strong>" in page
    assert "For all" in page
    assert "Hidden" not in page
    assert "Administrators" not in page
    assert "2 unread conversations" in page
    assert page.count("Unread</span>") == 2


def test_the_list_is_narrowed(cast: Cast, browser: Browser) -> None:
    client = client_of(cast)
    read = make_thread(cast, cast.collaborator, subject="Written by us", client=client)
    make_thread(cast, cast.staff, subject="Élection", to_everybody=True)
    only_unread = text(browser.get("/messages/?unread=1"))
    assert "Élection" in only_unread
    assert read.subject not in only_unread
    of_client = text(browser.get(f"/messages/?client={client.pk}"))
    assert read.subject in of_client
    assert "lection" not in of_client
    searched = text(browser.get("/messages/?q=election"))
    assert "<mark>" in searched
    assert read.subject not in searched
    assert "No conversation passes" in text(browser.get("/messages/?q=nothing"))
    assert browser.get("/messages/?client=x&page=-3").status_code == 200


def test_an_empty_list_offers_to_write(browser: Browser) -> None:
    assert 'href="/messages/new/"' in text(browser.get("/messages/"))


def test_reading_marks_what_was_shown_and_no_more(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    url = f"/messages/{thread.pk}/"
    shown = browser.get(url)
    assert 'hx-trigger="load, submit"' in text(shown)
    assert Thread.objects.unread_by(cast.collaborator).count() == 1  # a GET changes nothing
    write(thread, body="Meanwhile", by=cast.staff.user, at=timezone.now())
    browser.post(f"{url}reading/", {"last": last_of(shown)})
    assert Thread.objects.unread_by(cast.collaborator).count() == 1
    again = browser.get(url)
    assert text(again).count("New</span>") == 1
    assert browser.post(f"{url}reading/", {"last": last_of(again)}).status_code == 302
    assert Thread.objects.unread_by(cast.collaborator).count() == 0
    done = text(browser.get(url))
    assert "Mark as read" not in done
    assert "New</span>" not in done


def test_the_count_beside_the_menu_follows(cast: Cast, browser: Browser) -> None:
    threads = [make_thread(cast, cast.staff, to_everybody=True) for _ in range(2)]
    answers = []
    for thread in threads:
        url = f"/messages/{thread.pk}/"
        last = last_of(browser.get(url))
        answers.append(text(browser.post(f"{url}reading/", {"last": last}, HTTP_HX_REQUEST="true")))
    assert "outerHTML:.rail-link[href='/messages/'] > .count\">1<" in answers[0]
    assert "delete:.rail-link[href='/messages/'] > .count" in answers[1]


def test_an_answer_is_sent_once_and_marks_read(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    url = f"/messages/{thread.pk}/"
    last = last_of(browser.get(url))
    sent = {"body": "Yes: <b>done</b>", "last": last, "token": "d" * 32}
    assert browser.post(url, sent).status_code == 302
    assert browser.post(url, sent).status_code == 302
    page = text(browser.get(url))
    assert page.count("Yes: &lt;b&gt;done&lt;/b&gt;") == 1
    assert Thread.objects.unread_by(cast.collaborator).count() == 0
    assert Thread.objects.unread_by_office().count() == 1


def test_an_empty_answer_is_told_and_keeps_nothing(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    response = browser.post(f"/messages/{thread.pk}/", {"body": "  "})
    assert response.status_code == 422
    assert "Write a few words first." in text(response)
    too_long = browser.post(f"/messages/{thread.pk}/", {"body": "x" * 10_001})
    assert too_long.status_code == 422
    assert Message.objects.count() == 1


def test_a_message_of_another_thread_marks_nothing(cast: Cast, browser: Browser) -> None:
    mine = make_thread(cast, cast.staff, to_everybody=True)
    other = make_thread(cast, cast.staff)
    foreign = other.messages.get().pk
    for last in (foreign, "x", "", "9" * 30):
        browser.post(f"/messages/{mine.pk}/reading/", {"last": last})
    assert Thread.objects.unread_by(cast.collaborator).count() == 2


def test_a_new_conversation_about_a_client(cast: Cast, browser: Browser) -> None:
    client = client_of(cast, name="Menuiserie Éloi")
    assert "Menuiserie Éloi" in text(browser.get(f"/messages/new/?client={client.pk}"))
    assert f"?client={client.pk}" in text(browser.get("/messages/new/?q=eloi"))
    facts = {
        "client": client.pk, "office": cast.office.pk, "subject": "Question",
        "body": "Bonjour", "token": "e" * 32,
    }  # fmt: skip
    first = browser.post("/messages/new/", facts)
    thread = Thread.objects.get()
    assert first.headers["Location"] == f"/messages/{thread.pk}/"
    assert browser.post("/messages/new/", facts).headers["Location"] == f"/messages/{thread.pk}/"
    assert (thread.client, thread.office, thread.opened_by) == (
        client, cast.office, cast.collaborator.user,
    )  # fmt: skip


def test_a_new_conversation_about_nobody_goes_to_an_office_of_ours(
    cast: Cast, browser: Browser
) -> None:
    client_of(cast)
    facts = {"office": cast.belgian_office.pk, "subject": "Question", "body": "Hallo"}
    assert browser.post("/messages/new/", facts).status_code == 422
    facts["office"] = cast.office.pk
    assert browser.post("/messages/new/", facts).status_code == 302
    assert Thread.objects.get().client is None


def test_a_firm_without_clients_writes_to_its_country(cast: Cast, browser: Browser) -> None:
    page = text(browser.get("/messages/new/"))
    assert cast.office.name in page
    assert cast.belgian_office.name not in page


def test_a_client_one_does_not_see_is_not_there(cast: Cast, browser: Browser) -> None:
    hidden = place(ClientFactory.create(firm=cast.firm, office=cast.office), cast.other_portfolio)
    foreign = ClientFactory.create(firm=cast.other_firm, office=cast.office)
    for pk in (hidden.pk, foreign.pk, 0, "x", "9" * 40):
        assert browser.get("/messages/new/", {"client": pk}).status_code == 404
        assert browser.post("/messages/new/", {"client": pk}).status_code == 404


def test_other_firms_and_roles(cast: Cast, signed_in: SignIn) -> None:
    thread = make_thread(cast, cast.staff, client=client_of(cast))
    stranger, newcomer, staff = (
        signed_in(person.user) for person in (cast.stranger, cast.newcomer, cast.staff)
    )
    for name in ("messages:thread", "messages:reading"):
        url = reverse(name, args=[thread.pk])
        for browser in (stranger, newcomer):
            assert browser.post(url, {"body": "x"}).status_code == 404
        assert staff.post(url, {"body": "x"}).status_code == 403
    assert stranger.get(f"/messages/{thread.pk}/").status_code == 404
    for url in ("/messages/", "/messages/new/", f"/messages/{thread.pk}/"):
        assert staff.get(url).status_code == 403
        assert Browser().get(url).status_code == 302
    assert Message.objects.count() == 1


def test_wrong_methods(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    assert browser.post("/messages/").status_code == 405
    assert browser.put("/messages/new/").status_code == 405
    assert browser.get(f"/messages/{thread.pk}/reading/").status_code == 405
    assert browser.delete(f"/messages/{thread.pk}/").status_code == 405


def test_a_long_conversation_shows_its_end_first(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)
    for n in range(101):
        write(thread, body=f"word{n:03}.", by=cast.staff.user, at=NOW + timedelta(minutes=n))
    page = text(browser.get(f"/messages/{thread.pk}/"))
    assert "word100." in page
    assert "word000." not in page
    whole = text(browser.get(f"/messages/{thread.pk}/?all=1"))
    assert "word000." in whole
    assert whole.index("word000.") < whole.index("word100.")


def test_the_list_asks_as_much_for_few_as_for_many(cast: Cast, browser: Browser) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get("/messages/").status_code == 200
        return len(of_page(caught))

    make_thread(cast, cast.staff, client=client_of(cast))
    browser.get("/messages/")
    few = asked()
    for n in range(60):
        make_thread(cast, cast.staff, client=client_of(cast), subject=f"n{n}")
    assert asked() == few
    assert "1 to 50 of 61" in text(browser.get("/messages/"))


def test_a_conversation_asks_as_much_for_few_as_for_many(cast: Cast, browser: Browser) -> None:
    thread = make_thread(cast, cast.staff, to_everybody=True)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(f"/messages/{thread.pk}/").status_code == 200
        return len(of_page(caught))

    browser.get("/messages/")
    few = asked()
    for n in range(40):
        write(thread, body=f"n{n}", by=cast.staff.user, at=NOW)
    assert asked() == few

"""The contact persons that a firm keeps for its clients."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from mandat.clients.models import Client, ClientContact
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import User
from mandat.firms.tests.factories import Cast

SignIn = Callable[[User], Browser]


@pytest.fixture
def client_(cast: Cast) -> Client:
    return place(ClientFactory.create(firm=cast.firm), cast.portfolio)


@pytest.fixture
def contact(cast: Cast, client_: Client) -> ClientContact:
    return ClientContact.objects.create(firm=cast.firm, client=client_, name="Zoé", phone="01")


def test_added_changed_and_deleted(cast: Cast, signed_in: SignIn, client_: Client) -> None:
    browser, home = signed_in(cast.collaborator.user), f"/clients/{client_.pk}/contact/"
    assert browser.get(f"/clients/{client_.pk}/contacts/new/").status_code == 200
    data = {"name": "Zoé Tremblay", "email": "zoe@example.test"}
    answer = browser.post(f"/clients/{client_.pk}/contacts/new/", data)
    assert (answer.status_code, answer.headers["Location"]) == (302, home)
    contact = client_.contacts.get()
    assert (contact.firm, contact.changed_by) == (cast.firm, cast.collaborator)
    page = f"/clients/{client_.pk}/contacts/{contact.pk}/"
    assert "Zoé Tremblay" in browser.get(page).content.decode()
    browser.post(page, {**data, "role": "Gérante"})
    contact.refresh_from_db()
    assert contact.role == "Gérante"
    assert browser.get(f"{page}deletion/").status_code == 405
    assert browser.post(f"{page}deletion/").headers["Location"] == home
    assert not client_.contacts.exists()


@pytest.mark.parametrize("data", [{}, {"name": "Zoé"}, {"name": "Zoé", "email": "not an address"}])
def test_errors_keep_what_was_typed(
    cast: Cast, signed_in: SignIn, client_: Client, data: dict[str, str]
) -> None:
    answer = signed_in(cast.collaborator.user).post(f"/clients/{client_.pk}/contacts/new/", data)
    assert answer.status_code == 422
    assert all(value in answer.content.decode() for value in data.values())
    assert not client_.contacts.exists()


def test_who_does_not_see_the_client_finds_nothing(
    cast: Cast, signed_in: SignIn, client_: Client, contact: ClientContact
) -> None:
    pages = [f"/clients/{client_.pk}/contacts/new/",
             f"/clients/{client_.pk}/contacts/{contact.pk}/"]  # fmt: skip
    for member in (cast.newcomer, cast.stranger):
        browser = signed_in(member.user)
        for page in pages:
            assert browser.get(page).status_code == 404
            assert browser.post(page, {"name": "X", "phone": "1"}).status_code == 404
        assert browser.post(f"{pages[1]}deletion/").status_code == 404
    assert signed_in(cast.staff.user).get(pages[0]).status_code == 403
    assert client_.contacts.get().name == "Zoé"


def test_a_contact_is_reached_through_its_own_client(
    cast: Cast, signed_in: SignIn, contact: ClientContact
) -> None:
    other = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    browser = signed_in(cast.collaborator.user)
    assert browser.get(f"/clients/{other.pk}/contacts/{contact.pk}/").status_code == 404

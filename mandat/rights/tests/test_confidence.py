"""Closing a client to all but a few: by whom, with what effect, and who learns of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.models import Client, Confidence, ConfidenceMember
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import Grant, Member, User
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast, MemberFactory
from mandat.rights.actions import Refused, carry_out, undo
from mandat.rights.models import RightsChange
from mandat.rights.plans.confidence import lift, make_confidential, rename
from mandat.rights.tests.test_seeing import lend

SignIn = Callable[[User], Browser]


@pytest.fixture
def client(cast: Cast) -> Client:
    """A client in « Bâtiment »."""
    return place(ClientFactory.create(firm=cast.firm, name="Clinique Discrète"), cast.portfolio)


def sees(member: Member, client: Client) -> bool:
    """Whether the client is on the member's list."""
    return Client.objects.visible_to(member).filter(pk=client.pk).exists()


def post(browser: Browser, client: Client, **data: Any) -> Any:
    """What is asked, seen, and confirmed."""
    path = f"/clients/{client.pk}/confidence/"
    shown = browser.post(path, data)
    if shown.status_code != 200:
        return shown
    return browser.post(path, {**data, "shown": shown.context["shown"]})


def test_close_name_others_lift_and_undo(cast: Cast, client: Client, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    path = f"/clients/{client.pk}/confidence/"
    names = [cast.administrator.pk, cast.newcomer.pk]
    shown = browser.post(path, {"do": "close", "members": names})
    lines = {line.name: line.words for line in shown.context["lines"]}
    assert "Camille Collaboratrice" in lines
    assert "Noa Nouveau" in lines
    assert not Confidence.objects.exists()
    post(browser, client, do="close", members=names)
    assert sees(cast.newcomer, client)
    assert not sees(cast.collaborator, client)
    post(browser, client, do="rename", members=[cast.administrator.pk, cast.collaborator.pk])
    assert sees(cast.collaborator, client)
    assert not sees(cast.newcomer, client)
    post(browser, client, do="lift")
    assert not Confidence.objects.exists()
    change = RightsChange.objects.latest("pk")
    assert change.private
    browser.post(f"/rights/changes/{change.pk}/undo/")
    assert sees(cast.collaborator, client)
    assert not sees(cast.manager, client)


@pytest.mark.parametrize("do", ["close", "rename", "lift"])
def test_what_cannot_be_is_refused_in_words(
    cast: Cast, client: Client, signed_in: SignIn, do: str
) -> None:
    browser = signed_in(cast.administrator.user)
    for members in ([], [cast.newcomer.pk], [cast.administrator.pk, cast.stranger.pk], ["x"]):
        answer = browser.post(
            f"/clients/{client.pk}/confidence/", {"do": do, "members": members}, follow=True
        )
        assert answer.status_code == 200
        assert len(list(answer.context["messages"])) == 1
    assert not Confidence.objects.exists()


def test_who_does_not_see_it_any_more_cannot_open_or_undo_it(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    other = MemberFactory.create(firm=cast.firm, role=Role.ADMINISTRATOR)
    post(signed_in(cast.administrator.user), client, do="close", members=[cast.administrator.pk])
    change = RightsChange.objects.get()
    browser = signed_in(other.user)
    assert browser.get(f"/clients/{client.pk}/confidence/").status_code == 404
    assert browser.get(f"/rights/changes/{change.pk}/").status_code == 404
    assert browser.post(f"/rights/changes/{change.pk}/undo/").status_code == 404
    for name in ("/rights/changes/", f"/users/{cast.administrator.pk}/", "/clients/"):
        assert client.name not in browser.get(name).content.decode(), name
    with pytest.raises(Refused, match="not_allowed"):
        undo(change, by=other, at=timezone.now())
    for plan in (
        lift(client, by=other, at=timezone.now()),
        rename(client, [other.pk], by=other, at=timezone.now()),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            carry_out(plan, by=other, at=timezone.now())
    assert ConfidenceMember.objects.get().member == cast.administrator


def test_a_lifted_client_is_not_closed_again_by_others(cast: Cast, client: Client) -> None:
    other, now = MemberFactory.create(firm=cast.firm, role=Role.ADMINISTRATOR), timezone.now()
    by = cast.administrator
    carry_out(make_confidential(client, [by.pk], by=by, at=now), by=by, at=now)
    lifted = carry_out(lift(client, by=by, at=now), by=by, at=now)
    assert not RightsChange.objects.visible_to(other).exists()
    with pytest.raises(Refused, match="not_allowed"):
        undo(lifted, by=other, at=now)
    undo(lifted, by=by, at=now)
    assert not sees(other, client)


def test_those_named_now_read_the_history_and_undo(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    other = MemberFactory.create(firm=cast.firm, role=Role.ADMINISTRATOR)
    names = [cast.administrator.pk, other.pk]
    post(signed_in(cast.administrator.user), client, do="close", members=names)
    change = RightsChange.objects.get()
    browser = signed_in(other.user)
    assert client.name in browser.get("/rights/changes/").content.decode()
    assert browser.get(f"/rights/changes/{change.pk}/").status_code == 200
    browser.post(f"/rights/changes/{change.pk}/undo/")
    assert sees(cast.collaborator, client)


def test_a_manager_closes_clients_of_their_own_portfolios(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    browser = signed_in(cast.manager.user)
    elsewhere = place(ClientFactory.create(firm=cast.firm), cast.other_portfolio)
    assert browser.get(f"/clients/{elsewhere.pk}/confidence/").status_code == 404
    post(browser, client, do="close", members=[cast.manager.pk])
    assert not sees(cast.administrator, client)
    Grant.objects.filter(member=cast.manager).delete()
    assert browser.get(f"/clients/{client.pk}/confidence/").status_code == 200
    assert post(browser, client, do="lift").status_code == 302
    assert sees(cast.administrator, client)


def test_a_manager_who_only_covers_does_not_close(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    Grant.objects.filter(member=cast.manager).delete()
    lend(cast.manager, cast.portfolio, cast.collaborator)
    assert sees(cast.manager, client)
    browser = signed_in(cast.manager.user)
    assert browser.get(f"/clients/{client.pk}/confidence/").status_code == 403
    assert post(browser, client, do="close", members=[cast.manager.pk]).status_code == 403


@pytest.mark.parametrize(
    ("person", "code"),
    [("collaborator", 403), ("reader", 403), ("newcomer", 403), ("stranger", 404), ("staff", 403)],
)
def test_wrong_roles_and_other_firms(
    cast: Cast, client: Client, signed_in: SignIn, person: str, code: int
) -> None:
    browser = signed_in(getattr(cast, person).user)
    path = f"/clients/{client.pk}/confidence/"
    assert browser.get(path).status_code == code
    assert browser.post(path, {"do": "close"}).status_code == code
    assert browser.put(path).status_code in {403, 404, 405}
    assert not Confidence.objects.exists()


def test_twice_at_once_is_told(cast: Cast, client: Client, signed_in: SignIn) -> None:
    browser, data = (
        signed_in(cast.administrator.user),
        {"do": "close", "members": [cast.administrator.pk]},
    )
    shown = browser.post(f"/clients/{client.pk}/confidence/", data).context["shown"]
    for _ in range(2):
        browser.post(f"/clients/{client.pk}/confidence/", {**data, "shown": shown})
    assert Confidence.objects.count() == RightsChange.objects.count() == 1

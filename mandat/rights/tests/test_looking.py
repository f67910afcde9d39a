"""Seeing as a colleague: what they see and no more, nothing changed, marked, logged, and over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, fill_firm, place
from mandat.declarations.tests import factories as dsn
from mandat.firms import seeing_as
from mandat.firms.models import AuditEvent, Grant, Member, Portfolio, User
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast, MemberFactory
from mandat.rights.models import RightsChange
from mandat.rights.tests.test_seeing import close

SignIn = Callable[[User], Browser]


@pytest.fixture
def browser(cast: Cast, signed_in: SignIn) -> Browser:
    """The administrator, who sees as the collaborator; two clients of theirs, one of nobody's."""
    fill_firm(cast.firm, cast.portfolio, 2)
    ClientFactory.create(firm=cast.firm, name="Hors portefeuille")
    browser = signed_in(cast.administrator.user)
    assert browser.post(f"/users/{cast.collaborator.pk}/see-as/").status_code == 302
    return browser


def actions(cast: Cast) -> list[str]:
    """The firm's events about seeing as somebody."""
    found = AuditEvent.objects.filter(firm=cast.firm, action__startswith="rights.seen_as")
    return list(found.order_by("number").values_list("action", flat=True))


def test_every_page_is_the_colleagues_and_says_so(cast: Cast, browser: Browser) -> None:
    page = browser.get("/clients/")
    assert "Hors portefeuille" not in page.content.decode()
    assert page.context["request"].member == cast.collaborator
    assert page.context["request"].user == cast.administrator.user
    for path in ("/", "/clients/", "/incidents/", "/profile/", "/nowhere/"):
        assert 'class="seen-bar"' in browser.get(path).content.decode(), path
    assert browser.get("/users/").status_code == 403


def test_a_search_by_post_is_only_a_question(cast: Cast, browser: Browser) -> None:
    assert browser.post("/clients/", {"q": "Menuiserie"}).status_code == 302


def test_nothing_can_be_changed(cast: Cast, browser: Browser) -> None:
    client = Client.objects.visible_to(cast.collaborator).first()
    assert client is not None
    for path in ("/profile/", "/language/", f"/clients/{client.pk}/contacts/new/",
                 f"/users/{cast.newcomer.pk}/see-as/"):  # fmt: skip
        answer = browser.post(path, {"name": "Autre"})
        assert answer.status_code == 403, path
        assert "/see-as/stop/" in answer.content.decode()
    assert User.objects.get(pk=cast.administrator.user.pk).name == "Agnes Administratrice"


def test_stopping_brings_ones_own_pages_back_and_is_logged(cast: Cast, browser: Browser) -> None:
    assert browser.post("/see-as/stop/").status_code == 302
    page = browser.get("/clients/").content.decode()
    assert "Hors portefeuille" in page
    assert "seen-bar" not in page
    assert actions(cast) == ["rights.seen_as", "rights.seen_as_stopped"]
    event = AuditEvent.objects.get(firm=cast.firm, action="rights.seen_as")
    assert (event.actor, event.target_id) == (cast.administrator.user, cast.collaborator.pk)
    assert browser.post("/see-as/stop/").status_code == 302
    assert len(actions(cast)) == 2


def test_it_ends_by_itself(cast: Cast, browser: Browser, monkeypatch: Any) -> None:
    later = timezone.now() + seeing_as.LONGEST + timedelta(seconds=1)
    monkeypatch.setattr("mandat.firms.scoping.timezone.now", lambda: later)
    assert "seen-bar" not in browser.get("/clients/").content.decode()
    assert actions(cast) == ["rights.seen_as", "rights.seen_as_stopped"]


@pytest.mark.parametrize("what", ["role", "suspended", "left", "closed"])
def test_it_ends_with_the_right_to_it(cast: Cast, browser: Browser, what: str) -> None:
    if what == "role":
        Member.objects.filter(pk=cast.administrator.pk).update(role=Role.COLLABORATOR)
    elif what == "closed":
        User.objects.filter(pk=cast.collaborator.user_id).update(is_active=False)
    else:
        Member.objects.filter(pk=cast.collaborator.pk).update(**{f"{what}_at": timezone.now()})
    page = browser.get("/clients/")
    assert "seen-bar" not in page.content.decode()
    assert page.context["request"].member == cast.administrator
    assert actions(cast)[-1] == "rights.seen_as_stopped"


def test_signing_out_ends_it(cast: Cast, browser: Browser, signed_in: SignIn) -> None:
    assert browser.post("/accounts/logout/").status_code == 302
    assert actions(cast) == ["rights.seen_as", "rights.seen_as_stopped"]
    assert "seen-bar" not in signed_in(cast.administrator.user).get("/").content.decode()


def test_what_is_closed_to_the_administrator_stays_closed(cast: Cast, browser: Browser) -> None:
    hidden = place(ClientFactory.create(firm=cast.firm, name="Secret SARL"), cast.portfolio)
    close(hidden, cast.collaborator)
    shared = place(ClientFactory.create(firm=cast.firm, name="Partage SARL"), cast.portfolio)
    close(shared, cast.collaborator, cast.administrator)
    mine = close(ClientFactory.create(firm=cast.firm, name="Mien SARL"), cast.administrator)
    page = browser.get("/clients/")
    text = page.content.decode()
    assert "Secret SARL" not in text
    assert "Partage SARL" in text
    assert "Mien SARL" not in text
    assert page.context["screen"].listing.total == 3
    assert browser.get(f"/clients/{hidden.pk}/applications/").status_code == 404
    assert browser.get(f"/clients/{hidden.pk}/who/").status_code == 404
    assert browser.get(f"/clients/{shared.pk}/applications/").status_code == 200
    assert browser.get(f"/clients/{mine.pk}/applications/").status_code == 404


def test_private_changes_of_a_colleague_stay_private(cast: Cast, signed_in: SignIn) -> None:
    other = MemberFactory.create(firm=cast.firm, role=Role.ADMINISTRATOR)
    hidden = close(ClientFactory.create(firm=cast.firm), other)
    RightsChange.objects.create(
        firm=cast.firm, kind="made_confidential", at=timezone.now(), by=other, private=True,
        about={"client": hidden.name, "client_id": hidden.pk, "members": 1},
    )  # fmt: skip
    browser = signed_in(cast.administrator.user)
    browser.post(f"/users/{other.pk}/see-as/")
    assert hidden.name not in browser.get("/rights/changes/").content.decode()
    assert hidden.name in signed_in(other.user).get("/rights/changes/").content.decode()


def test_counts_names_and_files_of_a_colleague_stay_closed(cast: Cast, signed_in: SignIn) -> None:
    """What only the colleague knows is on no page: not in numbers, not on their own page."""
    other = MemberFactory.create(firm=cast.firm, role=Role.ADMINISTRATOR)
    company = dsn.company(7)
    hidden = dsn.make_client(cast.firm, company.siren, name="Secret SARL")
    for dropper in (other, cast.newcomer):
        dsn.received(cast.firm, dsn.dsn(company), name=f"{dropper.pk}.dsn", by=dropper)
    browser = signed_in(cast.administrator.user)
    seen = browser.get("/users/").context["page_obj"].object_list
    close(hidden, other, cast.newcomer)
    browser.post(f"/users/{other.pk}/see-as/")
    found = {one.member_id: one.clients for one in browser.get("/users/").context["page_obj"]}
    assert found[other.pk] == {one.member_id: one.clients for one in seen}[other.pk] - 1 == 0
    assert found[cast.newcomer.pk] == 0
    assert hidden.name not in browser.get(f"/users/{other.pk}/").content.decode()
    assert ".dsn" not in browser.get("/declarations/").content.decode()
    browser.post("/see-as/stop/")
    browser.post(f"/users/{cast.newcomer.pk}/see-as/")
    assert ".dsn" not in browser.get("/declarations/").content.decode()
    assert ".dsn" in signed_in(other.user).get("/declarations/").content.decode()


@pytest.mark.parametrize("person", ["collaborator", "manager", "reader", "staff"])
def test_only_administrators_see_as_others(cast: Cast, signed_in: SignIn, person: str) -> None:
    browser = signed_in(getattr(cast, person).user)
    assert browser.post(f"/users/{cast.newcomer.pk}/see-as/").status_code == 403
    assert actions(cast) == []


def test_another_firms_people_do_not_exist(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.stranger.user)
    assert browser.post(f"/users/{cast.newcomer.pk}/see-as/").status_code == 404
    assert browser.get(f"/users/{cast.newcomer.pk}/see-as/").status_code == 405


def test_oneself_and_those_kept_out_cannot_be_seen_as(cast: Cast, signed_in: SignIn) -> None:
    Member.objects.filter(pk=cast.newcomer.pk).update(suspended_at=timezone.now())
    browser = signed_in(cast.administrator.user)
    for member in (cast.administrator, cast.newcomer):
        browser.post(f"/users/{member.pk}/see-as/")
        assert "seen-bar" not in browser.get("/").content.decode()
    assert actions(cast) == []


def test_a_grant_that_is_taken_away_meanwhile_counts_at_once(cast: Cast, browser: Browser) -> None:
    Grant.objects.filter(member=cast.collaborator).delete()
    assert Portfolio.objects.visible_to(cast.collaborator).count() == 0
    assert browser.get("/clients/").context["screen"].listing.total == 0

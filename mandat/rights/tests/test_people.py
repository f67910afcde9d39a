"""Another role, out for a while, in again: each through its effect, and at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import Firm, Invitation, Member, User
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast
from mandat.rights.models import RightsChange

SignIn = Callable[[User], Browser]


def settled(browser: Browser, path: str, **fields: Any) -> Any:
    """Post, see the effect, confirm what was shown."""
    page = browser.post(path, fields)
    assert page.status_code == 200, page
    assert not RightsChange.objects.filter(at__gte=page.wsgi_request.now).exists()
    return browser.post(path, {**fields, "shown": page.context["shown"]})


def test_a_role_is_changed_after_its_effect_was_seen(cast: Cast, signed_in: SignIn) -> None:
    place(ClientFactory.create(firm=cast.firm), cast.other_portfolio)
    browser = signed_in(cast.administrator.user)
    path = f"/users/{cast.newcomer.pk}/role/"
    assert browser.get(path).status_code == 200
    page = browser.post(path, {"role": "administrator"})
    assert [(line.name, line.gained) for line in page.context["lines"]] == [("Noa Nouveau", 1)]
    done = settled(browser, path, role="administrator")
    assert done.headers["Location"] == f"/users/{cast.newcomer.pk}/"
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.role == Role.ADMINISTRATOR


@pytest.mark.parametrize("role", ["", "king", "administrator\0"])
def test_a_role_that_is_none_changes_nothing(cast: Cast, signed_in: SignIn, role: str) -> None:
    browser = signed_in(cast.administrator.user)
    answer = browser.post(f"/users/{cast.newcomer.pk}/role/", {"role": role})
    assert answer.status_code == 302
    assert not RightsChange.objects.exists()


def test_suspended_in_mid_session_and_back(cast: Cast, signed_in: SignIn) -> None:
    """S6: the open session ends at its next request, and signing in is refused."""
    theirs, browser = signed_in(cast.collaborator.user), signed_in(cast.administrator.user)
    assert theirs.get("/clients/").status_code == 200
    settled(browser, f"/users/{cast.collaborator.pk}/suspend/")
    assert theirs.get("/clients/").headers["Location"].startswith("/accounts/login/")
    assert theirs.get("/profile/").status_code == 302
    assert browser.get(f"/users/{cast.collaborator.pk}/suspend/").status_code == 200
    settled(browser, f"/users/{cast.collaborator.pk}/reactivate/")
    assert signed_in(cast.collaborator.user).get("/clients/").status_code == 200


@pytest.mark.parametrize("what", ["suspended_at", "left_at", "frozen_at", "firm"])
def test_who_may_not_come_in_is_signed_out(cast: Cast, signed_in: SignIn, what: str) -> None:
    browser = signed_in(cast.collaborator.user)
    assert browser.get("/profile/").status_code == 200
    if what == "firm":
        Firm.objects.filter(pk=cast.firm.pk).update(frozen_at=timezone.now())
    else:
        Member.objects.filter(pk=cast.collaborator.pk).update(**{what: timezone.now()})
    answer = browser.get("/profile/")
    assert answer.status_code != 200
    assert cast.collaborator.user.name.encode() not in answer.content


def test_others_do_none_of_it(cast: Cast, signed_in: SignIn) -> None:
    for deed in ("role", "suspend", "reactivate", "lend", "lend/end", "lend/prolong"):
        path = f"/users/{cast.newcomer.pk}/{deed}/"
        for person, status in ((cast.manager, 403), (cast.reader, 403), (cast.stranger, 404)):
            browser = signed_in(person.user)
            assert browser.post(path, {"role": "reader"}).status_code == status, (deed, person)
        assert signed_in(cast.administrator.user).put(path).status_code == 405
    assert not RightsChange.objects.exists()


def test_nobody_suspends_themselves(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    assert browser.post(f"/users/{cast.administrator.pk}/suspend/").status_code == 302
    assert not RightsChange.objects.exists()


def test_what_gives_power_asks_who_one_is_first(cast: Cast, signed_in: SignIn) -> None:
    """S7: a session that was left open changes no role, invites no administrator, lets none go."""
    browser = signed_in(cast.administrator.user)
    session = browser.session
    session["began"] -= 16 * 60
    session.save()
    guest = {"email": "g@example.test", "name": "G", "language": "fr", "role": "administrator"}
    for path, fields in (
        (f"/users/{cast.newcomer.pk}/role/", {"role": "manager"}),
        (f"/users/{cast.newcomer.pk}/leave/", {"successor": cast.manager.pk}),
        ("/users/invite/", {**guest, "shown": "0"}),
    ):
        answer = browser.post(path, fields)
        assert "/reauthenticate/" in answer.headers["Location"], path
    assert not RightsChange.objects.exists()
    assert not Invitation.objects.exists()
    assert browser.post("/users/invite/", {**guest, "role": "reader"}).status_code == 200

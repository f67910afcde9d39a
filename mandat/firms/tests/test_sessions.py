"""How long a session lives, and what ends it (S6, S10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from mandat.firms import middleware, sessions
from mandat.firms.models import Grant, Portfolio, User
from mandat.firms.tests.factories import Cast

SignIn = Callable[[User], Browser]
MINUTE = 60


class Clock:
    """The seconds that the session limits read."""

    def __init__(self) -> None:
        self.now = 1_800_000_000

    def time(self) -> int:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(middleware, "time", clock)
    monkeypatch.setattr(sessions, "time", clock)
    return clock


def is_in(browser: Browser, **headers: Any) -> bool:
    """Whether the profile page opens."""
    return browser.get("/profile/", headers=headers).status_code == 200


def test_thirty_minutes_without_a_request_end_it(
    clock: Clock, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.collaborator.user)
    for _ in range(3):
        clock.now += 30 * MINUTE
        assert is_in(browser)
    clock.now += 30 * MINUTE + 1
    assert not is_in(browser)
    clock.now -= 30 * MINUTE  # an ended session is gone, whatever the clock says later
    assert not is_in(browser)


def test_twelve_hours_end_it_however_busy(clock: Clock, cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    for _ in range(12 * 3):
        clock.now += 20 * MINUTE
        assert is_in(browser)
    clock.now += 1
    assert not is_in(browser)


def test_a_page_that_asks_by_itself_keeps_nobody_in(
    clock: Clock, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.collaborator.user)
    polling = {"HX-Request": "true", sessions.POLLING: "1"}
    for _ in range(3):
        clock.now += 10 * MINUTE
        assert is_in(browser, **polling)
    clock.now += 1
    answer = browser.get("/profile/", headers=polling | {"HX-Current-URL": "http://x/clients/?p=2"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fclients%2F%3Fp%3D2"


def test_signing_in_again_begins_anew(clock: Clock, cast: Cast) -> None:
    user = cast.collaborator.user
    user.set_password("correct horse battery staple")
    user.save()
    browser = Browser()
    clock.now += 5
    answer = browser.post(
        reverse("account_login"), {"login": user.email, "password": "correct horse battery staple"}
    )
    assert answer.status_code == 302
    assert browser.session[sessions.BEGAN] == browser.session[sessions.SEEN] == clock.now


def test_the_key_changes_at_sign_in(cast: Cast) -> None:
    user = cast.collaborator.user
    user.set_password("correct horse battery staple")
    user.save()
    browser = Browser()
    session = browser.session
    session["planted"] = "by an attacker"
    session.save()
    browser.cookies["sessionid"] = before = session.session_key
    browser.post(
        reverse("account_login"), {"login": user.email, "password": "correct horse battery staple"}
    )
    assert is_in(browser)
    assert browser.cookies["sessionid"].value != before
    assert not is_in(Browser(headers={"Cookie": f"sessionid={before}"}))


def test_a_suspended_member_is_out_at_the_next_request(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    assert is_in(browser)
    cast.collaborator.suspended_at = timezone.now()
    cast.collaborator.save()
    assert not is_in(browser)


def test_a_deactivated_person_is_out_at_the_next_request(cast: Cast, signed_in: SignIn) -> None:
    for user in (cast.collaborator.user, cast.staff.user):
        browser = signed_in(user)
        assert is_in(browser)
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert not is_in(browser)


def test_who_belongs_nowhere_any_more_is_out(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.newcomer.user)
    assert is_in(browser)
    cast.newcomer.delete()
    assert not is_in(browser)


def test_a_changed_password_ends_the_sessions(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    user = User.objects.get(pk=cast.collaborator.user_id)
    user.set_password("another long pass phrase")
    user.save()
    assert not is_in(browser)


def test_a_lost_role_holds_at_the_next_request(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    assert browser.get("/users/").status_code == 200
    cast.administrator.role = "collaborator"
    cast.administrator.save()
    assert browser.get("/users/").status_code == 403


def test_who_moves_to_another_firm_sees_that_one_alone(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    assert cast.collaborator.user.name in browser.get("/users/").content.decode()
    cast.administrator.firm = cast.other_firm
    cast.administrator.save()
    text = browser.get("/users/").content.decode()
    assert cast.collaborator.user.name not in text
    assert cast.stranger.user.name in text


def test_a_revoked_grant_closes_the_portfolio(cast: Cast) -> None:
    mine = Portfolio.objects.visible_to(cast.collaborator)
    assert list(mine) == [cast.portfolio]
    grant = Grant.objects.get(member=cast.collaborator)
    grant.ends_at = timezone.now() - timedelta(seconds=1)
    grant.save()
    assert list(mine.all()) == []

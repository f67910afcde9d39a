"""Fresh authentication for privileged acts, factors reset, devices known (S7, S9, S10)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client as Browser

from mandat.firms import devices, sessions
from mandat.firms.choices import AlarmKind
from mandat.firms.models import Alarm, AuditEvent, KnownDevice, Member, User
from mandat.firms.tests.factories import Cast
from tests.access_world import addresses

SignIn = Callable[[User], Browser]
PASSWORD = "a long enough password"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def grow_stale(browser: Browser) -> None:
    """As if the person had signed in sixteen minutes ago, and been there since."""
    session = browser.session
    session[sessions.BEGAN] = int(time.time()) - 16 * 60
    session.save()


def frozen(cast: Cast) -> Any:
    return Member.objects.get(pk=cast.collaborator.pk).frozen_at


# S7: what needs it; the address of the form is where the person comes back to.
PRIVILEGED = {
    "firms:unfreeze", "firms:allowance", "firms:factor_reset", "firms:switch_back",
    "rights:log_export",
}  # fmt: skip


def test_s7_privileged_addresses_ask_for_it() -> None:
    asking = {one.name for one in addresses() if getattr(one.view, "fresh", False)}
    assert asking >= PRIVILEGED


def test_s7_a_stale_post_writes_nothing_and_leads_back(cast: Cast, signed_in: SignIn) -> None:
    boss = signed_in(cast.administrator.user)
    cast.administrator.user.set_password(PASSWORD)
    cast.administrator.user.save()
    boss = signed_in(cast.administrator.user)
    boss.post(f"/watch/members/{cast.collaborator.pk}/freeze/")  # stopping never waits
    grow_stale(boss)
    lift = f"/watch/members/{cast.collaborator.pk}/unfreeze/"
    answer = boss.post(
        lift, {"why": "sure"}, headers={"Referer": "http://testserver/watch/?page=2"}
    )
    assert answer.headers["Location"] == "/accounts/reauthenticate/?next=%2Fwatch%2F%3Fpage%3D2"
    assert frozen(cast) is not None
    hostile = boss.post(lift, {"why": "sure"}, headers={"Referer": "https://evil.test/watch/"})
    assert hostile.headers["Location"] == "/accounts/reauthenticate/?next=%2F"
    back = boss.post(answer.headers["Location"], {"password": PASSWORD})
    assert back.headers["Location"] == "/watch/?page=2"
    assert frozen(cast) is not None  # the post itself is not made up for
    assert boss.post(lift, {"why": "sure"}).status_code == 302
    assert frozen(cast) is None


def test_s7_who_lacks_the_right_is_not_asked_to_confirm(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    grow_stale(browser)
    assert browser.post(f"/watch/members/{cast.newcomer.pk}/factor/").status_code == 403


def test_s9_a_reset_factor_ends_sessions_tells_the_person_and_opens_nothing(
    cast: Cast,
    signed_in: SignIn,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    person = cast.collaborator.user
    person.set_password(PASSWORD)
    person.save()
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    boss = signed_in(cast.administrator.user)
    page = boss.get("/watch/").content.decode()
    assert "totp" not in page  # yes or no, nothing of what it is
    where = f"/watch/members/{cast.collaborator.pk}/factor/"
    with django_capture_on_commit_callbacks(execute=True):
        assert boss.post(where).status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    assert AuditEvent.objects.get(action="member.factor_reset").target_id == cast.collaborator.pk
    settings.MANDAT_SECOND_FACTOR = True
    browser = Browser()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    answer = browser.get("/clients/")
    assert answer.headers["Location"] == "/accounts/2fa/"  # sets one up first


def test_nobody_resets_their_own_or_a_strangers(cast: Cast, signed_in: SignIn) -> None:
    for who in (cast.administrator, cast.stranger):
        Authenticator.objects.create(user=who.user, type="totp", data={"secret": "x"})
    boss = signed_in(cast.administrator.user)
    boss.post(f"/watch/members/{cast.administrator.pk}/factor/")
    assert boss.post(f"/watch/members/{cast.stranger.pk}/factor/").status_code == 404
    assert Authenticator.objects.count() == 2


def sign_in(user: User, browser: Browser | None = None) -> Browser:
    browser = browser or Browser(HTTP_USER_AGENT=FIREFOX)
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser


@pytest.fixture
def boss(cast: Cast) -> User:
    user = cast.administrator.user
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_sign_in_from_a_new_device_is_told(
    cast: Cast, boss: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = sign_in(boss)
    assert mail.outbox == []  # the first device of all
    cookie = first.cookies["device"]
    assert cookie["httponly"]
    assert cookie["max-age"] == devices.COOKIE_SECONDS
    first.post("/accounts/logout/")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(boss, first)
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(boss)
    assert [letter.to for letter in mail.outbox] == [[boss.email]] * 2  # the notice and the alarm
    assert "Firefox" not in "".join(letter.body for letter in mail.outbox)
    assert Alarm.objects.get().kind == AlarmKind.NEW_DEVICE
    assert KnownDevice.objects.count() == 2
    assert cookie.value not in set(KnownDevice.objects.values_list("mark", flat=True))


def test_what_browsers_say_is_shortened(boss: User) -> None:
    sign_in(boss)
    assert UserSession.objects.get().user_agent == "Firefox, Linux"
    assert devices.shortened("curl/8") == "-"
    edge = "Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130"
    assert devices.shortened(edge) == "Edge, Windows"


def test_one_closes_all_other_sessions(boss: User) -> None:
    here, there = sign_in(boss), sign_in(boss)
    assert here.post("/accounts/sessions/").status_code == 302
    assert there.get("/profile/").status_code == 302
    assert here.get("/profile/").status_code == 200


def test_s7_a_change_of_rights_that_opens_something_asks_for_it(
    cast: Cast, signed_in: SignIn
) -> None:
    boss = signed_in(cast.administrator.user)
    where = f"/users/{cast.collaborator.pk}/role/"
    shown = boss.post(where, {"role": "administrator"}).context["shown"]
    grow_stale(boss)
    answer = boss.post(where, {"role": "administrator", "shown": shown})
    assert "/accounts/" in answer.headers["Location"]
    assert Member.objects.get(pk=cast.collaborator.pk).role == cast.collaborator.role

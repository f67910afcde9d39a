"""The switch stops a member, a firm or the space at the next request (S6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.config.cli import main
from mandat.firms import audit, freezing
from mandat.firms.models import AuditEvent, Firm, Space, Staff, User
from mandat.firms.permissions import StaffRole
from mandat.firms.tests.factories import Cast, StaffFactory

SignIn = Callable[[User], Browser]
PASSWORD = "a long enough password"


def is_in(browser: Browser) -> bool:
    return browser.get("/profile/").status_code == 200


def sign_in(user: User) -> Any:
    user.set_password(PASSWORD)
    user.save()
    browser = Browser()
    answer = browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser, answer


def test_one_click_freezes_a_colleague_and_ends_their_sessions(
    cast: Cast, signed_in: SignIn
) -> None:
    (thief, _answer), boss = sign_in(cast.collaborator.user), signed_in(cast.administrator.user)
    assert is_in(thief)
    key = thief.session.session_key
    assert boss.post(f"/watch/members/{cast.collaborator.pk}/freeze/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert not is_in(thief)
    _browser, answer = sign_in(cast.collaborator.user)
    assert answer.headers["Location"] == "/accounts/inactive/"
    event = AuditEvent.objects.get(action="member.frozen")
    assert (event.actor, event.target_id) == (cast.administrator.user, cast.collaborator.pk)
    lift = f"/watch/members/{cast.collaborator.pk}/unfreeze/"
    boss.post(lift)  # no reason
    assert not AuditEvent.objects.filter(action="member.unfrozen").exists()
    boss.post(lift, {"why": "It was her after all"})
    assert AuditEvent.objects.get(action="member.unfrozen").details["why"] == "It was her after all"
    assert not is_in(thief)  # an ended session stays ended
    browser, _answer = sign_in(cast.collaborator.user)
    assert is_in(browser)
    assert audit.first_break(cast.firm) is None


def test_who_may_not_freeze(cast: Cast, signed_in: SignIn) -> None:
    for who, code in ((cast.stranger, 404), (cast.manager, 403), (cast.collaborator, 403)):
        browser = signed_in(who.user)
        answer = browser.post(f"/watch/members/{cast.newcomer.pk}/freeze/")
        assert answer.status_code == code
    browser = signed_in(cast.administrator.user)
    browser.post(f"/watch/members/{cast.administrator.pk}/freeze/")
    assert is_in(browser)
    assert not AuditEvent.objects.filter(action="member.frozen").exists()


def test_a_session_that_no_table_knows_ends_too(cast: Cast, signed_in: SignIn) -> None:
    from allauth.usersessions.models import UserSession

    browser = signed_in(cast.collaborator.user)
    UserSession.objects.all().delete()
    told: dict[str, Any] = {"by": None, "at": timezone.now(), "why": "stolen"}
    freezing.freeze_member(cast.collaborator, **told)
    assert not is_in(browser)
    freezing.lift_member(cast.collaborator, **told)
    assert not is_in(browser)


def test_the_office_freezes_a_firm(cast: Cast, signed_in: SignIn) -> None:
    member, other = signed_in(cast.collaborator.user), signed_in(cast.stranger.user)
    office = signed_in(cast.staff.user)
    assert member.post("/office/switch/", {"firm": cast.other_firm.slug}).status_code == 403
    office.post("/office/switch/", {"firm": cast.firm.slug})  # no reason: nothing
    assert is_in(member)
    office.post("/office/switch/", {"firm": cast.firm.slug, "why": "stolen laptop"})
    assert not is_in(member)
    assert is_in(other)
    assert not is_in(sign_in(cast.administrator.user)[0])
    assert "stolen laptop" in office.get("/office/switch/").content.decode()
    assert AuditEvent.objects.filter(action="firm.frozen").count() == 2  # in both chains
    office.post("/office/switch/back/", {"firm": cast.firm.slug, "why": "found again"})
    assert is_in(sign_in(cast.administrator.user)[0])
    assert audit.first_break(cast.firm) is None
    assert audit.first_break(cast.office) is None


def test_the_space_closes_to_all_but_those_who_open_it(cast: Cast, signed_in: SignIn) -> None:
    member, office = signed_in(cast.administrator.user), signed_in(cast.staff.user)
    reader = signed_in(StaffFactory.create(office=cast.office, role=StaffRole.READER).user)
    office.post("/office/switch/", {"what": "space", "why": "attack"})
    for browser in (member, reader, Browser()):
        answer = browser.get("/clients/")
        assert answer.status_code == 503
        text = answer.content.decode()
        assert all(f'lang="{code}"' in text for code in ("fr", "nl", "de", "en"))
    assert office.get("/office/").status_code == 200
    browser, answer = sign_in(cast.administrator.user)
    assert answer.status_code == 503
    assert browser.get("/profile/").status_code == 503
    keeper, _answer = sign_in(cast.staff.user)
    assert keeper.get("/office/").status_code == 200
    keeper.post("/office/switch/back/", {"what": "space", "why": "over"})
    assert is_in(sign_in(cast.administrator.user)[0])


def test_the_check_costs_no_question_of_its_own(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    browser.get("/profile/")
    with CaptureQueriesContext(connection) as queries:
        browser.get("/profile/")
    asked = [query["sql"] for query in queries if "firms_space" in query["sql"]]
    assert len(asked) == 1
    assert "firms_user" in asked[0]  # the one that loads the person


def test_a_session_in_use_is_closed_without_its_row_being_known(
    cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.collaborator.user)
    Space.objects.filter(pk=1).update(frozen_at=timezone.now())
    assert browser.get("/profile/").status_code == 503
    Space.objects.filter(pk=1).update(frozen_at=None)
    assert not is_in(browser)


@pytest.mark.parametrize("what", ["member", "firm", "space"])
def test_the_command_turns_it_both_ways(
    cast: Cast, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    who = {"member": [cast.collaborator.user.email], "firm": [cast.firm.slug], "space": []}[what]
    assert main(["freeze", what, *who, "--why", "test"]) == 0
    frozen = {
        "member": lambda: type(cast.collaborator).objects.get(pk=cast.collaborator.pk).frozen_at,
        "firm": lambda: Firm.objects.get(pk=cast.firm.pk).frozen_at,
        "space": lambda: Space.objects.get(pk=1).frozen_at,
    }[what]
    assert frozen() is not None
    assert main(["freeze", what, *who, "--why", "test"]) == 1
    assert main(["freeze", what, *who, "--lift", "--why", "over"]) == 0
    assert frozen() is None
    if who:
        assert main(["freeze", what, "nobody", "--why", "test"]) == 2
    assert "no " in capsys.readouterr().err or what == "space"


def test_staff_without_the_right_have_no_switch(cast: Cast, signed_in: SignIn) -> None:
    Staff.objects.filter(pk=cast.staff.pk).update(role=StaffRole.CASE_WORKER)
    browser = signed_in(cast.staff.user)
    assert browser.get("/office/switch/").status_code == 403
    assert browser.post("/office/switch/", {"what": "space", "why": "x"}).status_code == 403

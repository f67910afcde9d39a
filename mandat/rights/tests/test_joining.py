"""Invitations: shown before they are sent, used once, told to nobody else."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import AuditEvent, Firm, Grant, Invitation, Member, User
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast, make_cast
from mandat.rights import joining
from mandat.rights.actions import Refused
from mandat.rights.joining import Offer

SignIn = Callable[[User], Browser]
PASSWORD = "quatre mots bien cachés"


@pytest.fixture
def sends(django_capture_on_commit_callbacks: Any) -> Any:
    """Inside it the queue runs, as after a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def offer(cast: Cast, **changes: Any) -> Offer:
    given: dict[str, Any] = {
        "email": "ben@example.test",
        "name": "Ben",
        "language": "nl",
        "role": Role.COLLABORATOR,
        "portfolios": frozenset({cast.portfolio.pk}),
    }
    return Offer(**{**given, **changes})


def bare(answer: Any) -> str:
    """A page without tokens, numbers and its own address."""
    text = re.sub(r'value="[^"]*"|X-CSRFToken": "[^"]*"', "", answer.content.decode())
    return re.sub(r"\d", "", text)


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"/join/[\w-]+/", letter.body)
    assert found
    return found[0]


def posted(cast: Cast, **changes: Any) -> dict[str, Any]:
    fields = {
        "email": "Ben@Example.test",
        "name": " Ben  Bos ",
        "language": "nl",
        "role": "collaborator",
        "portfolios": [cast.portfolio.pk],
    }
    return {**fields, **changes}


def test_seen_sent_and_used_once(cast: Cast, signed_in: SignIn, sends: Any) -> None:
    for _ in range(3):
        place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    browser = signed_in(cast.administrator.user)
    page = browser.post("/users/invite/", posted(cast))
    assert page.status_code == 200
    assert page.context["clients"] == 3
    assert not Invitation.objects.exists(), "nothing is sent before it was seen"
    with sends():
        done = browser.post("/users/invite/", posted(cast, shown="3"))
    assert done.headers["Location"] == "/users/invitations/"
    (letter,) = mail.outbox
    assert letter.to == ["ben@example.test"]
    link, guest = link_in(letter), Browser()
    assert link.split("/")[2] not in str(Invitation.objects.values().get()), "a hash alone is kept"
    page = guest.get(link)
    assert page.status_code == 200
    assert page["Content-Language"] == "nl" or page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert b"Arvensis" in page.content
    assert cast.portfolio.name.encode() not in page.content
    welcome = guest.post(link, {"name": "Ben Bos", "password": PASSWORD})
    assert welcome.status_code == 302
    member = Member.objects.get(user__email="ben@example.test")
    assert (member.firm, member.role, member.user.language) == (cast.firm, "collaborator", "nl")
    assert list(member.grants.values_list("portfolio", flat=True)) == [cast.portfolio.pk]
    assert guest.get("/profile/").status_code == 200
    assert AuditEvent.objects.filter(action="member.joined", actor=member.user).exists()
    assert Browser().get(link).status_code == 404


def test_a_second_factor_comes_next(cast: Cast, settings: Any, sends: Any) -> None:
    settings.MANDAT_SECOND_FACTOR = True
    with sends():
        joining.invite(offer(cast), by=cast.administrator, at=timezone.now())
    guest = Browser()
    guest.post(link_in(mail.outbox[0]), {"name": "Ben", "password": PASSWORD})
    assert guest.get("/clients/").headers["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize("password", ["short", "12345678901234", "ben@example.test"])
def test_a_weak_password_is_refused(cast: Cast, sends: Any, password: str) -> None:
    with sends():
        joining.invite(offer(cast), by=cast.administrator, at=timezone.now())
    answer = Browser().post(link_in(mail.outbox[0]), {"name": "Ben", "password": password})
    assert answer.status_code == 422
    assert not User.objects.filter(email="ben@example.test").exists()


def test_every_wrong_link_answers_alike(cast: Cast, sends: Any) -> None:
    at, by, links = timezone.now(), cast.administrator, []
    for name in ("expired", "withdrawn", "old", "taken"):
        with sends():
            made = joining.invite(offer(cast, email=f"{name}@example.test"), by=by, at=at)
        links.append(link_in(mail.outbox[-1]))
        if name == "expired":
            Invitation.objects.filter(pk=made.pk).update(expires_at=at - timedelta(seconds=1))
        elif name == "withdrawn":
            joining.withdraw(made, by=by, at=at)
        elif name == "old":
            joining.send_again(made, by=by, at=at)
        else:
            User.objects.create_user(made.email, PASSWORD, name="Quick")
    seen = set()
    for link in [*links, "/join/nothing/", "/join/" + "é" * 400 + "/"]:
        for ask in (Browser().get, Browser().post):
            answer = ask(link)
            seen.add((answer.status_code, bare(answer)))
    assert {status for status, _ in seen} == {404}
    assert len(seen) == 1


def test_a_frozen_firm_takes_nobody_in(cast: Cast, sends: Any) -> None:
    with sends():
        joining.invite(offer(cast), by=cast.administrator, at=timezone.now())
    Firm.objects.filter(pk=cast.firm.pk).update(frozen_at=timezone.now())
    assert Browser().get(link_in(mail.outbox[0])).status_code == 404


def test_who_is_signed_in_is_asked_to_leave_first(
    cast: Cast, signed_in: SignIn, sends: Any
) -> None:
    with sends():
        joining.invite(offer(cast), by=cast.administrator, at=timezone.now())
    browser = signed_in(cast.collaborator.user)
    answer = browser.post(link_in(mail.outbox[0]), {"name": "Ben", "password": PASSWORD})
    assert b"/accounts/logout/" in answer.content
    assert not User.objects.filter(email="ben@example.test").exists()


def test_an_address_of_another_firm_is_answered_like_a_free_one(
    cast: Cast, signed_in: SignIn, sends: Any
) -> None:
    seen = []
    for email in (cast.stranger.user.email, "nobody@example.test"):
        browser = signed_in(cast.administrator.user)
        with sends():
            asked = browser.post("/users/invite/", posted(cast, email=email))
            done = browser.post("/users/invite/", posted(cast, email=email, shown="0"))
        told = browser.get("/users/invitations/")
        Invitation.objects.all().delete()
        pages = [bare(page).replace(email, "") for page in (asked, told)]
        seen.append((asked.status_code, done.status_code, pages))
    assert seen[0] == seen[1]
    theirs, nobodys = mail.outbox
    assert "/join/" not in theirs.body, "who has an account gets no link"
    assert "/join/" in nobodys.body


def test_an_address_of_the_firm_is_told_plainly(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.administrator.user).post(
        "/users/invite/", posted(cast, email=cast.collaborator.user.email)
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]


def test_a_manager_gives_what_they_manage(cast: Cast, signed_in: SignIn, sends: Any) -> None:
    browser = signed_in(cast.manager.user)
    page = browser.get("/users/invite/").content.decode()
    assert cast.other_portfolio.name not in page
    assert 'value="administrator"' not in page
    for wrong in (
        {"role": "administrator"}, {"role": "manager"},
        {"portfolios": [cast.other_portfolio.pk]}, {"portfolios": []},
        {"email": "no address"}, {"language": "xx"}, {"name": "n" * 151},
    ):  # fmt: skip
        answer = browser.post("/users/invite/", posted(cast, shown="0", **wrong))
        assert answer.status_code == 422, wrong
    with sends():
        answer = browser.post("/users/invite/", posted(cast, shown="0", role="reader"))
    assert answer.status_code == 302
    assert Invitation.objects.get().role == Role.READER
    for one in (offer(cast, role=Role.MANAGER), offer(cast, portfolios=frozenset())):
        with pytest.raises(Refused):
            joining.check(one, by=cast.manager, at=timezone.now())


def test_an_invitation_belongs_to_who_sent_it_or_to_administrators(
    cast: Cast, signed_in: SignIn
) -> None:
    made = joining.invite(offer(cast), by=cast.administrator, at=timezone.now())
    for stranger in (cast.manager, cast.stranger):
        browser = signed_in(stranger.user)
        for what in ("sending", "withdrawal"):
            assert browser.post(f"/users/invitations/{made.pk}/{what}/").status_code == 404
        assert b"ben@example.test" not in browser.get("/users/invitations/").content
    browser = signed_in(cast.collaborator.user)
    assert browser.post(f"/users/invitations/{made.pk}/sending/").status_code == 403
    assert browser.get("/users/invite/").status_code == 403
    made.refresh_from_db()
    assert (made.withdrawn_at, made.times_sent) == (None, 1)


def test_a_manager_sends_again_no_more_than_they_may_give_by_now(
    cast: Cast, signed_in: SignIn, sends: Any
) -> None:
    made = joining.invite(offer(cast), by=cast.manager, at=timezone.now())
    Grant.objects.filter(member=cast.manager).delete()
    signed_in(cast.manager.user).post(f"/users/invitations/{made.pk}/sending/")
    made.refresh_from_db()
    assert made.times_sent == 1
    with pytest.raises(Refused, match="not_allowed"):
        joining.send_again(made, by=cast.manager, at=timezone.now())
    assert joining.send_again(made, by=cast.administrator, at=timezone.now()).times_sent == 2


def test_sent_again_the_old_link_is_dead_and_withdrawn_both_are(
    cast: Cast, signed_in: SignIn, sends: Any
) -> None:
    browser = signed_in(cast.administrator.user)
    with sends():
        made = joining.invite(offer(cast), by=cast.administrator, at=timezone.now())
    with sends():
        browser.post(f"/users/invitations/{made.pk}/sending/")
    old, new = (link_in(letter) for letter in mail.outbox)
    assert [Browser().get(link).status_code for link in (old, new)] == [404, 200]
    browser.post(f"/users/invitations/{made.pk}/withdrawal/")
    assert [Browser().get(link).status_code for link in (old, new)] == [404, 404]
    browser.post(f"/users/invitations/{made.pk}/sending/")
    assert len(mail.outbox) == 2
    for state, shown in (("withdrawn", True), ("waiting", False), ("nonsense", True)):
        page = browser.get("/users/invitations/", {"state": state}).content
        assert (b"ben@example.test" in page) is shown


def test_the_day_has_a_limit(cast: Cast, settings: Any) -> None:
    settings.MANDAT_INVITATIONS_DAY = 2
    at, by = timezone.now(), cast.administrator
    made = joining.invite(offer(cast), by=by, at=at)
    joining.send_again(made, by=by, at=at)
    with pytest.raises(Refused, match="too_many"):
        joining.invite(offer(cast, email="other@example.test"), by=by, at=at)
    with pytest.raises(Refused, match="too_many"):
        joining.send_again(made, by=by, at=at)
    joining.invite(
        offer(cast, email="other@example.test"), by=by, at=at + timedelta(days=1, seconds=1)
    )


def test_one_place_waits_for_an_address(cast: Cast) -> None:
    joining.invite(offer(cast), by=cast.administrator, at=timezone.now())
    with pytest.raises(Refused, match="invited"):
        joining.invite(offer(cast), by=cast.administrator, at=timezone.now())


def test_the_same_link_twice_at_once_makes_one_member(committed: None) -> None:
    cast, at = make_cast(), timezone.now()
    joining.invite(offer(cast), by=cast.administrator, at=at)
    link = link_in(mail.outbox[-1])
    together, answers = threading.Barrier(4), []

    def go() -> None:
        try:
            together.wait(timeout=20)
            fields = {"name": "Ben", "password": PASSWORD}
            answers.append(Browser().post(link, fields).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(answers) == [302, 404, 404, 404]
    assert Member.objects.filter(user__email="ben@example.test").count() == 1
    assert Grant.objects.filter(member__user__email="ben@example.test").count() == 1

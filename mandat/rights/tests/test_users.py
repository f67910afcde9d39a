"""The people of the firm in one place: found, filtered, counted; roles in words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.clients.models import Client, Confidence, ConfidenceMember
from mandat.clients.tests.factories import ClientFactory, fill_firm, place
from mandat.firms.models import Grant, Invitation, Portfolio, User
from mandat.firms.permissions import ROLES, Permission, Role
from mandat.firms.tests.factories import Cast, MemberFactory, UserFactory
from mandat.rights.choices import Standing
from mandat.rights.directory import people_of

SignIn = Callable[[User], Browser]
NOW = timezone.now()


def names(answer: object) -> list[str]:
    """The names of the rows, in their order."""
    text = answer.content.decode()
    rows = re.findall(r'<tr><th scope="row">(?:<a [^>]*>)?(.*?)(?:</a>)?<span', text)
    return [re.sub(r"</?mark>", "", row) for row in rows]


def test_people_are_searched_filtered_and_sorted(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    everybody = names(browser.get("/users/"))
    assert cast.collaborator.user.name in everybody
    assert cast.stranger.user.name not in everybody
    assert everybody == sorted(everybody)
    assert names(browser.get("/users/?sort=-name")) == everybody[::-1]
    assert names(browser.get("/users/?q=CAMILLE")) == [cast.collaborator.user.name]
    assert names(browser.get("/users/?role=administrator")) == [cast.administrator.user.name]
    assert names(browser.get("/users/?sort=role"))[0] == cast.administrator.user.name
    assert names(browser.get("/users/?q=%00zz&sort=weird&role=king&state=9&page=xx")) == []


def test_states_are_told_and_who_has_left_is_asked_for(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    for member, column in (
        (cast.collaborator, "suspended_at"), (cast.newcomer, "left_at"), (cast.reader, "frozen_at"),
    ):  # fmt: skip
        type(member).objects.filter(pk=member.pk).update(**{column: NOW})
    Invitation.objects.create(
        firm=cast.firm, email="new@example.test", name="Nina Nouvelle", token_hash="0" * 64,
        invited_by=cast.administrator, sent_at=NOW, expires_at=NOW,
    )  # fmt: skip
    found = {
        state: names(browser.get(f"/users/?state={state}"))
        for state in ("suspended", "left", "frozen", "invited")
    }
    assert found == {
        "suspended": [cast.collaborator.user.name],
        "left": [cast.newcomer.user.name],
        "frozen": [cast.reader.user.name],
        "invited": ["Nina Nouvelle"],
    }
    assert cast.newcomer.user.name not in names(browser.get("/users/"))
    assert "Nina Nouvelle" in names(browser.get("/users/"))


def test_who_has_no_second_factor_is_told_and_not_which_one_others_have(
    cast: Cast, signed_in: SignIn
) -> None:
    Authenticator.objects.create(user=cast.collaborator.user, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=cast.reader.user, type="recovery_codes", data={})
    browser = signed_in(cast.administrator.user)
    bare = names(browser.get("/users/?factor=none"))
    assert cast.collaborator.user.name not in bare
    assert {cast.reader.user.name, cast.newcomer.user.name} <= set(bare)
    text = browser.get("/users/").content.decode().lower()
    assert "totp" not in text
    assert "webauthn" not in text


def test_counts_are_those_of_the_list_and_tell_nothing_of_closed_clients(cast: Cast) -> None:
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    place(ClientFactory.create(firm=cast.firm), cast.other_portfolio)
    closed = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    confidence = Confidence.objects.create(firm=cast.firm, client=closed)
    ConfidenceMember.objects.create(firm=cast.firm, confidence=confidence, member=cast.collaborator)
    counts = {one.member_id: one.clients for one in people_of(cast.administrator, at=NOW)}
    assert counts[cast.administrator.pk] == 2
    assert counts[cast.newcomer.pk] == 0
    assert counts[cast.collaborator.pk] == 1
    ConfidenceMember.objects.create(
        firm=cast.firm, confidence=confidence, member=cast.administrator
    )
    counts = {one.member_id: one.clients for one in people_of(cast.administrator, at=NOW)}
    for member in (cast.administrator, cast.collaborator, cast.newcomer):
        assert counts[member.pk] == Client.objects.visible_to(member).count()


def test_a_manager_sees_colleagues_without_their_counts(cast: Cast, signed_in: SignIn) -> None:
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    people = people_of(cast.manager, at=NOW)
    assert {one.clients for one in people} == {None}
    answer = signed_in(cast.manager.user).get("/users/")
    assert cast.collaborator.user.name in names(answer)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/users/", "/rights/roles/"])
def test_others_stay_out_and_nothing_is_posted(cast: Cast, signed_in: SignIn, path: str) -> None:
    for member in (cast.collaborator, cast.reader, cast.staff):
        assert signed_in(member.user).get(path).status_code == 403
    assert signed_in(cast.administrator.user).post(path).status_code == 405
    assert Browser().get(path).status_code == 302


def test_roles_are_the_dictionary_in_words(cast: Cast, signed_in: SignIn) -> None:
    text = signed_in(cast.administrator.user).get("/rights/roles/").content.decode()
    body = text.split("<tbody>")[1].split("</tbody>")[0]
    cells = re.findall(r'<td data-label="[^"]*">(<span class="(?:pill good|muted))', body)
    granted = [cell.endswith("good") for cell in cells]
    assert granted == [one in ROLES[role] for one in Permission for role in Role]


def test_questions_do_not_grow_with_the_firm(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    counts = []
    for size in (1, 40):
        portfolios = Portfolio.objects.bulk_create(
            [Portfolio(firm=cast.firm, name=f"P{size}-{n}") for n in range(size)]
        )
        for n in range(size):
            user = UserFactory.create(name=f"Zoé {size}-{n}")
            member = MemberFactory.create(firm=cast.firm, user=user)
            Grant.objects.create(firm=cast.firm, member=member, portfolio=portfolios[n])
        fill_firm(cast.firm, portfolios, size * 3, seed=size)
        browser.get("/users/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/users/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_every_standing_has_its_words() -> None:
    assert all(str(one.label) for one in Standing)

"""Who sees a client and what a member sees: the same answer as the lists, with the reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mandat.clients.models import Client, Confidence, ConfidenceMember
from mandat.clients.tests.factories import ClientFactory, fill_firm, place
from mandat.firms.models import Firm, Grant, Member, Portfolio, User
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import Cast, FirmFactory, MemberFactory, PortfolioFactory
from mandat.firms.tests.statements import of_page
from mandat.rights.actions import carry_out
from mandat.rights.paths import PathKind, is_active, opened_to, who_sees
from mandat.rights.plans.members import suspend

SignIn = Callable[[User], Browser]
DAY = timedelta(days=1)


def close(client: Client, *members: Member) -> Client:
    """`client`, now confidential and open to `members` alone."""
    confidence = Confidence.objects.create(firm_id=client.firm_id, client=client, by=members[0])
    for member in members:
        ConfidenceMember.objects.create(
            firm_id=client.firm_id, confidence=confidence, member=member
        )
    client.refresh_from_db()
    return client


def lend(member: Member, portfolio: Portfolio, covering: Member, **when: Any) -> Grant:
    """A loan that runs since yesterday until tomorrow, unless told otherwise."""
    now = timezone.now()
    dates = {"starts_at": now - DAY, "ends_at": now + DAY, **when}
    return Grant.objects.create(
        firm=member.firm, member=member, portfolio=portfolio, covering=covering, **dates
    )


@pytest.fixture
def client(cast: Cast) -> Client:
    """A client in « Bâtiment »."""
    return place(ClientFactory.create(firm=cast.firm), cast.portfolio)


# ---- the rule


FATES = st.sampled_from(["active", "active", "active", "suspended", "frozen", "left", "closed"])
MEMBERS = st.tuples(st.sampled_from(Role.values), FATES, st.lists(st.integers(0, 11), max_size=4))
CLIENTS = st.tuples(
    st.sets(st.integers(0, 2), max_size=3), st.none() | st.sets(st.integers(0, 4), min_size=1)
)
WHEN = (
    (None, None), (-2, None), (2, None), (None, 2), (None, -2), (-2, 2), (-4, -2), (2, 4),
)  # fmt: skip


def people(firm: Firm, drawn: list[Any]) -> list[Member]:
    """Members of every role and fate."""
    made = []
    for role, fate, _ in drawn:
        member = MemberFactory.create(firm=firm, role=role)
        if fate == "closed":
            User.objects.filter(pk=member.user_id).update(is_active=False)
        elif fate != "active":
            Member.objects.filter(pk=member.pk).update(**{f"{fate}_at": timezone.now()})
        made.append(Member.objects.select_related("user", "firm").get(pk=member.pk))
    return made


class TestAgreement(TestCase):
    """`who_sees` names exactly those whose list holds the client."""

    @settings(max_examples=40, deadline=None)
    @given(
        members=st.lists(MEMBERS, min_size=5, max_size=5),
        clients=st.lists(CLIENTS, min_size=1, max_size=4),
        archived=st.sets(st.integers(0, 2), max_size=1),
    )
    def test_who_sees_is_visible_to_turned_round(
        self, members: list[Any], clients: list[Any], archived: set[int]
    ) -> None:
        now, firm = timezone.now(), FirmFactory.create()
        shelves = [PortfolioFactory.create(firm=firm) for _ in range(3)]
        for at in archived:
            Portfolio.objects.filter(pk=shelves[at].pk).update(archived_at=now)
        made = people(firm, members)
        for member, (_, _, numbers) in zip(made, members, strict=True):
            for number in {one % 3: one for one in numbers}.values():
                starts, ends = WHEN[number % len(WHEN)]
                Grant.objects.create(
                    firm=firm, member=member, portfolio=shelves[number % 3],
                    starts_at=starts and now + starts * DAY, ends_at=ends and now + ends * DAY,
                )  # fmt: skip
        lend(made[0], shelves[0], made[1])
        lend(made[2], shelves[1], made[3], ends_at=now - DAY / 2)
        for placed, named in clients:
            client = place(ClientFactory.create(firm=firm), *(shelves[at] for at in placed))
            if named is not None:
                close(client, *(made[at] for at in sorted(named)))
            seen = who_sees(client, at=now)
            listed = {
                one.pk
                for one in made
                if Client.objects.visible_to(one).filter(pk=client.pk).exists()
            }
            active = {one.pk for one in made if is_active(one)}
            left = {one.pk for one in made if one.left_at is not None}
            assert {seer.member.pk for seer in seen.seers} == listed & active
            assert {seer.member.pk for seer in seen.kept_out} == listed - active - left
            assert seen.others == len(active - listed)
            assert all(seer.paths for seer in (*seen.seers, *seen.kept_out))


def test_every_path_is_told(cast: Cast, client: Client) -> None:
    place(client, cast.other_portfolio)
    lend(cast.collaborator, cast.other_portfolio, cast.newcomer)
    lend(cast.administrator, cast.portfolio, cast.collaborator)
    found = {
        seer.member.pk: [path.kind for path in seer.paths]
        for seer in who_sees(client, at=timezone.now()).seers
    }
    assert found[cast.administrator.pk] == [PathKind.ROLE, PathKind.LOAN]
    assert found[cast.collaborator.pk] == [PathKind.GRANT, PathKind.LOAN]
    assert cast.newcomer.pk not in found


def test_named_is_the_only_path_to_a_confidential_client(cast: Cast, client: Client) -> None:
    close(client, cast.collaborator, cast.newcomer)
    seen = who_sees(client, at=timezone.now())
    assert {seer.member.pk for seer in seen.seers} == {cast.collaborator.pk, cast.newcomer.pk}
    assert {path.kind for seer in seen.seers for path in seer.paths} == {PathKind.NAMED}


def test_portfolios_that_open_later_are_told_and_ended_ones_are_not(cast: Cast) -> None:
    now = timezone.now()
    fill_firm(cast.firm, cast.portfolio, 3)
    lend(
        cast.newcomer, cast.portfolio, cast.collaborator, starts_at=now + DAY, ends_at=now + 2 * DAY
    )
    lend(cast.newcomer, cast.other_portfolio, cast.collaborator, ends_at=now - DAY / 2)
    (one,) = opened_to(cast.newcomer, at=now)
    assert (one.portfolio, one.clients) == (cast.portfolio, 3)
    assert one.paths[0].is_to_come(at=now)
    assert opened_to(cast.newcomer, at=now, among=[]) == []


# ---- the pages


def test_the_page_says_why_to_an_administrator(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    page = signed_in(cast.administrator.user).get(f"/clients/{client.pk}/who/").content.decode()
    assert "Camille Collaboratrice" in page
    assert "Bâtiment" in page
    assert "Noa Nouveau" not in page


def test_a_colleague_reads_names_alone(cast: Cast, client: Client, signed_in: SignIn) -> None:
    place(client, cast.other_portfolio)
    manager = MemberFactory.create(firm=cast.firm, role=Role.MANAGER, user__name="Max Gestion")
    for portfolio in (cast.portfolio, cast.other_portfolio):
        Grant.objects.create(firm=cast.firm, member=manager, portfolio=portfolio)
    page = signed_in(cast.collaborator.user).get(f"/clients/{client.pk}/who/").content.decode()
    assert "Max Gestion" in page
    assert "Commerce" not in page
    assert f"/users/{manager.pk}/" not in page
    lend(cast.newcomer, cast.portfolio, cast.collaborator)
    page = signed_in(manager.user).get(f"/clients/{client.pk}/who/").content.decode()
    assert "Camille Collaboratrice" in page.split("Noa Nouveau")[1].split("</li>")[0]


def test_suspended_people_stand_apart(cast: Cast, client: Client, signed_in: SignIn) -> None:
    now = timezone.now()
    carry_out(
        suspend(cast.collaborator, by=cast.administrator, at=now), by=cast.administrator, at=now
    )
    page = signed_in(cast.administrator.user).get(f"/clients/{client.pk}/who/").content.decode()
    assert "Camille" not in page.split('id="kept-out"')[0]
    assert "Camille" in page.split('id="kept-out"')[1]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_pages_are_only_read(
    cast: Cast, client: Client, signed_in: SignIn, method: str
) -> None:
    browser = signed_in(cast.administrator.user)
    for path in (f"/clients/{client.pk}/who/", f"/users/{cast.newcomer.pk}/"):
        assert getattr(browser, method)(path).status_code == 405


def test_who_does_not_see_the_client_gets_404(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    for person in (cast.newcomer, cast.stranger):
        assert signed_in(person.user).get(f"/clients/{client.pk}/who/").status_code == 404
    close(client, cast.collaborator)
    assert signed_in(cast.administrator.user).get(f"/clients/{client.pk}/who/").status_code == 404
    assert signed_in(cast.collaborator.user).get(f"/clients/{client.pk}/who/").status_code == 200


def test_the_page_of_a_member(cast: Cast, signed_in: SignIn) -> None:
    fill_firm(cast.firm, cast.portfolio, 4)
    Authenticator.objects.create(user=cast.collaborator.user, type="totp", data={"secret": "x"})
    page = signed_in(cast.administrator.user).get(f"/users/{cast.collaborator.pk}/")
    assert page.context["clients"] == 4
    assert page.context["has_factor"]
    assert "totp" not in page.content.decode().lower()
    assert [one.clients for one in page.context["opened"]] == [4]


def test_a_manager_reads_their_own_portfolios_of_a_member(cast: Cast, signed_in: SignIn) -> None:
    manager = MemberFactory.create(firm=cast.firm, role=Role.MANAGER)
    Grant.objects.create(firm=cast.firm, member=manager, portfolio=cast.other_portfolio)
    Grant.objects.create(firm=cast.firm, member=cast.newcomer, portfolio=cast.other_portfolio)
    browser = signed_in(manager.user)
    page = browser.get(f"/users/{cast.collaborator.pk}/")
    assert page.context["opened"] == []
    assert "clients" not in page.context
    page = browser.get(f"/users/{cast.newcomer.pk}/")
    assert [one.portfolio for one in page.context["opened"]] == [cast.other_portfolio]


def test_wrong_roles_and_other_firms(cast: Cast, signed_in: SignIn) -> None:
    path = f"/users/{cast.newcomer.pk}/"
    assert signed_in(cast.collaborator.user).get(path).status_code == 403
    assert signed_in(cast.staff.user).get(path).status_code == 403
    assert signed_in(cast.stranger.user).get(path).status_code == 404


def test_a_confidential_client_is_counted_for_those_named_alone(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    fill_firm(cast.firm, cast.portfolio, 2)
    close(client, cast.collaborator, cast.newcomer)
    page = signed_in(cast.administrator.user).get(f"/users/{cast.collaborator.pk}/")
    assert page.context["clients"] == 2
    assert client.name not in page.content.decode()
    ConfidenceMember.objects.create(
        firm=cast.firm, confidence=client.confidence, member=cast.administrator
    )
    page = signed_in(cast.administrator.user).get(f"/users/{cast.collaborator.pk}/")
    assert page.context["clients"] == 3
    assert client.name in page.content.decode()


@pytest.mark.parametrize("what", ["who", "member"])
def test_no_more_questions_for_a_larger_firm(
    cast: Cast, client: Client, signed_in: SignIn, what: str
) -> None:
    browser = signed_in(cast.administrator.user)
    path = f"/clients/{client.pk}/who/" if what == "who" else f"/users/{cast.collaborator.pk}/"
    counts: list[int] = []
    browser.get(path)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        counts.append(len(of_page(queries)))
        for _ in range(8):
            member = MemberFactory.create(firm=cast.firm)
            shelf = PortfolioFactory.create(firm=cast.firm)
            place(client, shelf)
            for person in (member, cast.collaborator):
                Grant.objects.create(
                    firm=cast.firm, member=person, portfolio=shelf, granted_by=cast.administrator
                )
        fill_firm(cast.firm, cast.portfolio, 20, seed=len(counts))
    assert counts[0] == counts[1]

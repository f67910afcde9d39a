"""Portfolios: made, renamed, put away, brought back, merged; their people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, fill_firm, place
from mandat.firms.models import Grant, Member, Portfolio, User
from mandat.firms.tests.factories import Cast, MemberFactory, PortfolioFactory
from mandat.rights.models import RightsChange
from mandat.rights.tests.settling import looked_at, said, settled, told
from mandat.rights.wording import refusal

SignIn = Callable[[User], Browser]


def seen(member: Member) -> int:
    return Client.objects.visible_to(member).count()


def test_a_portfolio_is_created_renamed_and_both_are_undone(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    answer = browser.post("/portfolios/new/", {"name": "Agriculture", "description": "Les champs"})
    new = Portfolio.objects.get(name="Agriculture")
    assert (answer.status_code, new.description, new.firm) == (302, "Les champs", cast.firm)
    browser.post(f"/portfolios/{new.pk}/edit/", {"name": "Viticulture", "description": ""})
    new.refresh_from_db()
    assert (new.name, new.description) == ("Viticulture", "")
    for change in RightsChange.objects.all():
        browser.post(f"/rights/changes/{change.pk}/undo/")
    assert not Portfolio.objects.filter(pk=new.pk).exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "bâtiment", "COMMERCE"])
def test_a_bad_name_is_said_beside_it_and_what_was_typed_stays(
    cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(cast.administrator.user)
    answer = browser.post("/portfolios/new/", {"name": name, "description": "Gardée"})
    assert answer.status_code == 422
    assert "Gardée" in answer.content.decode()
    assert Portfolio.objects.count() == 2


def test_archiving_says_who_loses_and_restoring_brings_back(cast: Cast, signed_in: SignIn) -> None:
    for _ in range(3):
        place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    browser = signed_in(cast.administrator.user)
    path = f"/portfolios/{cast.portfolio.pk}/archive/"
    effect = browser.post(path)
    assert told(effect).count("3 clients") == 3  # collaborator, manager, reader
    assert seen(cast.collaborator) == 3
    browser.post(path, looked_at(effect))
    assert seen(cast.collaborator) == 0
    page = browser.get(f"/portfolios/{cast.portfolio.pk}/")
    assert page.status_code == 200
    settled(browser, f"/portfolios/{cast.portfolio.pk}/restore/", {})
    assert seen(cast.collaborator) == 3
    twice = browser.post(f"/portfolios/{cast.portfolio.pk}/restore/")
    assert said(twice) == refusal("nothing")


def test_merging_shows_what_it_does_and_is_undone(cast: Cast, signed_in: SignIn) -> None:
    third = PortfolioFactory.create(firm=cast.firm, name="Culture")
    for portfolio in (cast.portfolio, cast.other_portfolio, third):
        place(ClientFactory.create(firm=cast.firm), portfolio)
    browser = signed_in(cast.administrator.user)
    chosen = [cast.portfolio.pk, cast.other_portfolio.pk, third.pk]
    fields = {"portfolio": chosen, "target": third.pk}
    effect = browser.post("/portfolios/merging/", fields)
    assert "2 clients" in told(effect)
    browser.post("/portfolios/merging/", looked_at(effect))
    assert seen(cast.collaborator) == 3
    assert not Portfolio.objects.open().exclude(pk=third.pk).filter(firm=cast.firm).exists()
    browser.post(f"/rights/changes/{RightsChange.objects.get().pk}/undo/")
    assert seen(cast.collaborator) == 1
    assert Portfolio.objects.open().filter(firm=cast.firm).count() == 3


def test_what_cannot_be_merged_is_said(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    foreign = PortfolioFactory.create(firm=cast.other_firm)
    for fields, code in (
        ({"portfolio": [cast.portfolio.pk]}, "portfolio_missing"),
        ({"portfolio": [cast.portfolio.pk], "target": foreign.pk}, "unknown_portfolio"),
        ({"portfolio": [foreign.pk], "target": cast.portfolio.pk}, "unknown_portfolio"),
        ({"portfolio": ["x"], "target": cast.portfolio.pk}, "unknown_portfolio"),
        ({"portfolio": [cast.portfolio.pk], "target": cast.portfolio.pk}, "same_portfolio"),
    ):
        assert said(browser.post("/portfolios/merging/", fields)) == refusal(code)
    assert not RightsChange.objects.exists()


def test_people_of_a_portfolio_are_given_dates_and_taken_away(
    cast: Cast, signed_in: SignIn
) -> None:
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    browser = signed_in(cast.manager.user)
    path = f"/portfolios/{cast.portfolio.pk}/people/"
    until = timezone.localtime() + timedelta(days=3)
    fields = {"member": cast.newcomer.pk, "starts_at": "", "ends_at": f"{until:%Y-%m-%dT%H:%M}"}
    settled(browser, path, fields)
    grant = Grant.objects.get(member=cast.newcomer)
    assert f"{timezone.localtime(grant.ends_at):%Y-%m-%dT%H:%M}" == f"{until:%Y-%m-%dT%H:%M}"
    assert seen(cast.newcomer) == 1
    assert cast.newcomer.user.name in browser.get(path).content.decode()
    settled(browser, path, {"remove": cast.newcomer.pk})
    assert seen(cast.newcomer) == 0
    assert browser.post(path, {"member": cast.administrator.pk}).status_code == 422
    assert browser.post(path, {"member": cast.stranger.pk}).status_code == 422
    assert browser.post(path, {"member": "x", "ends_at": "tomorrow"}).status_code == 422
    late = {"member": cast.newcomer.pk, "ends_at": "2020-01-01T10:00"}
    assert said(browser.post(path, late)) == refusal("dates")


def test_a_manager_takes_nothing_from_those_above(cast: Cast, signed_in: SignIn) -> None:
    other = MemberFactory.create(firm=cast.firm, role="manager")
    Grant.objects.create(firm=cast.firm, member=other, portfolio=cast.portfolio)
    browser = signed_in(cast.manager.user)
    answer = browser.post(f"/portfolios/{cast.portfolio.pk}/people/", {"remove": other.pk})
    assert said(answer) == refusal("not_allowed")


def test_whose_portfolio_it_is_not_finds_nothing(cast: Cast, signed_in: SignIn) -> None:
    paths = [f"/portfolios/{{}}/{tail}" for tail in ("", "clients/", "people/")]
    mine, other = cast.portfolio.pk, cast.other_portfolio.pk
    for path in paths:
        for person, pk, status in (
            (cast.manager, mine, 200), (cast.manager, other, 404), (cast.stranger, mine, 404),
            (cast.collaborator, mine, 403), (cast.reader, mine, 403), (cast.staff, mine, 403),
        ):  # fmt: skip
            assert signed_in(person.user).get(path.format(pk)).status_code == status, path
    for tail in ("archive/", "restore/", "edit/"):
        path = f"/portfolios/{mine}/{tail}"
        assert signed_in(cast.manager.user).post(path).status_code == 403
        assert signed_in(cast.stranger.user).post(path).status_code == 404
    assert signed_in(cast.administrator.user).get(f"/portfolios/{mine}/archive/").status_code == 405
    assert signed_in(cast.administrator.user).get("/portfolios/merging/").status_code == 405


def test_lent_portfolios_make_no_manager(cast: Cast, signed_in: SignIn) -> None:
    now = timezone.now()
    Grant.objects.create(
        firm=cast.firm, member=cast.manager, portfolio=cast.other_portfolio,
        covering=cast.collaborator, starts_at=now, ends_at=now + timedelta(days=1),
    )  # fmt: skip
    browser = signed_in(cast.manager.user)
    assert browser.get(f"/portfolios/{cast.other_portfolio.pk}/").status_code == 404
    text = browser.get("/portfolios/").content.decode()
    assert cast.portfolio.name in text
    assert cast.other_portfolio.name not in text
    page = signed_in(cast.administrator.user).get(f"/portfolios/{cast.other_portfolio.pk}/people/")
    assert cast.collaborator.user.name in page.content.decode()


def test_the_list_counts_what_the_pages_show(cast: Cast, signed_in: SignIn) -> None:
    for _ in range(4):
        place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    text = signed_in(cast.administrator.user).get("/portfolios/").content.decode()
    row = text.split(f"/portfolios/{cast.portfolio.pk}/", 1)[1].split("</tr>")[0]
    assert ">4</td>" in row
    assert ">3</a>" in row
    text = signed_in(cast.administrator.user).get("/portfolios/?q=commer").content.decode()
    assert f"/portfolios/{cast.other_portfolio.pk}/" in text


@pytest.mark.parametrize("tail", ["", "{}/", "{}/clients/", "{}/people/"])
def test_questions_do_not_grow_with_the_firm(cast: Cast, signed_in: SignIn, tail: str) -> None:
    browser = signed_in(cast.administrator.user)
    path = f"/portfolios/{tail}".format(cast.portfolio.pk)
    counts = []
    for size in (2, 60):
        portfolios = [PortfolioFactory.create(firm=cast.firm) for _ in range(size)]
        for one in (*portfolios, cast.portfolio):
            member = MemberFactory.create(firm=cast.firm)
            Grant.objects.create(firm=cast.firm, member=member, portfolio=one)
        fill_firm(cast.firm, [cast.portfolio, *portfolios], size * 3, seed=size)
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            browser.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30

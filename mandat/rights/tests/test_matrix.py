"""The matrix of members × portfolios: what it says, to whom, and what its changes do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandat.clients.actions import Refused
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import Grant, Member, Portfolio, User
from mandat.firms.tests.factories import Cast, MemberFactory, PortfolioFactory
from mandat.rights.grid import MOST, changed, grid_of, wanted_of
from mandat.rights.models import RightsChange
from mandat.rights.tests.settling import looked_at, said, settled, told
from mandat.rights.wording import refusal

SignIn = Callable[[User], Browser]
PATH = "/rights/matrix/"
NOW = timezone.now()


def data_of(answer: Any) -> dict[str, Any]:
    found = re.search(r'<script id="matrix-data"[^>]*>(.*?)</script>', answer.content.decode())
    assert found
    return json.loads(found[1])


def letter(data: dict[str, Any], member: Member, portfolio: Portfolio) -> str:
    row = [one[0] for one in data["members"]].index(member.pk)
    column = [one[0] for one in data["portfolios"]].index(portfolio.pk)
    return data["rows"][row][column]


def test_every_cell_says_what_the_rows_say(cast: Cast, signed_in: SignIn) -> None:
    b, c = cast.portfolio, cast.other_portfolio
    lent = {"starts_at": NOW, "ends_at": NOW + timedelta(days=2)}
    Grant.objects.create(
        firm=cast.firm, member=cast.newcomer, portfolio=c, covering=cast.reader, **lent
    )
    Grant.objects.create(
        firm=cast.firm, member=cast.collaborator, portfolio=b, covering=cast.reader, **lent
    )
    Grant.objects.create(firm=cast.firm, member=cast.reader, portfolio=c, **lent)
    over = {"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1)}
    Grant.objects.create(firm=cast.firm, member=cast.manager, portfolio=c, **over)
    data = data_of(signed_in(cast.administrator.user).get(PATH))
    cells = {
        (member, portfolio): letter(data, getattr(cast, member), portfolio)
        for member in ("newcomer", "collaborator", "reader", "manager")
        for portfolio in (b, c)
    }
    assert cells == {
        ("newcomer", b): ".", ("newcomer", c): "l", ("collaborator", b): "b",
        ("collaborator", c): ".", ("reader", b): "1", ("reader", c): "d", ("manager", b): "1",
        ("manager", c): ".",
    }  # fmt: skip
    assert cast.reader.user.name in data["dates"][f"{cast.newcomer.pk}-{c.pk}"]
    why = {one[0]: one[3] for one in data["members"]}
    assert why[cast.administrator.pk]
    assert not why[cast.newcomer.pk]


def test_pending_cells_are_settled_together_and_undone(cast: Cast, signed_in: SignIn) -> None:
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    place(ClientFactory.create(firm=cast.firm), cast.other_portfolio)
    b, c = cast.portfolio.pk, cast.other_portfolio.pk
    browser = signed_in(cast.administrator.user)
    cells = f"{cast.newcomer.pk}-{b}:1 {cast.newcomer.pk}-{c}:1 {cast.reader.pk}-{b}:0"
    before = list(Grant.objects.order_by("pk").values())
    effect = browser.post(PATH, {"cells": cells})
    assert "2 clients" in told(effect)
    assert list(Grant.objects.order_by("pk").values()) == before
    browser.post(PATH, looked_at(effect))
    assert set(cast.newcomer.grants.values_list("portfolio_id", flat=True)) == {b, c}
    assert not cast.reader.grants.exists()
    browser.post(f"/rights/changes/{RightsChange.objects.get().pk}/undo/")
    assert list(Grant.objects.order_by("pk").values()) == before


def test_it_works_without_scripts(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    text = browser.get(PATH).content.decode()
    had = re.findall(r'name="had" value="([^"]+)"', text)
    key = f"{cast.collaborator.pk}-{cast.portfolio.pk}"
    assert key in had
    assert f'value="{key}" checked' in text
    new = f"{cast.newcomer.pk}-{cast.other_portfolio.pk}"
    settled(browser, PATH, {"had": had, "cell": [*(one for one in had if one != key), new]})
    assert not cast.collaborator.grants.exists()
    assert cast.newcomer.grants.get().portfolio == cast.other_portfolio
    narrowed = browser.get(f"{PATH}?member=noa&portfolio=COMM").content.decode()
    plain = narrowed.split("data-matrix-plain")[1]
    assert plain.count('name="cell"') == 1


def test_the_plain_page_reaches_every_cell(cast: Cast, signed_in: SignIn) -> None:
    for _ in range(30):
        MemberFactory.create(firm=cast.firm)
        PortfolioFactory.create(firm=cast.firm)
    browser = signed_in(cast.administrator.user)
    found: set[str] = set()
    for page in (1, 2):
        for across in (1, 2, 3):
            text = browser.get(f"{PATH}?page={page}&across={across}").content.decode()
            found |= set(re.findall(r'name="cell" value="([^"]+)"', text))
    assert len(found) == 34 * 32  # all but the administrator's row


def test_a_manager_sees_and_changes_their_columns_alone(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.manager.user)
    data = data_of(browser.get(PATH))
    assert [one[0] for one in data["portfolios"]] == [cast.portfolio.pk]
    assert cast.administrator.pk not in [one[0] for one in data["members"]]
    own = next(one for one in data["members"] if one[0] == cast.manager.pk)
    assert own[3]
    settled(browser, PATH, {"cells": f"{cast.newcomer.pk}-{cast.portfolio.pk}:1"})
    assert cast.newcomer.grants.exists()
    abroad = f"{cast.newcomer.pk}-{cast.other_portfolio.pk}:1"
    for cell in (abroad, f"{cast.manager.pk}-{cast.portfolio.pk}:0"):
        assert said(browser.post(PATH, {"cells": cell})) == refusal("not_allowed")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("9-9:1", "unknown_member"),
        ("x", "unknown_member"),
        ("1-2:7", "unknown_member"),
        (f"{'9' * 30}-1:1", "unknown_member"),
        (" ".join(["1-1:1"] * (MOST + 1)), "too_many_cells"),
        (" ", "nothing"),
    ],
)
def test_what_is_no_cell_is_refused(cast: Cast, signed_in: SignIn, cells: str, code: str) -> None:
    answer = signed_in(cast.administrator.user).post(PATH, {"cells": cells})
    assert said(answer) == refusal(code)


def test_others_and_other_methods_are_refused(cast: Cast, signed_in: SignIn) -> None:
    for member in (cast.collaborator, cast.reader, cast.staff):
        assert signed_in(member.user).get(PATH).status_code == 403
        assert signed_in(member.user).post(PATH).status_code == 403
    assert signed_in(cast.administrator.user).put(PATH).status_code == 405
    foreign = f"{cast.newcomer.pk}-{cast.portfolio.pk}:1"
    answer = signed_in(cast.stranger.user).post(PATH, {"cells": foreign})
    assert said(answer) == refusal("unknown_member")
    assert (
        str(cast.newcomer.user.name) not in signed_in(cast.stranger.user).get(PATH).content.decode()
    )


def test_the_same_twice_writes_once(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    cells = f"{cast.newcomer.pk}-{cast.portfolio.pk}:1"
    shown = looked_at(browser.post(PATH, {"cells": cells}))
    browser.post(PATH, shown)
    assert said(browser.post(PATH, shown)) == refusal("nothing")
    assert cast.newcomer.grants.count() == RightsChange.objects.count() == 1


def test_questions_do_not_grow_with_the_firm(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator.user)
    counts = []
    for size in (2, 50):
        for _ in range(size):
            member = MemberFactory.create(firm=cast.firm)
            portfolio = PortfolioFactory.create(firm=cast.firm)
            Grant.objects.create(firm=cast.firm, member=member, portfolio=portfolio)
        browser.get(PATH)
        with CaptureQueriesContext(connection) as queries:
            browser.get(PATH)
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            grid_of(cast.administrator, at=NOW)
        assert len(queries) == 3
    assert counts[0] == counts[1] <= 16


CELLS = st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CELLS, CELLS)
def test_boxes_ask_for_what_is_different_alone(
    before: set[tuple[int, int]], after: set[tuple[int, int]]
) -> None:
    keys = [[f"{m}-{p}" for m, p in some] for some in (before, after)]
    wanted = {(one.member_id, one.portfolio_id): one.granted for one in changed(*keys)}
    assert {cell for cell, granted in wanted.items() if granted} == after - before
    assert {cell for cell, granted in wanted.items() if not granted} == before - after


@settings(deadline=None)
@given(st.text(alphabet="0123456789-: x.", max_size=40))
def test_nothing_typed_breaks_it(text: str) -> None:
    with suppress(Refused):
        assert len(list(wanted_of(text))) == len(text.split())

"""Undoing late refuses in words; what is kept of a change tells nothing of closed clients."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.tests.factories import ClientFactory, place
from mandat.clients.tests.test_confidence import close
from mandat.firms.models import AuditEvent, Member, User
from mandat.firms.tests.factories import Cast
from mandat.firms.tests.test_fresh import grow_stale
from mandat.rights.actions import Conflict, carry_out, undo
from mandat.rights.models import RightsChange
from mandat.rights.plans import confidence, members, placing

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Browser]


def test_a_client_that_was_taken_out_since_cannot_be_moved_back(cast: Cast) -> None:
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    by, at = cast.administrator, timezone.now()
    moved = carry_out(
        placing.move_clients(
            [client.pk], cast.portfolio, cast.other_portfolio, by=by, at=at
        ), by=by, at=at,
    )  # fmt: skip
    out = placing.unplace_clients([client.pk], cast.other_portfolio, by=by, at=at)
    carry_out(out, by=by, at=at)
    with pytest.raises(Conflict):
        undo(moved, by=by, at=at)


def test_a_list_of_names_that_was_lifted_since_does_not_come_back(cast: Cast) -> None:
    client = ClientFactory.create(firm=cast.firm)
    by, at = cast.administrator, timezone.now()
    closed = confidence.make_confidential(client, [by.pk], by=by, at=at)
    carry_out(closed, by=by, at=at)
    renamed = carry_out(
        confidence.rename(client, [by.pk, cast.newcomer.pk], by=by, at=at), by=by, at=at
    )
    carry_out(confidence.lift(client, by=by, at=at), by=by, at=at)
    with pytest.raises(Conflict):
        undo(renamed, by=by, at=at)


def test_what_is_kept_for_everybody_tells_nothing_of_the_closed(cast: Cast) -> None:
    """Who is named is shown all of the effect; the history and the log count without it."""
    close(ClientFactory.create(firm=cast.firm), cast.administrator, cast.newcomer)
    by, at = cast.administrator, timezone.now()
    plan = members.suspend(cast.newcomer, by=by, at=at)
    assert plan.effect(by).of(cast.newcomer.pk).lost == 1
    change = carry_out(plan, by=by, at=at, shown=plan.fingerprint(plan.effect(by)))
    assert RightsChange.objects.get(pk=change.pk).effect == []
    event = AuditEvent.objects.order_by("-number").first()
    assert event is not None
    assert event.details == {"members": []}


def test_the_sentence_that_is_kept_counts_no_closed_client(cast: Cast) -> None:
    shut = ClientFactory.create(firm=cast.firm)
    close(shut, cast.administrator)
    open_one = ClientFactory.create(firm=cast.firm)
    by, at = cast.administrator, timezone.now()
    keys, one, other = [shut.pk, open_one.pk], cast.portfolio, cast.other_portfolio
    placed = placing.place_clients(keys, one, by=by, at=at)
    assert placed.about["clients"] == 2
    change = carry_out(placed, by=by, at=at)
    moved = carry_out(placing.move_clients(keys, one, other, by=by, at=at), by=by, at=at)
    out = carry_out(placing.unplace_clients(keys, other, by=by, at=at), by=by, at=at)
    back = undo(out, by=by, at=at)
    kept = [one.about["clients"] for one in (change, moved, out, back)]
    assert kept == [1, 1, 1, 1]


def test_s7_undoing_what_closed_something_asks_for_it_too(cast: Cast, signed_in: SignIn) -> None:
    by, at = cast.administrator, timezone.now()
    suspended = carry_out(members.suspend(cast.collaborator, by=by, at=at), by=by, at=at)
    boss = signed_in(by.user)
    grow_stale(boss)
    where = f"/rights/changes/{suspended.pk}/undo/"
    assert "/accounts/" in boss.post(where).headers["Location"]
    assert Member.objects.get(pk=cast.collaborator.pk).suspended_at is not None
    signed_in(by.user).post(where)
    assert Member.objects.get(pk=cast.collaborator.pk).suspended_at is None


def test_s7_undoing_the_daily_placing_does_not_wait(cast: Cast, signed_in: SignIn) -> None:
    by, at = cast.administrator, timezone.now()
    client = ClientFactory.create(firm=cast.firm)
    plan = placing.place_clients([client.pk], cast.portfolio, by=by, at=at)
    placed = carry_out(plan, by=by, at=at)
    boss = signed_in(by.user)
    grow_stale(boss)
    boss.post(f"/rights/changes/{placed.pk}/undo/")
    assert not client.placements.exists()


def test_an_empty_fingerprint_shows_the_effect(cast: Cast, signed_in: SignIn) -> None:
    boss = signed_in(cast.administrator.user)
    answer = boss.post(f"/users/{cast.collaborator.pk}/suspend/", {"shown": ""})
    assert answer.context["shown"]
    assert not RightsChange.objects.exists()

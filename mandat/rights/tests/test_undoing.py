"""Undoing late refuses in words; what is kept of a change tells nothing of closed clients."""

from __future__ import annotations

import pytest
from django.utils import timezone

from mandat.clients.tests.factories import ClientFactory, place
from mandat.clients.tests.test_confidence import close
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast
from mandat.rights.actions import Conflict, carry_out, undo
from mandat.rights.models import RightsChange
from mandat.rights.plans import confidence, members, placing

pytestmark = pytest.mark.django_db


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

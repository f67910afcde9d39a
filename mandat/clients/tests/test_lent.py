"""What is lent opens and closes by itself at the minute, in lists and counts alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.clients.filters import Filters
from mandat.clients.listing import page_of
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.kept import forget_all
from mandat.firms.models import Grant, Member
from mandat.firms.tests.factories import Cast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def kept(settings: Any) -> Iterator[None]:
    """Sums are kept, as they are in production."""
    settings.MANDAT_KEPT_SECONDS = 3600
    forget_all()
    yield
    forget_all()


@pytest.fixture
def lent(cast: Cast) -> Cast:
    """« Bâtiment », with one client, lent to the newcomer from noon to one o'clock."""
    place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    Grant.objects.create(
        firm=cast.firm, member=cast.newcomer, portfolio=cast.portfolio, covering=cast.collaborator,
        starts_at=NOON, ends_at=NOON + timedelta(hours=1),
    )  # fmt: skip
    return cast


def shown(member: Member) -> tuple[int, int, int]:
    """Rows, the total above them, and the count of the portfolio filter."""
    listing = page_of(member, Filters())
    counts = sum(count for _, _, count in listing.tally.by_portfolio())
    return len(listing.clients), listing.tally.count(), counts


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        (NOON - SECOND, 0),
        (NOON, 1),
        (NOON + timedelta(hours=1) - SECOND, 1),
        (NOON + timedelta(hours=1), 0),
    ],
)
def test_lists_and_counts_agree_at_the_minute(
    lent: Cast, monkeypatch: pytest.MonkeyPatch, moment: datetime, seen: int
) -> None:
    for before in (moment - timedelta(minutes=1), moment - SECOND, moment):
        monkeypatch.setattr(timezone, "now", lambda before=before: before)
        found = shown(lent.newcomer)
        assert len(set(found)) == 1
    assert found == (seen,) * 3


def test_within_a_minute_nothing_is_counted_again(
    lent: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=5))
    with CaptureQueriesContext(connection) as first:
        shown(lent.newcomer)
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=5, seconds=59))
    with CaptureQueriesContext(connection) as again:
        shown(lent.newcomer)
    assert len(first) == len(again) + 2


def test_a_loan_of_an_archived_portfolio_opens_nothing(
    lent: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    lent.portfolio.archived_at = NOON
    lent.portfolio.save()
    assert shown(lent.newcomer) == (0, 0, 0)

"""Conversations for tests, opened through the action."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from mandat.clients.models import Client
from mandat.clients.tests.factories import ClientFactory, place
from mandat.firms.models import Member, Staff
from mandat.firms.tests.factories import Cast
from mandat.messages.actions import open_thread
from mandat.messages.models import Thread

NOW = timezone.now() - timedelta(hours=2)


def client_of(cast: Cast, **fields: Any) -> Client:
    """A client in the collaborator's portfolio, looked after by the cast's office."""
    return place(ClientFactory.create(firm=cast.firm, office=cast.office, **fields), cast.portfolio)


def make_thread(
    cast: Cast,
    by: Member | Staff,
    *,
    at: datetime = NOW,
    subject: str = "Régularisation",
    **more: Any,
) -> Thread:
    """A thread between the cast's firm and office."""
    return open_thread(
        cast.firm, cast.office, subject=subject, body="Bonjour.", by=by.user, at=at, **more
    )

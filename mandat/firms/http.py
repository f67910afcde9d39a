"""What a view may rely on once the doors have let the request in."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from mandat.firms.models import Member, Staff, User


class SignedInRequest(HttpRequest):
    """A request of a signed-in person; `now` is the moment it came in (UTC)."""

    user: User
    now: datetime
    htmx: HtmxDetails


class MemberRequest(SignedInRequest):
    """A request of a member of a firm.

    While an administrator sees as a colleague, `member` and `seen_as` are that colleague, and
    `user` is who really asks.
    """

    member: Member
    seen_as: Member | None


class StaffRequest(SignedInRequest):
    """A request of a person of an office."""

    staff: Staff

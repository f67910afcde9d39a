"""`mandat firm new`: a firm and its first administrator."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from mandat.firms.actions import open_firm
from mandat.firms.models import User
from mandat.firms.newcoming import NewcomerCommand


class Command(NewcomerCommand):
    """Makes a firm and its first administrator."""

    help = "Make a firm and its first administrator."

    def make(self, options: dict[str, Any]) -> User:
        """The administrator of the new firm."""
        member = open_firm(
            name=options["name"],
            slug=options["slug"],
            country=options["country"],
            address=options["address"],
            person=options["person"],
            at=timezone.now(),
        )
        return member.user

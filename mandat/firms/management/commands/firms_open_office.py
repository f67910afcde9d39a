"""`mandat office new`: an office and its first operator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from mandat.firms.actions import open_office
from mandat.firms.choices import Language, ProofPolicy
from mandat.firms.models import User
from mandat.firms.newcoming import NewcomerCommand


class Command(NewcomerCommand):
    """Makes an office and its first operator."""

    help = "Make an office and its first operator."
    person_option = "--operator"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--proof", required=True, choices=ProofPolicy.values)
        parser.add_argument("--language", default=Language.FRENCH, choices=Language.values)

    def make(self, options: dict[str, Any]) -> User:
        """The operator of the new office."""
        staff = open_office(
            name=options["name"],
            slug=options["slug"],
            country=options["country"],
            proof_policy=options["proof"],
            language=options["language"],
            address=options["address"],
            person=options["person"],
            at=timezone.now(),
        )
        return staff.user

"""What `mandat firm new` and `mandat office new` share."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from mandat.firms.actions import first_password_path
from mandat.firms.choices import Country
from mandat.firms.models import User


class NewcomerCommand(BaseCommand):
    """Makes an organisation and its first person, and prints where they choose a password."""

    person_option = "--administrator"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The organisation's name, slug and country, and who begins."""
        parser.add_argument("name", help="as it is shown, for example « Cabinet Arvensis »")
        parser.add_argument("--slug", required=True, help="its short name in commands: arvensis")
        parser.add_argument("--country", required=True, choices=Country.values)
        parser.add_argument(
            self.person_option, required=True, dest="address", metavar="E-MAIL", help="who begins"
        )
        parser.add_argument("--person", required=True, metavar="NAME", help="that person's name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say in one line why not."""
        try:
            user = self.make(options)
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None
        except IntegrityError:
            raise CommandError("this slug or this address is in use already") from None
        origin = settings.MANDAT_ADDRESS
        self.stdout.write(f"{options['name']} is open. {user.name} chooses a password at")
        self.stdout.write(f"{origin}{first_password_path(user)}")
        self.stdout.write("The address works once, for three days. Hand it over in person.")

    def make(self, options: dict[str, Any]) -> User:
        """Make the organisation; its first person."""
        raise NotImplementedError

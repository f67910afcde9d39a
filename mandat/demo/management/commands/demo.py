"""`mandat demo`: builds the demonstration world, or says who may sign in to it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from mandat.demo import building, hints, volume
from mandat.demo.world import PASSWORD, World

_WIDTH = 118


class Command(BaseCommand):
    """Builds the demonstration world."""

    requires_system_checks = ()  # it opens no page
    help = "Build the demonstration world (MANDAT_DEMO=1, empty installation)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="same seed and day, same world")
        parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--sign-ins", action="store_true", help="who may sign in, and stop")
        parser.add_argument("--clients", type=int, metavar="N", help="a bare firm of N, for speed")
        parser.add_argument(
            "--others", type=int, default=0, metavar="M", help="with --clients: M in other firms"
        )
        parser.add_argument("--scale", type=float, default=1.0, help="share of the usual size")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=cast("TextIO", self.stdout), width=_WIDTH, highlight=False)
        if options["sign_ins"]:
            self._sign_ins(console)
            return
        world = World(
            seed=options["seed"], today=options["today"] or timezone.localdate(),
            scale=options["scale"],
        )  # fmt: skip
        began = time.perf_counter()
        try:
            with console.status("…") as status:
                world.tell = status.update
                if options["clients"]:
                    volume.build(world, options["clients"], others=options["others"])
                else:
                    building.build(world)
        except (building.Refused, ValueError) as refusal:
            raise CommandError(str(refusal)) from None
        console.print(f"The demonstration world is ready ({time.perf_counter() - began:.1f} s).")
        console.print("mandat demo --sign-ins says who may sign in.")

    def _sign_ins(self, console: Console) -> None:
        """Print addresses and roles with the password, then numbers to try."""
        if not building.is_built():
            raise CommandError("there is no demonstration world here; `mandat demo` builds it")
        table = Table(title=f"Password of all: {PASSWORD}", title_justify="left")
        for heading in ("Address", "Name", "Firm or office", "Role", "Portfolios"):
            table.add_column(heading, no_wrap=heading == "Address")
        for one in hints.sign_ins():
            table.add_row(one.address, one.name, one.place, one.role, one.sees)
        console.print(table)
        table = Table(title="Numbers to add as a client", title_justify="left")
        for heading in ("Number", "Proof (amount · account)", "Who it is (? = known to nobody)"):
            table.add_column(heading)
        for hint in hints.to_try():
            table.add_row(hint.number, hint.proof, hint.outcome)
        console.print(table)

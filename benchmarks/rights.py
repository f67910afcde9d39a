"""Rights at size: lists, the matrix, who sees a client, and thousands of clients moved at once.

`python -m benchmarks.rights --clients 50000 --portfolios 300 --members 300 --rounds 5 --json FILE`,
on the database that DATABASE_URL names (SQLite by default), in a database of its own, which it
removes at its end. Everything is measured at a tenth of the sizes too, and the client list beside
that of a firm of 200 clients and beside the bare page.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.pages import BACKEND, Measure, measured  # sets Django up

# isort: split
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import override_settings
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from benchmarks import bare
from mandat.clients.models import Client, Placement
from mandat.demo import volume
from mandat.demo.world import World
from mandat.firms.models import Firm, Grant, Member, Portfolio, User
from mandat.firms.permissions import Role
from mandat.rights.actions import carry_out, undo
from mandat.rights.models import RightsChange
from mandat.rights.plans.placing import all_of, move_clients

SMALL = 200  # clients of the firm that the list is compared to
GRANTED = 10  # portfolios of each member
SECOND = 3  # one client in so many is in a second portfolio
MOVED = 10  # one client in so many is in the portfolio that is moved


@dataclass(frozen=True)
class Size:
    """How much is in a firm."""

    clients: int
    portfolios: int
    members: int

    def tenth(self) -> Size:
        """A tenth of everything."""
        return Size(self.clients // 10, self.portfolios // 10, self.members // 10)


@dataclass(frozen=True)
class Step:
    """One step of moving a portfolio's clients: milliseconds, median and fastest."""

    step: str
    size: int
    moved: int
    median_ms: float
    best_ms: float


def fill(size: Size) -> None:
    """Portfolios, people, grants and placements on top of the firm that `volume` has made."""
    firm, rng, now = _firm(size), Random(4), timezone.now()
    portfolios = [
        *Portfolio.objects.bulk_create(
            [
                Portfolio(firm=firm, name=f"Secteur {n:03d}")
                for n in range(size.portfolios - volume.PORTFOLIOS - 2)
            ]
        ),
        Portfolio.objects.create(firm=firm, name="Cible"),
    ]
    large = Portfolio.objects.create(firm=firm, name="Grand")
    users = User.objects.bulk_create(
        [
            User(email=f"m{n}@mesure-{size.clients}.example", name=f"Membre {n:03d}", password="!")
            for n in range(size.members - 4)
        ],
        batch_size=400,
    )
    members = Member.objects.bulk_create(
        [Member(user=user, firm=firm, role=Role.COLLABORATOR) for user in users], batch_size=400
    )
    Grant.objects.bulk_create(
        [
            Grant(firm=firm, member=member, portfolio=portfolio, granted_at=now)
            for member in members
            for portfolio in rng.sample(portfolios, min(GRANTED, len(portfolios)))
        ],
        batch_size=400,
    )
    keys = list(Client.objects.of(firm).order_by("pk").values_list("pk", flat=True))
    pairs = [(key, rng.choice(portfolios)) for key in keys[::SECOND]]
    pairs += [(key, large) for key in keys[::MOVED]]
    Placement.objects.bulk_create(
        [Placement(firm=firm, client_id=key, portfolio=one, placed_at=now) for key, one in pairs],
        batch_size=400,
    )


def pages(size: Size, rounds: int) -> Iterator[Measure]:
    """The pages of an administrator, and the list of somebody who sees a tenth."""
    firm, count = _firm(size), size.clients
    client = Client.objects.of(firm).order_by("pk")[0]
    large = Portfolio.objects.get(firm=firm, name="Grand")
    admin = _browser(_member("admin", count))
    for page, url in {
        "matrix": "/rights/matrix/",
        "people": "/users/",
        "portfolios": "/portfolios/",
        "a portfolio": f"/portfolios/{large.pk}/",
        "who sees this client": f"/clients/{client.pk}/who/",
        "client list": "/clients/",
    }.items():
        yield measured(admin, page, url, size=count, who="admin", rounds=rounds)


def lists(count: int, rounds: int) -> Iterator[Measure]:
    """The client list of who sees a tenth of it, and the bare page of the same rows."""
    member = _member("partie", count)
    with override_settings(ROOT_URLCONF="benchmarks.bare", MIDDLEWARE=bare.MIDDLEWARE):
        yield measured(_browser(member), "bare", "/bare/", size=count, who="partie", rounds=rounds)
    yield measured(
        _browser(member), "client list", "/clients/", size=count, who="partie", rounds=rounds
    )


def moves(size: Size, rounds: int) -> Iterator[Step]:
    """A portfolio moved whole: its effect, the writing, the way back; then the same by pages."""
    firm, by = _firm(size), _member("admin", size.clients)
    source, target = (Portfolio.objects.get(firm=firm, name=name) for name in ("Grand", "Cible"))
    moved = Placement.objects.filter(portfolio=source).count()
    steps: dict[str, list[float]] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        done = work()
        steps.setdefault(step, []).append((time.perf_counter() - began) * 1000)
        return done

    def look() -> tuple[Any, str]:
        plan = move_clients(all_of(source, by), source, target, by=by, at=timezone.now())
        return plan, plan.fingerprint(plan.effect(by))

    for _ in range(rounds):
        plan, shown = timed("effect", look)
        change = timed("carried out", lambda p=plan, s=shown: carry_out(
            p, by=by, at=timezone.now(), shown=s))  # fmt: skip
        timed("undone", lambda c=change: undo(c, by=by, at=timezone.now()))
        _by_pages(by, source, target, timed)
    for step, times in steps.items():
        yield Step(step, size.clients, moved, statistics.median(times), min(times))


def _by_pages(by: Member, source: Portfolio, target: Portfolio, timed: Any) -> None:
    """What the administrator does: the list's form, then the page of the effect."""
    browser = _browser(by)
    fields = {"action": "move", "portfolio": source.pk, "target": target.pk, "all": "1"}
    page = timed("page of the effect", lambda: browser.post("/rights/placing/", fields))
    shown = page.content.decode().split('name="shown" value="')[1].split('"')[0]
    done = timed(
        "page that confirms", lambda: browser.post("/rights/placing/", {**fields, "shown": shown})
    )
    assert done.status_code == 302, done.content
    undo(RightsChange.objects.filter(by=by).latest("pk"), by=by, at=timezone.now())


def show(found: list[Measure], steps: list[Step], full: int) -> None:
    """Two tables, with growth since a tenth of the size."""
    first = {(one.page, one.who): one.median_ms for one in found if one.size != full}
    table = Table(title=f"Pages of rights on {connection.vendor}: milliseconds, median")
    for heading in ("page", "clients", "who", "queries", "ms", "best", "kB", "× smaller"):
        table.add_column(heading, justify="left" if heading in {"page", "who"} else "right")
    for one in sorted(found, key=lambda each: (each.page, each.who, each.size)):
        before = first.get((one.page, one.who)) if one.size == full else None
        table.add_row(
            one.page, f"{one.size:,}", one.who, str(one.queries), f"{one.median_ms:.1f}",
            f"{one.best_ms:.1f}", f"{one.bytes / 1000:.0f}",
            f"{one.median_ms / before:.2f}" if before else "",
        )  # fmt: skip
    Console(width=100).print(table)
    table = Table(title="A portfolio moved whole: milliseconds, median")
    for heading in ("step", "clients of the firm", "moved", "ms", "best"):
        table.add_column(heading, justify="left" if heading == "step" else "right")
    for step in sorted(steps, key=lambda each: (each.step, each.size)):
        table.add_row(
            step.step, f"{step.size:,}", f"{step.moved:,}", f"{step.median_ms:.0f}",
            f"{step.best_ms:.0f}",
        )  # fmt: skip
    Console(width=100).print(table)


def main(arguments: list[str]) -> int:
    """Build the world, measure, show, write; 1 when a page did not answer 200."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=50_000)
    options.add_argument("--portfolios", type=int, default=300)
    options.add_argument("--members", type=int, default=300)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", type=Path)
    asked = options.parse_args(arguments)
    full = Size(asked.clients, asked.portfolios, asked.members)
    sizes = [full.tenth(), full]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        _build(sizes)
        found = [one for size in sizes for one in pages(size, asked.rounds)]
        counts = [SMALL, *(size.clients for size in sizes)]
        found += [one for count in counts for one in lists(count, asked.rounds)]
        steps = [one for size in sizes for one in moves(size, asked.rounds)]
        show(found, steps, full.clients)
        if asked.json:
            report = {"database": connection.vendor, "pages": [asdict(one) for one in found]}
            report["moves"] = [asdict(one) for one in steps]
            asked.json.write_text(json.dumps(report, indent=1))
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    return 0 if all(one.status == 200 for one in found) else 1


def _build(sizes: list[Size]) -> None:
    began = time.perf_counter()
    call_command("createcachetable", verbosity=0)
    counts = [SMALL, *(size.clients for size in sizes)]
    volume.build(World(seed=1, today=timezone.localdate()), *counts)
    for size in sizes:
        fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"built in {time.perf_counter() - began:.1f} s", file=sys.stderr)


def _firm(size: Size) -> Firm:
    return Firm.objects.get(slug=f"{volume.MEASURED}{size.clients}")


def _member(who: str, count: int) -> Member:
    return Member.objects.select_related("user", "firm").get(
        user__email=f"{who}@mesure-{count}.example"
    )


def _browser(member: Member) -> Browser:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # whitenoise warns without it
    browser = Browser(raise_request_exception=False)
    browser.force_login(member.user, backend=BACKEND)
    return browser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

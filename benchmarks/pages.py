"""P1: the six main pages for a collaborator, against the number of clients of the firm.

`python -m benchmarks.pages --sizes 1,200,5000,50000 --others 0 --rounds 7 --json FILE`, on the
database that DATABASE_URL names (SQLite by default); it works in a database of its own, which it
removes at its end.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402  # after the setup
from django.core.management import call_command  # noqa: E402  # after the setup
from django.db import connection  # noqa: E402  # after the setup
from django.test import Client as Browser  # noqa: E402  # after the setup
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402  # after the setup
from django.utils import timezone  # noqa: E402  # after the setup
from rich.console import Console  # noqa: E402  # after the setup
from rich.table import Table  # noqa: E402  # after the setup

from benchmarks import bare  # noqa: E402  # after the setup
from mandat.clients.models import Client  # noqa: E402  # after the setup
from mandat.demo import volume  # noqa: E402  # after the setup
from mandat.demo.world import World  # noqa: E402  # after the setup
from mandat.firms.models import Member  # noqa: E402  # after the setup

BACKEND = "mandat.firms.backend.MandatBackend"


@dataclass(frozen=True)
class Measure:
    """One page at one size: milliseconds (median, fastest), statements, bytes, the worst one."""

    page: str
    size: int
    who: str
    status: int
    median_ms: float
    best_ms: float
    queries: int
    bytes: int
    slowest_ms: float
    slowest: str
    times_bare: float = 0.0


def measured(browser: Browser, page: str, url: str, *, size: int, who: str, rounds: int) -> Measure:
    """Ask for `url` twice to warm up and count, then time it."""
    browser.get(url)
    with CaptureQueriesContext(connection) as statements:
        answer = browser.get(url)
    seen = [
        one for one in statements.captured_queries
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]  # fmt: skip
    worst = max(seen, key=lambda one: float(one["time"]))
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        answer = browser.get(url)
        times.append((time.perf_counter() - began) * 1000)
    return Measure(
        page, size, who, answer.status_code, statistics.median(times), min(times), len(seen),
        len(answer.content), float(worst["time"]) * 1000, worst["sql"][:2000],
    )  # fmt: skip


def pages_of(client: Client) -> dict[str, str]:
    """The addresses of the six pages."""
    return {
        "dashboard": "/",
        "client list": "/clients/",
        "search": "/clients/?q=garage",
        "client page": f"/clients/{client.pk}/applications/",
        "incidents": "/incidents/",
        "figures": f"/clients/{client.pk}/figures/",
    }


def of_member(size: int, who: str, rounds: int) -> list[Measure]:
    """Every page for one person, beside the bare page for the same person."""
    member = Member.objects.select_related("user").get(user__email=f"{who}@mesure-{size}.example")
    client = Client.objects.visible_to(member).order_by("pk").first()
    if client is None:
        return []
    asked = {"size": size, "who": who, "rounds": rounds}
    with override_settings(ROOT_URLCONF="benchmarks.bare", MIDDLEWARE=bare.MIDDLEWARE):
        plain = Browser()
        plain.force_login(member.user, backend=BACKEND)
        floor = measured(plain, "bare", "/bare/", **asked)  # type: ignore[arg-type]  # three kinds
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # whitenoise warns without it
    browser = Browser(raise_request_exception=False)
    browser.force_login(member.user, backend=BACKEND)
    found = [
        measured(browser, page, url, **asked)  # type: ignore[arg-type]  # three kinds
        for page, url in pages_of(client).items()
    ]
    return [
        Measure(**{**asdict(one), "times_bare": one.median_ms / floor.median_ms})
        for one in [floor, *found]
    ]


def show(found: list[Measure], base: int) -> None:
    """The table: a line a page and size, with its growth since the firm of `base` clients."""
    first = {(one.page, one.who): one.median_ms for one in found if one.size == base}
    table = Table(title=f"P1 on {connection.vendor}: milliseconds, median")
    for heading in ("page", "clients", "who", "status", "queries", "ms", "best", "kB", "× bare"):
        table.add_column(heading, justify="left" if heading in {"page", "who"} else "right")
    table.add_column(f"× at {base}", justify="right")
    for one in sorted(found, key=lambda each: (each.page, each.who, each.size)):
        start = first.get((one.page, one.who))
        table.add_row(
            one.page, f"{one.size:,}", one.who, str(one.status), str(one.queries),
            f"{one.median_ms:.1f}", f"{one.best_ms:.1f}", f"{one.bytes / 1000:.0f}",
            f"{one.times_bare:.1f}", f"{one.median_ms / start:.2f}" if start else "",
        )  # fmt: skip
    Console(width=100).print(table)


def main(arguments: list[str]) -> int:
    """Build the world, measure, show, write; 1 when a page did not answer 200."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="1,200,5000,50000")
    options.add_argument("--others", type=int, default=0, help="clients of firms around them")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--who", default="tout,partie")
    options.add_argument("--json", type=Path)
    asked = options.parse_args(arguments)
    sizes = [int(one) for one in asked.sizes.split(",")]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("createcachetable", verbosity=0)
        began = time.perf_counter()
        volume.build(World(seed=1, today=timezone.localdate()), *sizes, others=asked.others)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        rows = sum(sizes) + asked.others
        print(f"{rows:,} clients in {time.perf_counter() - began:.1f} s", file=sys.stderr)
        found = [
            one for size in sizes for who in asked.who.split(",")
            for one in of_member(size, who, asked.rounds)
        ]  # fmt: skip
        show(found, 200)
        if asked.json:
            report = {"database": connection.vendor, "clients": rows, "rounds": asked.rounds}
            report["measures"] = [asdict(one) for one in found]
            asked.json.write_text(json.dumps(report, indent=1))
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    return 0 if all(one.status == 200 for one in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

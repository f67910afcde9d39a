"""Search as one types, within a firm of N clients in a database of many (P2).

    python benchmarks/search.py [--clients 50000] [--total 1000000] [--database URL] [--json FILE]

Builds the database once (a scratch SQLite file, or the empty PostgreSQL database of `--database`)
and uses it again when it has the right size. Every figure is one search with its 50 best answers
as names, for a collaborator whose twenty portfolios cover the firm, beside a plain LIKE over the
same rows in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--clients", type=int, default=50_000)
parser.add_argument("--total", type=int, default=1_000_000)
parser.add_argument("--database", default="")
parser.add_argument("--folder", default="/tmp/mandat-benchmark-search")
parser.add_argument("--rounds", type=int, default=7)
parser.add_argument("--json", default="")
options = parser.parse_args()

folder = Path(options.folder) / f"{options.clients}-{options.total}"
folder.mkdir(parents=True, exist_ok=True)
os.environ.update(
    MANDAT_DEMO="1",
    MANDAT_DATA_DIR=str(folder),
    DATABASE_URL=options.database,
    DJANGO_SETTINGS_MODULE="mandat.config.settings",
)
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from mandat.clients.models import Client, Placement  # noqa: E402
from mandat.clients.tests.factories import _invented  # noqa: E402
from mandat.firms.models import Firm, Grant, Member, Portfolio  # noqa: E402
from mandat.firms.scope import scope  # noqa: E402
from mandat.firms.tests.factories import (  # noqa: E402
    FirmFactory,
    MemberFactory,
    PortfolioFactory,
)

QUERIES = [
    "ate", "ener", "total", "totaly", "saint etienne", "saintetienne", "garage riv", "Énergie val",
    "menuiserie dupont fils", "van dijk 4", "e", "du", "zz", "zzz", "8", "80 8", "123", "45678",
    "atelier zzz", "BE 04", "developpement", "services 1234", "noël conseil", "transports 49999",
    "boul", "jardins du littoral", "cabinet b", "ril", "val", "sarl",
]  # fmt: skip


def fill(
    invented: list[Client], portfolios: dict[int, list[Portfolio]], rng: random.Random
) -> None:
    """Write the clients, each in one of its firm's portfolios."""
    made = Client.objects.bulk_create(invented, batch_size=500)
    Placement.objects.bulk_create(
        [
            Placement(firm_id=c.firm_id, client=c, portfolio=rng.choice(portfolios[c.firm_id]))
            for c in made
        ],
        batch_size=1_000,
    )


def build() -> Firm:
    """The firm of the benchmark among others; clients of all firms are interleaved."""
    call_command("migrate", verbosity=0)
    firm = Firm.objects.filter(slug="benchmark").first()
    if firm is not None:
        return firm
    rng = random.Random(7)
    firm = FirmFactory.create(slug="benchmark", name="Benchmark")
    others = [FirmFactory.create(slug=f"other-{n}") for n in range(200)]
    portfolios = {
        one.pk: [PortfolioFactory.create(firm=one) for _ in range(20 if one == firm else 3)]
        for one in [firm, *others]
    }
    member = MemberFactory.create(firm=firm, user__email="benchmark@example.test")
    for portfolio in portfolios[firm.pk]:
        Grant.objects.create(firm=firm, member=member, portfolio=portfolio)
    owners = [firm] * options.clients
    owners += [others[n % len(others)] for n in range(options.total - options.clients)]
    rng.shuffle(owners)
    taken: set[str] = set()
    for start in range(0, len(owners), 5_000):
        batch = owners[start : start + 5_000]
        invented = [_invented(one, rng, start + n, taken) for n, one in enumerate(batch)]
        with transaction.atomic():
            fill(invented, portfolios, rng)
        print(f"\r{start + len(batch):,} clients", end="", file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
    return firm


def timed(work: Any) -> float:
    """Milliseconds of the median of the rounds."""
    taken = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Build, measure, print."""
    firm = build()
    member = Member.objects.get(user__email="benchmark@example.test")
    mine = Client.objects.filter(firm=firm).count()
    total = Client.objects.count()
    rows = []
    with scope(firm_id=firm.pk, writes=False):
        for text in QUERIES:

            def ours(text: str = text) -> list[str]:
                seen = Client.objects.visible_to(member).search(text, firm)
                return [c.name for c in seen.order_by("sort_name", "id")[:50]]

            def like(text: str = text) -> list[str]:
                seen = Client.objects.visible_to(member).filter(search_text__contains=text.lower())
                return [c.name for c in seen.order_by("sort_name", "id")[:50]]

            rows.append((text, len(ours()), timed(ours), timed(like)))
    print(f"\n{connection.vendor}, firm of {mine:,} in {total:,}, ms")
    print(f"{'typed':<26}{'shown':>6}{'search':>9}{'LIKE':>9}")
    for text, shown, ours_ms, plain in rows:
        print(f"{text:<26}{shown:>6}{ours_ms:>9.2f}{plain:>9.2f}")
    times = sorted(row[2] for row in rows)
    summary = {
        "database": connection.vendor,
        "clients": mine,
        "total": total,
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "like_p95_ms": round(sorted(row[3] for row in rows)[int(len(rows) * 0.95)], 2),
        "portfolios": Portfolio.objects.filter(firm=firm).count(),
    }
    print(json.dumps(summary))
    if options.json:
        Path(options.json).write_text(json.dumps(summary, indent=2) + "\n")


main()

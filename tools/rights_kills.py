"""Kills bulk changes of rights in their middle, and sees that each is whole or absent.

    python -m tools.rights_kills [--count 300] [--clients 600] [--seed 1] [--url postgresql:///x]

On a scratch database (SQLite in a scratch folder, or one made at `--url` and removed), a child
carries out a change (move, add, take out, merge, archive, grants of everybody, and the undoing of
each) and is killed with SIGKILL at a moment drawn from twice the time that the change takes. Then
either every row is as before, or there is exactly one change more, the log's chain holds, every
client is in the set of portfolios that its placements say, and undoing brings back every row of
before.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from mandat.firms.models import Firm, Member, Portfolio
    from mandat.rights.models import RightsChange
    from mandat.rights.plans import Plan

_PORTFOLIOS = 6
_MEMBERS = 20


@contextmanager
def _database(url: str) -> Iterator[None]:
    """Point Django at a scratch database, and make its tables."""
    with ExitStack() as stack:
        os.environ["MANDAT_DATA_DIR"] = stack.enter_context(TemporaryDirectory())
        os.environ["MANDAT_DEMO"] = "1"
        os.environ["DATABASE_URL"] = stack.enter_context(_fresh(url)) if url else ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "mandat.config.settings"
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connection.close()


@contextmanager
def _fresh(url: str) -> Iterator[str]:
    name = f"mandat_kills_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{url.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))


# ---- the world and what is done in it


def _world(clients: int) -> Member:
    """A firm in which everything to be changed is there; its administrator."""
    from mandat.clients.tests.factories import fill_firm
    from mandat.firms.models import Grant
    from mandat.firms.permissions import Role
    from mandat.firms.tests.factories import FirmFactory, MemberFactory, PortfolioFactory

    firm = FirmFactory.create()
    portfolios = PortfolioFactory.create_batch(_PORTFOLIOS, firm=firm)
    fill_firm(firm, portfolios, clients)
    for member in MemberFactory.create_batch(_MEMBERS, firm=firm):
        Grant.objects.create(firm=firm, member=member, portfolio=portfolios[member.pk % 3])
    found: Member = MemberFactory.create(firm=firm, role=Role.ADMINISTRATOR)
    return found


def _plans(by: Member) -> dict[str, Callable[[], Plan]]:
    """Each bulk change, made from the rows as they are."""
    from django.utils import timezone

    from mandat.firms.models import Member
    from mandat.rights.plans import members, placing, portfolios
    from mandat.rights.plans.members import Wanted

    at = timezone.now()
    first, second, *rest = _open(by.firm)
    people = list(Member.objects.filter(firm=by.firm).values_list("pk", flat=True))
    cells = [Wanted(key, one.pk) for key in people for one in (second, *rest)]

    def all_of(one: Portfolio) -> list[int]:
        return placing.all_of(one, by)

    return {
        "move": lambda: placing.move_clients(all_of(first), first, second, by=by, at=at),
        "add": lambda: placing.place_clients(all_of(first), second, by=by, at=at),
        "take out": lambda: placing.unplace_clients(all_of(first), first, by=by, at=at),
        "merge": lambda: portfolios.merge_portfolios([first, second], rest[0], by=by, at=at),
        "archive": lambda: portfolios.archive_portfolio(first, by=by, at=at),
        "grant": lambda: members.change_grants(cells, by=by, at=at),
    }


def _open(firm: Firm) -> list[Portfolio]:
    from mandat.firms.models import Portfolio

    return list(Portfolio.objects.filter(firm=firm, archived_at=None).order_by("pk"))


# ---- what is looked at


def _state(firm: Firm) -> str:
    """A digest of every row of the tables of rights."""
    from mandat.rights.edits import TABLES

    digest = sha256()
    for model in TABLES.values():
        rows = model._default_manager.filter(firm_id=firm.pk)  # noqa: SLF001  # a generic model
        for row in rows.order_by("pk").values_list():
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _misplaced(firm: Firm) -> int:
    """How many clients are in another set of portfolios than their placements say."""
    from mandat.clients.models import Client, Placement

    placed: dict[int, list[int]] = {}
    rows = Placement.objects.filter(firm=firm).order_by("client_id", "portfolio_id")
    for client, portfolio in rows.values_list("client_id", "portfolio_id"):
        placed.setdefault(client, []).append(portfolio)
    keys = Client.objects.of(firm).values_list("pk", "placement_set__key")
    return sum((key or "") != " ".join(map(str, placed.get(client, []))) for client, key in keys)


def _changes(firm: Firm) -> list[RightsChange]:
    from mandat.rights.models import RightsChange

    return list(RightsChange.objects.filter(firm=firm).order_by("pk"))


# ---- one round


def _killed_after(act: Callable[[], Any], seconds: float) -> bool:
    """Run `act` in a child and kill it after `seconds`; whether it had ended by itself."""
    from django.db import connections

    connections.close_all()  # a connection may not be shared with a child
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException as error:  # noqa: BLE001  # told, and the round fails below
            print(f"child: {error!r}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a child failed by itself")
    return os.WIFEXITED(status)


def _round(kind: str, by: Member, seconds: float) -> str:
    """Kill one change; `before` or `after`, or SystemExit where it is neither."""
    from mandat.firms.audit import first_break
    from mandat.rights.actions import carry_out, undo

    before, known = _state(by.firm), len(_changes(by.firm))
    if kind == "undo":
        last = _changes(by.firm)[-1]
        _killed_after(lambda: undo(last, by=by, at=last.at), seconds)
    else:
        _killed_after(lambda: carry_out(_plans(by)[kind](), by=by, at=_now()), seconds)
    new = _changes(by.firm)[known:]
    now = _state(by.firm)
    broken = first_break(by.firm) is not None or _misplaced(by.firm) > 0
    if broken or len(new) > 1 or (now == before) == bool(new):
        raise SystemExit(f"{kind}: neither the state before nor the one after")
    if not new:
        return "before"
    undo(new[0], by=by, at=_now())
    if _state(by.firm) != before:
        raise SystemExit(f"{kind}: undoing does not bring back what was")
    return "after"


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _times(by: Member) -> dict[str, float]:
    """How long each change takes when nobody kills it; what it did is taken back."""
    from mandat.rights.actions import carry_out, undo

    found = {}
    for kind in _plans(by):
        began = time.perf_counter()
        change = carry_out(_plans(by)[kind](), by=by, at=_now())
        found[kind] = time.perf_counter() - began
        began = time.perf_counter()
        undo(change, by=by, at=_now())
        found["undo"] = time.perf_counter() - began
    return found


def main(arguments: list[str]) -> int:
    """Kill `--count` times, and print how often each change was found before and after."""
    parser = argparse.ArgumentParser(prog="rights_kills", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--clients", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url", default="", help="a PostgreSQL server; SQLite without it")
    options = parser.parse_args(arguments)
    rng = Random(options.seed)  # noqa: S311  # draws moments, no secret
    with _database(options.url):
        by = _world(options.clients)
        times = _times(by)
        found: Counter[tuple[str, str]] = Counter()
        for number in range(options.count):
            kind = list(times)[number % len(times)]
            found[kind, _round(kind, by, rng.uniform(0, 2 * times[kind]))] += 1
    for kind in times:
        print(f"{kind:9} before {found[kind, 'before']:4}  after {found[kind, 'after']:4}")
    print(f"{options.count} kills, seed {options.seed}: whole or absent every time")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

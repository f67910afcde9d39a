"""What is to be paid on each account, and what was paid: in time, late, in part or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from mandat.affiliates.choices import AccountKind, AccountStatus
from mandat.affiliates.models import Account, AmountDue
from mandat.demo.filing import Filing
from mandat.demo.knowledge import everybody
from mandat.demo.subjects import Subject
from mandat.demo.world import BATCH, World
from mandat.lib.dates import (
    Month,
    Quarter,
    dmfa_deadline,
    dsn_deadline,
    self_employed_monthly_deadline,
    social_quarter_deadline,
)

_LOAD_CENTS = 92_000  # a month's contributions for one invented employee


def build(world: World, filing: Filing) -> dict[int, list[AmountDue]]:
    """Write the amounts of every account; gives them back by the id of their affiliate."""
    rng = world.rng("dues")
    rows = [
        row
        for one in everybody(world)
        for account in one.accounts
        if account.status == AccountStatus.OPEN
        for row in _amounts(world, rng, one, account, filing)
    ]
    AmountDue.objects.bulk_create(rows, batch_size=BATCH)
    found: dict[int, list[AmountDue]] = {}
    for row in rows:
        found.setdefault(row.account.affiliate_id, []).append(row)
    return found


def _amounts(
    world: World, rng: Random, one: Subject, account: Account, filing: Filing
) -> Iterator[AmountDue]:
    """Oldest first: twelve months or four quarters, or the company's year."""
    if account.kind == AccountKind.COMPANY:
        yield from _yearly(world, rng, account)
    elif one.country == "BE":
        yield from _quarterly(world, rng, one, account)
    elif account.kind == AccountKind.EMPLOYER:
        yield from _french_employer(world, rng, one, account, filing)
    else:
        yield from _french_person(world, rng, account)


def _french_employer(
    world: World, rng: Random, one: Subject, account: Account, filing: Filing
) -> Iterator[AmountDue]:
    """What the files said; an invented amount where nobody filed with us."""
    base = one.size * _LOAD_CENTS // 100 * rng.randrange(85, 130)
    for back in range(11, -1, -1):
        month = world.last_month.shifted(-back)
        first = month.first_day
        if filing.missing.get(one.number) == first:
            continue
        due = dsn_deadline(month, headcount=one.size, paid_same_month=one.size >= 50).date()
        invented = base * rng.randrange(96, 105) // 100 // 100 * 100  # rounded to the euro
        cents = filing.dues.get((one.number, first), invented)
        declared = min(due - timedelta(days=rng.randrange(1, 9)), world.today)
        row = AmountDue(
            account=account, period=first, declared_on=declared, due_on=due, due_cents=cents
        )
        yield _paid(world, rng, row)


def _french_person(world: World, rng: Random, account: Account) -> Iterator[AmountDue]:
    """Twelve equal months, up to the one that runs."""
    cents = rng.randrange(180, 1400) * 100
    day = rng.choice((5, 20))
    for back in range(11, -1, -1):
        month = Month.of(world.today).shifted(-back)
        due = self_employed_monthly_deadline(month, day=day)
        row = AmountDue(
            account=account, period=month.first_day, due_on=due, due_cents=cents,
            declared_on=month.first_day,
        )  # fmt: skip
        yield _paid(world, rng, row)


def _quarterly(world: World, rng: Random, one: Subject, account: Account) -> Iterator[AmountDue]:
    """Four quarters: those of a self-employed person run, an employer's are over."""
    person = account.kind == AccountKind.SELF_EMPLOYED
    quarter = Quarter.of(world.today) if person else Quarter.of(world.today).previous
    base = rng.randrange(800, 4500) * 100 if person else one.size * _LOAD_CENTS * 3
    quarters = [quarter]
    while len(quarters) < 4:
        quarters.insert(0, quarters[0].previous)
    for each in quarters:
        due = social_quarter_deadline(each) if person else dmfa_deadline(each)
        row = AmountDue(
            account=account, period=each.first_day, quarterly=True, due_on=due,
            declared_on=each.first_day if person else min(due, world.today),
            due_cents=base if person else base * rng.randrange(92, 108) // 100,
        )  # fmt: skip
        yield _paid(world, rng, row)


def _yearly(world: World, rng: Random, account: Account) -> Iterator[AmountDue]:
    """The company's contribution, due on 30 June."""
    year = world.today.year - (world.today < date(world.today.year, 6, 30))
    row = AmountDue(
        account=account, period=date(year, 1, 1), declared_on=date(year, 3, 1),
        due_on=date(year, 6, 30), due_cents=rng.choice((34_742, 86_800)),
    )  # fmt: skip
    yield _paid(world, rng, row)


def _paid(world: World, rng: Random, row: AmountDue) -> AmountDue:
    """Pay it: what is old is paid; of what fell due lately some is late, short or not paid."""
    if row.due_on > world.today:
        return row
    old = (world.today - row.due_on).days > 75
    draw = rng.random()
    if draw < 0.03 and not old:
        return row
    row.paid_cents = row.due_cents
    row.paid_on = row.due_on - timedelta(days=rng.randrange(4))
    if draw < 0.05 and not old:
        row.paid_cents = row.due_cents * rng.randrange(40, 95) // 100
    elif draw < 0.12:
        row.paid_on = min(row.due_on + timedelta(days=rng.randrange(2, 25)), world.today)
    return row

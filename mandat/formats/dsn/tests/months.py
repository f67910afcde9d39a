"""Traces of an invented establishment, for the tests of rules over several months."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mandat.formats.dsn.history.sequence import later
from mandat.formats.dsn.history.trace import Stint, Trace, Worker

KEY = b"a key of the tests, of 32 bytes."
JANUARY = date(2026, 1, 1)
NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
START = date(2020, 5, 4)


def worker(rank, *, gross=200_000, number=None, temporary=False, **stint):
    """An employee with one contract, open since 2020 unless told otherwise."""
    number = f"number-{rank}" if number is None else number
    contract = Stint(
        key=f"contract-{rank}", nature="01", start=START, end=None, reason="", risk="741GD",
        rate=2140, line=100 * rank + 4, end_line=0, rate_line=100 * rank + 9,
    )  # fmt: skip
    contract = contract._replace(**stint)
    if contract.end:
        contract = contract._replace(end_line=100 * rank + 20, reason=contract.reason or "059")
    return Worker(rank, 100 * rank, number, f"name-{rank}", temporary, gross, (contract,))


def people(count, **facts):
    """So many employees."""
    return tuple(worker(rank, **facts) for rank in range(1, count + 1))


def month(rank, workers=None, **facts):
    """The declaration of a month (0 is January 2026), built on the first of the next one."""
    first = later(JANUARY, rank)
    workers = people(3) if workers is None else tuple(workers)
    last = later(first, 1) - timedelta(days=1)
    there = [one for one in workers if any(not s.end or s.end > last for s in one.stints)]
    trace = Trace(
        siret="73282932000074", nature="01", type="01" if workers else "02", month=first,
        fraction="11", order=rank + 100, file_date=later(first, 1), replaces="", is_test=False,
        is_extract=False, line=18, headcount=len(there), gross=sum(w.gross for w in workers),
        paid_on=last, workers=workers,
    )  # fmt: skip
    return replace(trace, **facts)


def ended(one, on, **facts):
    """The event (FCTU) that ends a contract."""
    [contract] = one.stints
    one = one._replace(rank=1, stints=(contract._replace(end=on, reason="059", end_line=60),))
    event = month(0, [one], nature="07", type="01", month=None, order=901, file_date=on)
    return replace(event, **facts)

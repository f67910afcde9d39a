"""Rules over several months, on any traces at all: none falls, and nothing depends on arrival."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.history.checking import find, wakes
from mandat.formats.dsn.history.trace import Trace
from mandat.formats.dsn.tests.months import NOW, month, people, worker

DAYS = st.one_of(st.none(), st.dates())
SMALL = st.integers(1, 4)
WORKERS = st.builds(
    lambda rank, gross, temporary, start, end, rate: worker(
        rank, gross=gross, temporary=temporary, start=start, end=end, rate=rate
    ),
    SMALL, st.integers(-(10**18), 10**18), st.booleans(), DAYS, DAYS,
    st.one_of(st.none(), st.integers(0, 10**6)),
)  # fmt: skip
TRACES = st.builds(
    lambda rank, workers, facts: month(rank, workers, **facts),
    st.integers(-5, 5),
    st.lists(WORKERS, max_size=4),
    st.fixed_dictionaries(
        {
            "nature": st.sampled_from(["01", "07", "04", ""]),
            "type": st.sampled_from(["01", "02", "03", "04", "05", "x"]),
            "month": st.one_of(st.none(), st.dates().map(lambda day: day.replace(day=1)),
                               st.integers(1, 6).map(lambda n: date(2026, n, 1))),
            "fraction": st.sampled_from(["11", "12", "22", "", "x9", "90"]),
            "order": st.integers(0, 9),
            "file_date": DAYS,
            "paid_on": DAYS,
            "replaces": st.sampled_from(["", "01022026100", "99999999999", "é", "010220261"]),
            "is_test": st.booleans(),
            "is_extract": st.booleans(),
        }
    ),
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(TRACES, max_size=8), st.randoms(use_true_random=False))
def test_nothing_makes_a_rule_fall_and_the_order_of_arrival_does_not_count(traces, rng):
    found = find(traces, now=NOW)
    assert len({(one.at, one.code, one.matter) for one in found}) == len(found)
    assert all(moment > NOW for moment in wakes(traces, now=NOW).values())
    # Those that are equal in all that orders them are told apart by arrival alone.
    ranks = [(t.month, t.fraction, t.is_test, t.order, t.file_date) for t in traces]
    if len(set(ranks)) == len(ranks):
        mixed = list(enumerate(traces))
        rng.shuffle(mixed)
        again = find([trace for _, trace in mixed], now=NOW)
        back = {(mixed[one.at][0], one.code, one.line) for one in again}
        assert back == {(one.at, one.code, one.line) for one in found}


@given(TRACES)
def test_any_trace_comes_back_from_json(trace):
    assert Trace.unpacked(json.loads(json.dumps(trace.packed()))) == trace


def test_a_year_is_checked_in_no_time():
    begun = datetime.now(UTC)
    crowd = people(500)
    find([replace(month(rank, crowd)) for rank in range(-12, 0)], now=NOW)
    assert datetime.now(UTC) - begun < timedelta(seconds=2)

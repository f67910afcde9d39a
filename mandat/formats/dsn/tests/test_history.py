"""Rules over several months: each finds its fault where it is, and nothing in what is right."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.catalogue import codes, entry
from mandat.formats.dsn.controls.registry import REGISTER
from mandat.formats.dsn.generate import company_life, monthly
from mandat.formats.dsn.generate.life_faults import LIFE_FAULTS, faulty_life
from mandat.formats.dsn.history.checking import check_sequence, find, wakes
from mandat.formats.dsn.history.registry import HISTORY, load
from mandat.formats.dsn.history.trace import Trace
from mandat.formats.dsn.history.tracer import Tracer, traces_of
from mandat.formats.dsn.reader import check, read
from mandat.formats.dsn.summary import summarise
from mandat.formats.dsn.tests.months import KEY, NOW, ended, month, people, worker
from mandat.formats.dsn.texts import LANGUAGES, explain_problem, sentences

load()
GONE = worker(3, end=date(2026, 2, 10))
TWO = people(2)
BONUS = (worker(1, gross=700_000), *people(3)[1:])
OLD_NTT = worker(3, temporary=True, start=date(2025, 10, 1))
NEW_NTT = worker(3, temporary=True, start=date(2025, 11, 1))
BY_NIR = OLD_NTT._replace(number="nir-3", is_temporary=False)
NEW_RATE = (worker(1, rate=2200), *people(3)[1:])
SPLIT = month(0, fraction="12")
LARGE = people(60)

# code → declarations, the place of the one that is wrong, the line; then declarations in order.
CASES = {
    "employee-gone": (
        ([month(0), month(1, TWO)], 1, 18),
        ([month(0), month(1, [*TWO, GONE]), month(2, TWO)],
         [month(0), month(1, TWO), ended(worker(3), date(2026, 1, 31))],
         [month(0), month(1, TWO, is_extract=True)],
         [month(0, [*TWO, worker(3, end=date(2026, 1, 31))]),
          month(1, [*TWO, worker(3, end=date(2026, 1, 31))]), month(2, TWO)],
         [month(0, [*TWO, worker(3, end=date(2026, 1, 31))]), month(1), month(2, TWO)],
         [month(0), month(2, TWO)],
         [month(0), month(1, TWO, fraction="12")]),
    ),
    "end-without-event": (
        ([month(0), month(1, [*TWO, GONE])], 1, 320),
        ([month(1, [*TWO, GONE]), ended(worker(3), date(2026, 2, 10))],
         [month(1, [*TWO, GONE]), ended(worker(3, key=""), date(2026, 2, 10))],
         [month(1, [*TWO, worker(3, end=date(2026, 2, 10), reason="998")])],
         [month(1, [*TWO, worker(3, end=date(2026, 2, 10), nature="29")])],
         [month(3, [*TWO, worker(3, end=date(2026, 4, 15))])],
         [month(1, [*TWO, worker(3, end=date(2026, 1, 10))])]),
    ),
    "active-after-end": (
        ([month(0), ended(worker(3), date(2026, 1, 20)), month(1), month(2)], 2, 304),
        ([month(0), ended(worker(3), date(2026, 1, 31)), month(1, [*TWO, worker(3, gross=0)])],
         [month(0), ended(worker(3), date(2026, 2, 1)), month(1)],
         [ended(worker(3), date(2026, 1, 20)), month(1, [*TWO, worker(3, key="other")])],
         [ended(worker(3), date(2026, 1, 20)), month(1),
          ended(worker(3), date(2026, 1, 20), type="04", replaces="20012026901", order=902)]),
    ),
    "temporary-number": (
        ([month(0, [*TWO, OLD_NTT]), month(1, [*TWO, OLD_NTT])], 0, 300),
        ([month(0, [*TWO, NEW_NTT])],
         [month(0, [*TWO, OLD_NTT]), month(1, [*TWO, BY_NIR])],
         [month(0, [*TWO, OLD_NTT], is_test=True)]),
    ),
    "missing-month": (
        ([month(0), month(2)], 1, 18),
        ([month(0), month(1), month(2)], [month(-30), month(0)], [month(0)]),
    ),
    "month-awaited": (
        ([month(0), month(1)], 1, 18),
        ([month(0), month(1), month(2)], [month(0), month(1, [])],
         [month(1), month(2, is_test=True), month(2)]),
    ),
    "missing-fraction": (
        ([SPLIT, month(1)], 0, 18),
        ([SPLIT, month(0, fraction="22")], [month(3, fraction="12")], [month(0)]),
    ),
    "late-file": (
        ([month(0, file_date=date(2026, 2, 17))], 0, 18),
        ([month(0, file_date=date(2026, 2, 16))],
         [month(0, LARGE, file_date=date(2026, 2, 5))],
         [month(0, LARGE, file_date=date(2026, 2, 6), paid_on=date(2026, 2, 4))],
         [month(0, type="03", file_date=date(2026, 2, 17))]),
    ),
    "late-replacement": (
        ([month(0), month(0, type="03", order=200, file_date=date(2026, 2, 16))], 1, 18),
        ([month(0), month(0, type="03", order=200, file_date=date(2026, 2, 15))],
         [month(0, file_date=date(2026, 2, 16))]),
    ),
    "second-normal": (
        ([month(0), month(0, order=200)], 1, 18),
        ([month(0), month(0)], [month(0), month(0, order=200, type="03")],
         [month(0), month(0, order=200, fraction="22")],
         [month(0, is_test=True), month(0, order=200, is_test=True)],
         [ended(worker(3), date(2026, 1, 20)),
          ended(worker(2), date(2026, 1, 20), order=902)]),
    ),
    "lower-order": (
        ([month(0), month(0, type="03", order=99, file_date=date(2026, 2, 3))], 0, 18),
        ([month(0), month(0, type="03", order=101, file_date=date(2026, 2, 3))],
         [month(0), month(0, type="03", order=99, file_date=date(2026, 1, 31))]),
    ),
    "replaces-unknown": (
        ([month(0), ended(worker(3), date(2026, 2, 20), type="03", replaces="20022026900")], 1, 18),
        ([month(0), ended(worker(3), date(2026, 2, 20)),
          ended(worker(3), date(2026, 2, 19), type="03", replaces="20022026901", order=902)],
         [month(0), ended(worker(3), date(2026, 2, 20), type="03", replaces="20012026900")],
         [month(0), ended(worker(3), date(2026, 2, 20), type="03", replaces="99992026900")]),
    ),
    "gross-variation": (
        ([month(0), month(1, BONUS)], 1, 18),
        ([month(0), month(1, (worker(1, gross=380_000), *people(3)[1:]))],
         [month(0), month(1, (*people(3), worker(4, start=date(2026, 2, 1), gross=900_000)))],
         [month(0), month(1, (*TWO, GONE._replace(gross=900_000)))],
         [month(0, BONUS), month(1, BONUS)]),
    ),
    "headcount-jump": (
        ([month(0, people(5)), month(1, people(10))], 1, 18),
        ([month(0, people(5)), month(1, people(9))], [month(0, people(1)), month(1, people(5))]),
    ),
    "headcount-threshold": (
        ([month(0, people(10)), month(1, people(11))], 1, 18),
        ([month(0, people(11)), month(1, people(19))],
         [month(0, people(10)), month(1, people(10))]),
    ),
    "accident-rate-changed": (
        ([month(1), month(2, NEW_RATE)], 1, 109),
        ([month(1), month(2)], [month(-1), month(0, people(3, rate=2200))],
         [month(1), month(2, (worker(1, rate=2200, key="new"), *people(3)[1:]))],
         [month(1), month(2, (worker(1, rate=2200, risk="501ZF"), *people(3)[1:]))]),
    ),
}  # fmt: skip


def told(traces, code, now=NOW, **facts):
    """The places and problems of one code."""
    found = check_sequence(traces, now=now, **facts)
    return [(at, problem) for at, problem in found if problem.code == code]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_its_fault_where_it_is(code):
    traces, place, line = CASES[code][0]
    [(at, problem)] = told(traces, code)
    assert (at, problem.line, problem.level) == (place, line, "signal")
    assert entry(code) == ("signal", "history")
    # The order in which the files came changes nothing.
    [(at, again)] = told(traces[::-1], code)
    assert (len(traces) - 1 - at, again) == (place, problem)


RIGHT = [(code, rank) for code, case in CASES.items() for rank in range(len(case[1]))]


@pytest.mark.parametrize(("code", "rank"), RIGHT)
def test_a_rule_is_silent_where_nothing_is_wrong(code, rank):
    assert told(CASES[code][1][rank], code) == []


def test_every_rule_has_its_cases_and_no_code_is_taken_twice():
    assert HISTORY.keys() == CASES.keys()
    assert not HISTORY.keys() & REGISTER.keys()
    assert HISTORY.keys() <= set(codes())


UNSURE = {
    "fr": "nôtre|notre choix|confirm|déduite par nous",
    "en": "ours|our own|confirmed|inferred",
    "nl": "van ons|onze eigen|bevestig|leidden wij",
    "de": "unsere|von uns|bestätig",
}
SURE = {"missing-fraction", "second-normal", "lower-order", "replaces-unknown"}  # CT25 p.14-16


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CASES)
def test_every_rule_is_told_in_its_own_words(code, language):
    [(_, problem)] = told(CASES[code][0][0], code)
    said = explain_problem(problem, language, "01")
    assert said.language == language
    for sentence in (said.what, said.fix, said.why):
        assert sentence
        assert not re.search(r"[…{}]", sentence)
        assert "'" not in sentence
        assert language != "fr" or not re.search(r" [:;!?»%€]|« ", sentence)
    assert len(said.what) <= 120
    assert not said.what.endswith(".")
    assert said.fix.endswith(".")
    assert bool(re.search(UNSURE[language], said.why)) == (code not in SURE)
    others = [sentences(other)[code][0] for other in LANGUAGES]
    assert len(set(others)) == len(LANGUAGES)


# ---- bounds


def test_what_is_late_is_late_from_the_moment_on():
    due = datetime(2026, 4, 15, 10, tzinfo=UTC)  # noon in Paris
    traces = [month(1)]
    assert told(traces, "month-awaited", due - timedelta(seconds=1)) == []
    assert len(told(traces, "month-awaited", due)) == 1
    assert wakes(traces, now=due - timedelta(days=9)) == {0: due}
    assert wakes(traces, now=due) == {}


def test_an_event_has_five_days_after_the_last_one():
    traces = [month(2, [*TWO, worker(3, end=date(2026, 3, 10))])]
    due = datetime(2026, 3, 15, 23, tzinfo=UTC)  # the 16th begins in Paris
    assert told(traces, "end-without-event", due - timedelta(seconds=1)) == []
    assert len(told(traces, "end-without-event", due)) == 1
    assert wakes(traces, now=due - timedelta(hours=1))[0] == due
    assert told(traces, "end-without-event", events_since=date(2026, 3, 11)) == []
    assert wakes(traces, now=due - timedelta(hours=1), events_since=date(2026, 3, 11))[0] > due


def test_a_threshold_crossed_to_and_fro_is_told_once_a_year():
    counts = [10, 11, 10, 11, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11]
    traces = [month(rank, people(count)) for rank, count in enumerate(counts)]
    assert [at for at, _ in told(traces, "headcount-threshold")] == [1, 17]


def test_a_bonus_is_told_once_and_not_again_the_year_after():
    bonus = {-11, 1, 3}
    traces = [month(rank, BONUS if rank in bonus else None) for rank in range(-12, 5)]
    # Two Februaries, of which the second is usual; no month after a bonus; April, which is new.
    assert [traces[at].month for at, _ in told(traces, "gross-variation")] == [
        date(2025, 2, 1), date(2026, 4, 1),
    ]  # fmt: skip


def test_rates_of_january_are_told_where_not_all_change():
    [(_, problem)] = told([month(-1), month(0, NEW_RATE)], "accident-rate-changed")
    assert problem.details == {"before": "2.14", "people": 1}
    assert (problem.value, problem.individual, problem.compared[0].value) == ("2.20", 1, "2.14")


def test_somebody_hired_again_can_go_again():
    back = worker(3, key="second", start=date(2026, 2, 1))
    traces = [month(0, [*TWO, worker(3, end=date(2026, 1, 31))]), month(1, [*TWO, back])]
    assert told([*traces, month(2, TWO)], "employee-gone")[0][0] == 2


def test_many_gone_at_once_are_cut_off():
    assert len(told([month(0, people(80)), month(1, [])], "employee-gone")) == 50


def test_a_new_number_is_the_same_person():
    assert told([month(0), month(1, [*TWO, BY_NIR])], "employee-gone") == []


# ---- trials, establishments


def test_trials_are_compared_with_what_is_real_and_never_the_other_way():
    real, trial = month(0), month(1, TWO, is_test=True)
    assert told([real, trial], "employee-gone")[0][0] == 1
    assert told([month(0, is_test=True), month(1, TWO)], "employee-gone") == []
    assert told([real, trial, month(1)], "employee-gone") == []


def test_establishments_are_not_mixed():
    other = "73282932000082"
    assert told([month(0), month(1, TWO, siret=other)], "employee-gone") == []
    both = [month(0), month(0, siret=other), month(1, TWO), month(1, TWO, siret=other)]
    assert [at for at, _ in told(both, "employee-gone")] == [2, 3]
    assert told([month(0, siret=""), month(1, TWO, siret="")], "employee-gone") == []


def test_a_replacement_takes_the_reason_away():
    wrong, right = month(1, TWO), month(1, order=200, type="03")
    assert told([month(0), wrong, right], "employee-gone") == []


# ---- traces


def test_a_trace_holds_nothing_in_clear_and_comes_back():
    life = company_life(Random(4), size=5, months=2)
    for file in life.files():
        tracer = Tracer(KEY)
        streamed = check(file.data, keep=False, each_person=tracer.see, each_declaration=tracer.end)
        [trace] = tracer.traces(streamed)
        reading = read(file.data)
        assert traces_of(reading, key=KEY) == [trace]
        if file.nature == "01":
            summary = summarise(reading.declarations[0])
            assert (trace.headcount, trace.gross) == (summary.headcount, summary.gross_cents)
        packed = json.dumps(trace.packed())
        assert Trace.unpacked(json.loads(packed)) == trace
        for person in reading.declarations[0].root.blocks("S21.G00.30"):
            for number in ("001", "002", "004", "019", "020"):
                assert not person.value(number) or f'"{person.value(number)}"' not in packed
    with pytest.raises(ValueError, match="version"):
        Trace.unpacked({"v": 9})


def test_another_key_knows_nobody():
    data = monthly(company_life(Random(4), size=5).company, date(2026, 1, 1))
    one, other = (traces_of(read(data), key=key)[0] for key in (KEY, KEY[::-1]))
    assert {w.number for w in one.workers}.isdisjoint(w.number for w in other.workers)
    for key in (b"short", b"x" * 65):
        with pytest.raises(ValueError, match="bytes"):
            Tracer(key)


# ---- lives


def traces_in(files):
    """The traces of files."""
    return [trace for file in files for trace in traces_of(read(file.data), key=KEY)]


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10**6), st.integers(1, 20), st.integers(1, 12))
def test_an_ordinary_life_has_nothing_but_thresholds(seed, size, months):
    life = company_life(Random(seed), size=size, months=months)
    traces = traces_in(life.files())
    quiet = datetime(2026, 2, 1, tzinfo=UTC)
    assert {one.code for one in find(traces, now=quiet)} <= {
        "headcount-threshold", "headcount-jump",
    }  # fmt: skip


@pytest.mark.parametrize("name", LIFE_FAULTS)
@pytest.mark.parametrize("seed", range(4))
def test_what_is_sown_in_a_life_is_found_in_its_month(name, seed):
    sown = faulty_life(company_life(Random(seed), size=6 + seed, months=6), name, Random(seed))
    months = {sown.files[at].month for at, _ in told(traces_in(sown.files), name)}
    # A missing month shows in the one after it.
    shown = min(one.month for one in sown.files if one.month >= sown.month)
    assert months == {shown}

"""Whatever the bytes, reading ends with a reading."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.catalogue import entry
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.summary import summarise
from mandat.formats.dsn.tests.cases.bases import BASES
from mandat.formats.dsn.tests.files import MONTH, as_file
from mandat.formats.dsn.texts import explain_problem
from mandat.formats.dsn.writer import envoi, write
from tools import dsn_fuzz

RUBRICS = [line[:14] for line in MONTH] + ["S05.G51.00.001", "S96.G51.00.002", "S21.G00.99.001",
           "S21.G00.62.001", "S21.G00.60.002", "S21.G00.06.903", "S20.G00.96.902"]  # fmt: skip
record = st.builds(
    lambda rubric, value: f"{rubric},'{value}'",
    st.sampled_from(RUBRICS),
    st.one_of(st.text(max_size=12), st.sampled_from(["01", "31129999", "01010001", "1.00", ""])),
)
calm = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def survives(content: bytes) -> None:
    """Read, summarise, and make every sentence; lines stay within the file."""
    reading = check(content)
    for declaration in reading.declarations:
        summarise(declaration)
    for problem in reading.problems:
        assert entry(problem.code)
        assert problem.code != "rule-broken", problem.details
        assert explain_problem(problem, "fr").what
        assert 1 <= problem.line <= max(reading.line_count, 1)


@given(st.binary(max_size=2000))
@calm
def test_any_bytes(content):
    survives(content)


@given(st.lists(st.one_of(record, st.text(max_size=40)), max_size=60))
@calm
def test_any_lines(content):
    survives("\n".join(content).encode("utf-8", errors="surrogatepass"))


@given(st.data())
@calm
def test_a_right_file_spoiled_somewhere(data):
    content = list(MONTH)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        what = data.draw(st.sampled_from(["drop", "twice", "move", "replace", "cut"]))
        line = content.pop(at)
        if what == "twice":
            content[at:at] = [line, line]
        elif what == "move":
            content.insert(data.draw(st.integers(0, len(content))), line)
        elif what == "replace":
            content.insert(at, data.draw(record))
        elif what == "cut":
            content.insert(at, line[: data.draw(st.integers(0, len(line)))])
        content = content or [line]
    survives(as_file(content, encoding="utf-8"))


def test_a_file_cut_at_every_byte():
    whole = as_file(MONTH)
    for length in range(0, len(whole), 7):
        survives(whole[:length])


SHAPES = [
    ["S21.G00.40.001,'01012020'", *["S21.G00.40.002,'01'"] * 9],
    ["S21.G00.40.001,'01012020'", "S21.G00.40.003,'01'", "S21.G00.40.002,'01'"],
    ["S20.G00.07.001,'X'", "S21.G00.06.001,'732829320'"],
    ["S10.G00.95.001,'X'", "S10.G00.01.001,'732829320'"],
    ["S10.G00.00.001,'X'"],
    ["S10.G00.00.006,'P26V01'", "S10.G00.00.006,'P25V01'"],
    ["S20.G00.05.001,'01'"],
    ["S21.G00.81.001,'075'", "S21.G00.30.001,'1'"],
    ["S90.G00.90.001,'1'"],
    ["", "x"],
]


@pytest.mark.parametrize("shape", SHAPES)
def test_ten_times_the_lines_take_about_ten_times_the_time(shape):
    """Disorder, however long, is read in proportion (a quadratic reader would take 100 times)."""

    def cost(lines: int) -> float:
        content = as_file((shape * lines)[:lines])
        start = perf_counter()
        survives(content)
        return perf_counter() - start

    small = min(cost(1_500) for _ in range(3))
    assert cost(15_000) < 40 * small + 0.2


def test_very_long_lines():
    survives(b"S21.G00.06.001,'" + b"9" * 100_000 + b"'\n")
    survives(b"S21.G00.06.001," + b" " * 100_000 + b"'\n")
    survives(b"S21.G00.06.001" + b"'" * 100_000)


FOUND = {
    "a month at the end of time": """S20.G00.05.001,'09'
S20.G00.05.005,'31129999'
S21.G00.22.004,'31012026'""",
    "a change without its contract": """S20.G00.05.001,'01'
S21.G00.30.019,'00001'
S21.G00.41.001,'03012026'
S21.G00.41.011,'2098'""",
    "a working time without its unit": """S20.G00.05.001,'01'
S21.G00.30.019,'00001'
S21.G00.40.001,'03012026'
S21.G00.40.011,''
S21.G00.40.012,'151.67'""",
    "a contract since the first day of time": """S20.G00.05.001,'01'
S20.G00.05.005,'01032026'
S21.G00.30.019,'00001'
S21.G00.40.001,'01010001'""",
    "a contract that ends on the last day of time": """S20.G00.05.001,'01'
S20.G00.05.005,'01032026'
S21.G00.30.019,'00001'
S21.G00.40.001,'01012026'
S21.G00.62.001,'31129999'""",
    "a nature of contract said twice": """S20.G00.05.001,'01'
S21.G00.30.020,'25346409740000119900208'
S21.G00.40.001,'01012024'
S21.G00.40.007,'XX'
S21.G00.40.007,'01'""",
    "a kind of contract said twice": """S20.G00.05.001,'01'
S21.G00.30.019,'00001'
S21.G00.40.001,'01012024'
S21.G00.40.008,'XX'
S21.G00.40.008,'64'""",
    "notices at the end of time": """S20.G00.05.001,'07'
S21.G00.30.019,'00001'
S21.G00.40.001,'01012024'
S21.G00.62.001,'31012026'
S21.G00.62.002,'114'
S21.G00.63.001,'61'
S21.G00.63.002,'30119999'
S21.G00.63.003,'31129999'
S21.G00.63.001,'61'
S21.G00.63.002,'31129999'
S21.G00.63.003,'31129999'
S21.G00.63.001,'61'
S21.G00.63.002,'31129999'
S21.G00.63.003,'31129999'""",
}
"""Inputs that broke a rule once (found by `tools/dsn_fuzz.py`, made small by it)."""


@pytest.mark.parametrize("content", FOUND.values(), ids=FOUND)
def test_what_broke_a_rule_once(content):
    survives(content.encode())


def test_a_lost_line_end_tells_nobody():
    """A value that holds the next lines holds their names too."""
    content = b"S20.G00.05.001,'01'\r\nS21.G00.40.007,'01'\x0bS21.G00.30.002,'DUPONTEL'\r\n"
    problems = check(content).problems
    assert any(problem.rubric == "S21.G00.40.007" and problem.value for problem in problems)
    assert "DUPONTEL" not in repr(problems)


def test_a_slice_of_the_fuzz_keeps_every_promise():
    """The tool itself, on a few hundred inputs that no other run has tried."""
    done = dsn_fuzz.run_chunk(0, seed=2026, stop=250)
    assert done.failures == []
    assert done.lines > 5_000


def test_the_fuzz_sees_what_is_wrong(monkeypatch):
    content = b"""S20.G00.05.001,'01'
S21.G00.30.002,'DUPONTEL'
S21.G00.30.007,'P26V01'
S21.G00.40.007,'99'
"""
    assert dsn_fuzz.kinds(content) == {}
    whole = dsn_fuzz.check(content)
    first = whole.problems[0]

    def seen(**changes):
        reading = replace(whole, problems=[replace(first, **changes)])
        monkeypatch.setattr(dsn_fuzz, "check", lambda *_, **__: reading)
        return [*dsn_fuzz.kinds(content, with_words=False)]

    assert seen() == []
    assert seen(line=5) == [f"line outside, {first.code}"]
    assert seen(line=0) == [f"line outside, {first.code}"]
    assert seen(code="no-such-code") == ["unknown code no-such-code"]
    assert seen(code="rule-broken", details={"rule": "some"}) == ["broken some"]
    assert seen(details={"norm": "P26V01"}) == []
    assert seen(details={"name": "MR DUPONTEL"}) == [f"private value told by {first.code}"]
    monkeypatch.setattr(dsn_fuzz, "check", lambda *_, **__: 1 // 0)
    assert [*dsn_fuzz.kinds(content)] == ["ZeroDivisionError in test_robust.py:<lambda>"]


def test_a_failing_input_is_made_small(monkeypatch):
    def breaks(content, **_):
        return {"it": ""} if b"BAD" in content else {}

    monkeypatch.setattr(dsn_fuzz, "kinds", breaks)
    content = b"S20.G00.05.001,'01'\r\n" * 30 + b"X" * 50 + b"BAD" + b"Y" * 50 + b"\r\n"
    assert dsn_fuzz.shrink(content, "it") == b"BAD"


@pytest.mark.parametrize(("code", "times"), [("S21.G00.40", 1_001), ("S21.G00.63", 1_001),
                                             ("S21.G00.81", 20_001)])  # fmt: skip
def test_an_employee_with_an_absurd_number_of_blocks_is_told_at_once(code, times):
    """Rules compare blocks of an employee with each other: a hostile file must not take hours."""
    base = {"S21.G00.63": "end"}.get(code, "monthly")
    head, records = BASES[base]
    at = next(place for place, (rubric, _) in enumerate(records) if rubric[:10] == code)
    end = next(p for p in range(at + 1, len(records)) if records[p][0] <= records[p - 1][0]
               or records[p][0][:10] != code)  # fmt: skip
    records = [*records[:at], *records[at:end] * times, *records[end:]]
    began = perf_counter()
    problems = check(write(envoi(head, [records]))).problems
    assert perf_counter() - began < 20
    [found] = [problem for problem in problems if problem.code == "too-many-blocks"]
    assert found.details["block"] == code

"""Whatever the bytes, reading ends with a reading."""

from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.catalogue import CATALOGUE, places
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.summary import summarise
from mandat.formats.dsn.tests.files import MONTH, as_file

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
    reading = read(content)
    for declaration in reading.declarations:
        summarise(declaration)
    for problem in reading.problems:
        entry = CATALOGUE[problem.code]
        assert (entry.title + entry.explanation) % places(problem)
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

"""What the writer puts on each line, and how an envoi is closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.formats.dsn.writer import UnwritableError, envoi, write

HEAD = [("S10.G00.00.001", "LOGICIEL"), ("S10.G00.00.005", "01")]
DECLARATION = [("S20.G00.05.001", "01"), ("S20.G00.05.002", "02")]
RUBRICS = st.from_regex(r"S[0-9]{2}\.G[0-9]{2}\.[0-9]{2}\.[0-9]{3}", fullmatch=True)
LATIN = st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=30)


def test_writes_one_line_a_record_in_latin_1() -> None:
    data = write([("S21.G00.30.002", "O'CONNOR"), ("S21.G00.30.004", "ÉLISE")])
    assert data == b"S21.G00.30.002,'O'CONNOR'\r\nS21.G00.30.004,'\xc9LISE'\r\n"


def test_writes_the_line_end_asked_for() -> None:
    assert write(HEAD, newline="\n").count(b"\n") == 2
    assert b"\r" not in write(HEAD, newline="\n")


def test_writes_nothing_for_no_record() -> None:
    assert write([]) == b""


@pytest.mark.parametrize("value", ["A\nB", "A\rB", "prix en €", "Łódź"])
def test_refuses_what_cannot_stand_on_a_line(value: str) -> None:
    with pytest.raises(UnwritableError) as caught:
        write([*HEAD, ("S21.G00.30.002", value)])
    assert (caught.value.number, caught.value.rubric) == (3, "S21.G00.30.002")
    assert value not in str(caught.value)


def test_refuses_a_rubric_that_cannot_stand_on_a_line() -> None:
    with pytest.raises(UnwritableError):
        write([("S21\n", "1")])


def test_closes_the_envoi_with_its_counts() -> None:
    records = envoi(HEAD, [DECLARATION, DECLARATION])
    assert records[-2:] == [("S90.G00.90.001", "8"), ("S90.G00.90.002", "2")]
    assert len(records) == 8


@given(
    st.lists(
        st.tuples(st.from_regex(r"S[0-9]{2}\.G[0-9]{2}\.[0-9]{2}\.[0-9]{3}", fullmatch=True), LATIN)
    )
)
def test_every_record_can_be_taken_back(records: list[tuple[str, str]]) -> None:
    lines = write(records).decode("latin-1").split("\r\n")[:-1]
    assert [(line[:14], line[16:-1]) for line in lines] == records

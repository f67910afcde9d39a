"""The statement added up again, line by line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.formats.dsn.model import Block, Record
from mandat.formats.dsn.recalculation import statement

MONTH = date(2026, 1, 1)
CODE = "S21.G00.23"


def line(code: str, qualifier: str, **given_values: str) -> Block:
    """A block 23: `rate`, `base`, `amount` as written."""
    names = {"003": "rate", "004": "base", "005": "amount"}
    values = {"001": code, "002": qualifier}
    values |= {at: given_values[name] for at, name in names.items() if name in given_values}
    block = Block(CODE, 1)
    block.records = [Record(CODE, at, f"{CODE}.{at}", value) for at, value in values.items()]
    return block


@pytest.mark.parametrize(
    ("one", "cents"),
    [
        (line("100", "920", rate="2.08", base="10000.00"), 153_400),  # 13.26 + 2.08
        (line("100", "921", base="10000.00"), 154_500),
        (line("260", "920", base="9825.00", amount="1.00"), 95_300),  # the table, not the line
        (line("725", "920", rate="3.55", base="10000.00"), 35_500),
        (line("725", "920", base="10000.00", amount="355.00"), 35_500),
        (line("900", "920", rate="2.95", base="10000.00"), 29_500),
        (line("668", "921", amount="412.40"), -41_200),
        (line("003", "921", amount="12.50"), -1_300),
        (line("669", "921", base="30.00"), 3_000),
        (line("669", "921", amount="30.00"), 3_000),
    ],
)
def test_what_a_line_adds(one: Block, cents: int) -> None:
    assert statement.line_amount(one, MONTH) == cents


@pytest.mark.parametrize(
    "one",
    [
        line("998", "920", base="100.00", amount="3.00"),
        line("100", "920", base="10000.00"),
        line("725", "920", base="10000.00"),
        line("100", "921"),
        line("668", "921"),
        line("669", "921"),
        line("455", "920", base="100.00"),
    ],
)
def test_what_is_not_known_of_a_line_makes_the_total_unknown(one: Block) -> None:
    assert statement.line_amount(one, MONTH) is None
    assert statement.total([line("100", "921", base="100.00"), one], MONTH) is None


def test_a_statement_without_lines_asks_nothing() -> None:
    assert statement.total([], MONTH) == 0


@given(st.lists(st.tuples(st.sampled_from(["100", "332"]), st.integers(0, 10**9)), max_size=8))
def test_a_total_is_whole_euros_and_the_sum_of_its_lines(found: list[tuple[str, int]]) -> None:
    lines = [line(code, "921", base=f"{cents // 100}.{cents % 100:02d}") for code, cents in found]
    total = statement.total(lines, MONTH)
    assert total is not None
    assert total % 100 == 0
    assert total == sum(statement.line_amount(one, MONTH) or 0 for one in lines)

"""Each fault sown is found where it was sown, and nothing else is."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.generate.faults import FAULTS, CannotSowError, sow
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.tests.generated import cents, one_of_each, records, values

MONTHLY = one_of_each()["01"]
CODED = {name: fault.code for name, fault in FAULTS.items() if fault.code}
SILENT = sorted(set(FAULTS) - set(CODED))
# What else may be said of the line that holds the fault, or of the next one.
BESIDES = {"bad-siren-key": {"siret-key"}, "line-too-long": {"value-length"}}


def _found(data: bytes) -> list[str]:
    return sorted(one.code for one in read(data).problems if one.code != "test-file")


def _check(data: bytes, names: Sequence[str]) -> None:
    """Each fault is found exactly once; beside it, only what may be said of the same place."""
    found = Counter(_found(data))
    expected = Counter(CODED[name] for name in names)
    beside = Counter(code for name in names for code in BESIDES.get(name, ()))
    assert not expected - found
    assert not found - expected - beside


def _urssaf_payments(data: bytes) -> list[str]:
    body = values(data, "S21.G00.22.001")[0]
    bodies, amounts = values(data, "S21.G00.20.001"), values(data, "S21.G00.20.005")
    return [amount for one, amount in zip(bodies, amounts, strict=True) if one == body]


@pytest.mark.parametrize("name", CODED)
@pytest.mark.parametrize("kind", ["01", "04", "05", "07", "01-two-places"])
def test_the_reader_finds_the_fault_once(name: str, kind: str) -> None:
    try:
        data = sow(one_of_each()[kind], [name], Random(7))
    except CannotSowError:
        assert (name, kind[:2]) in {("bad-amount-format", "04"), ("bad-amount-format", "05")}
        return
    _check(data, [name])


@pytest.mark.parametrize("name", SILENT)
def test_the_other_faults_are_well_written(name: str) -> None:
    data = sow(MONTHLY, [name], Random(7))
    assert data != MONTHLY
    assert _found(data) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(sorted(CODED)), unique=True, max_size=5), st.integers())
def test_faults_together_are_all_found(names: list[str], seed: int) -> None:
    if "missing-s90" in names:
        names = [one for one in names if one in ("missing-s90", "bad-syntax", "empty-value")]
    data = sow(MONTHLY, names, Random(seed))
    _check(data, names)
    assert data == sow(MONTHLY, names, Random(seed))


def test_no_fault_changes_nothing() -> None:
    assert sow(MONTHLY, [], Random(1)) == MONTHLY


def test_refuses_an_unknown_fault() -> None:
    with pytest.raises(KeyError):
        sow(MONTHLY, ["no-such-fault"], Random(1))


@pytest.mark.parametrize("name", SILENT)
def test_says_when_a_file_has_no_place_for_a_fault(name: str) -> None:
    if name == "future-start":
        return  # every event names a contract
    with pytest.raises(CannotSowError, match=name):
        sow(one_of_each()["04"], [name], Random(1))


def test_a_missing_payment_leaves_the_others() -> None:
    data = sow(MONTHLY, ["payment-missing"], Random(1))
    assert not _urssaf_payments(data)
    bodies = values(MONTHLY, "S21.G00.20.001")
    assert values(data, "S21.G00.20.001") == bodies[1:]


def test_unrounded_amounts_still_agree() -> None:
    data = sow(MONTHLY, ["unrounded-urssaf"], Random(1))
    due = values(data, "S21.G00.22.005")
    assert cents(due[0]) % 100
    assert _urssaf_payments(data) == due


def test_a_wrong_total_is_more_than_its_lines() -> None:
    data = sow(MONTHLY, ["wrong-total"], Random(1))
    more = cents(values(data, "S21.G00.22.005")[0]) - cents(values(MONTHLY, "S21.G00.22.005")[0])
    assert more >= 5_000
    assert _urssaf_payments(data) == _urssaf_payments(MONTHLY)


@pytest.mark.parametrize(
    ("name", "rubric"),
    [
        ("tax-mismatch", "S21.G00.50.009"),
        ("capped-base", "S21.G00.78.004"),
        ("future-start", "S21.G00.40.001"),
        ("duplicate-person", "S21.G00.30.020"),
    ],
)
def test_changes_one_value_of_its_rubric(name: str, rubric: str) -> None:
    before, after = records(MONTHLY), records(sow(MONTHLY, [name], Random(1)))
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [found for found, _ in changed] == [rubric]


def test_shared_number_and_missing_days() -> None:
    numbers = values(sow(MONTHLY, ["duplicate-person"], Random(1)), "S21.G00.30.020")
    assert len(set(numbers)) == len(numbers) - 1
    units = values(sow(MONTHLY, ["no-calendar-days"], Random(1)), "S21.G00.53.003")
    assert units.count("40") == values(MONTHLY, "S21.G00.53.003").count("40") - 1

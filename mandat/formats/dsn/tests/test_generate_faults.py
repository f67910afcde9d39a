"""Each fault sown is found where it was sown, and nothing else is."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.generate import company_life, generate
from mandat.formats.dsn.generate.business_faults import BUSINESS
from mandat.formats.dsn.generate.faults import FAULTS, CannotSowError, sow
from mandat.formats.dsn.generate.life_faults import JUMP, LIFE_FAULTS, faulty_life
from mandat.formats.dsn.reader import check, read
from mandat.formats.dsn.tests.generated import MONTH, cents, one_of_each, records, values

MONTHLY = generate("monthly", 3, month=MONTH, size=14)
FORM = sorted(set(FAULTS) - set(BUSINESS))
CODED = sorted(FAULTS)
NEXT_LINE = {"line-too-long": {"value-length"}}
"""What else may be said of the line that holds the fault, or of the next one."""


def _found(data: bytes) -> list[str]:
    return sorted(one.code for one in check(data).problems if one.code != "test-file")


def _check(data: bytes, names: Sequence[str]) -> None:
    """Each fault is found; beside it, only what may be said of the same thing."""
    found = set(_found(data))
    expected = {FAULTS[name].code for name in names}
    beside = {code for name in names for code in FAULTS[name].also}
    beside |= {code for name in names for code in NEXT_LINE.get(name, ())}
    assert expected <= found
    assert found <= expected | beside


def _urssaf_payments(data: bytes) -> list[str]:
    body = values(data, "S21.G00.22.001")[0]
    bodies, amounts = values(data, "S21.G00.20.001"), values(data, "S21.G00.20.005")
    return [amount for one, amount in zip(bodies, amounts, strict=True) if one == body]


@pytest.mark.parametrize("name", FORM)
@pytest.mark.parametrize("kind", ["01", "04", "05", "07", "01-two-places"])
def test_a_fault_of_form_is_found_in_every_kind_of_file(name: str, kind: str) -> None:
    try:
        data = sow(one_of_each()[kind], [name], Random(7))
    except CannotSowError:
        assert (name, kind[:2]) in {("bad-amount-format", "04"), ("bad-amount-format", "05")}
        return
    assert Counter(_found(data))[FAULTS[name].code] == 1
    _check(data, [name])


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(CODED),
    st.sampled_from(["monthly", "several-places", "replacing", "temporary-work"]),
    st.integers(0, 10**6),
    st.integers(1, 12),
)
def test_every_fault_is_found_and_nothing_else(
    name: str, shape: str, seed: int, month: int
) -> None:
    # Fewer than eleven people may pay by quarter: a missing payment is no fault then.
    size = 36 if shape == "several-places" else 14
    whole = generate(shape, seed, month=date(2024 + seed % 3, month, 1), size=size)
    try:
        data = sow(whole, [name], Random(seed))
    except CannotSowError:
        assert name in {"duplicate-person", "tax-base"}  # not everyone has such a number
        return
    assert data != whole
    _check(data, [name])
    assert data == sow(whole, [name], Random(seed))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(FORM), unique=True, max_size=5), st.integers())
def test_faults_of_form_together_are_all_found(names: list[str], seed: int) -> None:
    if "missing-s90" in names:
        names = [one for one in names if one in ("missing-s90", "bad-syntax", "empty-value")]
    data = sow(MONTHLY, names, Random(seed))
    _check(data, names)


def test_no_fault_changes_nothing() -> None:
    assert _found(MONTHLY) == []
    assert sow(MONTHLY, [], Random(1)) == MONTHLY


def test_refuses_an_unknown_fault() -> None:
    with pytest.raises(KeyError):
        sow(MONTHLY, ["no-such-fault"], Random(1))
    with pytest.raises(KeyError):
        faulty_life(company_life(Random(1)), "no-such-fault", Random(1))


@pytest.mark.parametrize("name", sorted(set(BUSINESS) - {"future-start"}))
def test_says_when_a_file_has_no_place_for_a_fault(name: str) -> None:
    with pytest.raises(CannotSowError, match=name):
        sow(one_of_each()["04"], [name], Random(1))


def test_a_missing_payment_leaves_the_others() -> None:
    data = sow(MONTHLY, ["payment-missing"], Random(1))
    assert len(_urssaf_payments(data)) == len(_urssaf_payments(MONTHLY)) - 1
    bodies = values(MONTHLY, "S21.G00.20.001")
    assert values(data, "S21.G00.20.001") == bodies[1:]


def test_unrounded_amounts_still_agree() -> None:
    data = sow(MONTHLY, ["unrounded-urssaf"], Random(1))
    due = values(data, "S21.G00.22.005")
    assert cents(due[0]) % 100
    assert _urssaf_payments(data)[0] == due[0]


def test_a_wrong_total_is_more_than_its_lines() -> None:
    data = sow(MONTHLY, ["wrong-total"], Random(1))
    more = cents(values(data, "S21.G00.22.005")[0]) - cents(values(MONTHLY, "S21.G00.22.005")[0])
    assert more >= 5_000
    assert _urssaf_payments(data) == _urssaf_payments(MONTHLY)


@pytest.mark.parametrize(
    ("name", "rubric"),
    [
        ("tax-mismatch", "S21.G00.50.009"),
        ("tax-base", "S21.G00.50.013"),
        ("capped-base", "S21.G00.78.004"),
        ("future-start", "S21.G00.40.001"),
        ("duplicate-person", "S21.G00.30.020"),
        ("accident-rate", "S21.G00.40.043"),
        ("part-time-quota", "S21.G00.40.014"),
        ("late-payment-date", "S21.G00.50.001"),
    ],
)
def test_changes_one_value_of_its_rubric(name: str, rubric: str) -> None:
    before, after = records(MONTHLY), records(sow(MONTHLY, [name], Random(1)))
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [found for found, _ in changed] == [rubric]


@pytest.mark.parametrize(
    ("name", "less"),
    [("ctp-line-missing", 4), ("net-social-missing", 4), ("no-calendar-days", 3)],
)
def test_leaves_out_whole_blocks(name: str, less: int) -> None:
    assert len(records(sow(MONTHLY, [name], Random(1)))) == len(records(MONTHLY)) - less


def test_a_line_of_the_slip_lacks_and_all_else_agrees() -> None:
    for name in ("ctp-line-missing", "aggregate-not-nominative", "negative-amount"):
        data = sow(MONTHLY, [name], Random(2))
        assert values(data, "S21.G00.22.005")[0] != values(MONTHLY, "S21.G00.22.005")[0]
        assert _urssaf_payments(data)[0] == values(data, "S21.G00.22.005")[0]


@pytest.mark.parametrize("name", LIFE_FAULTS)
def test_faults_over_months_leave_each_file_right(name: str) -> None:
    for seed in range(3):
        life = company_life(Random(seed), size=9, months=6)
        sown = faulty_life(life, name, Random(seed))
        assert sown == faulty_life(life, name, Random(seed))
        assert sown.month in life.months
        for file in sown.files:
            assert _found(file.data) == []
            assert read(file.data).problems[0].code == "test-file"


def _people(data: bytes) -> set[str]:
    return set(values(data, "S21.G00.30.019"))


def test_somebody_is_gone_without_an_end() -> None:
    sown = faulty_life(company_life(Random(2), size=9, months=6), "employee-gone", Random(2))
    by_month = {file.month: file.data for file in sown.files}
    before = max(month for month in by_month if month < sown.month)
    [gone] = [
        one
        for one in _people(by_month[before]) - _people(by_month[sown.month])
        if one not in _leavers(by_month[before])
    ]
    assert all(gone not in _people(data) for month, data in by_month.items() if month > before)


def _leavers(data: bytes) -> set[str]:
    return {
        person.value("019")
        for one in read(data).declarations
        for person in one.root.blocks("S21.G00.30")
        if list(person.blocks("S21.G00.62"))
    }


def test_a_month_lacks_between_two() -> None:
    life = company_life(Random(2), size=4, months=6)
    sown = faulty_life(life, "missing-month", Random(2))
    months = {file.month for file in sown.files}
    assert set(life.months) - months == {sown.month}
    assert min(months) < sown.month < max(months)
    with pytest.raises(CannotSowError):
        faulty_life(company_life(Random(1), months=2), "missing-month", Random(1))


def test_the_headcount_jumps() -> None:
    sown = faulty_life(company_life(Random(2), size=9, months=6), "headcount-jump", Random(2))
    counts = {file.month: len(_people(file.data)) for file in sown.files}
    before = max(month for month in counts if month < sown.month)
    assert counts[sown.month] >= (JUMP - 1) * counts[before]

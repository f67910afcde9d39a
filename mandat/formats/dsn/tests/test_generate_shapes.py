"""Every shape of generated file: it is made, read and checked without a problem, and stays so."""

import io
import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.generate import SHAPES, generate, write_large
from mandat.formats.dsn.generate.shapes import NORMS
from mandat.formats.dsn.generate.variety import AGENCY, BESIDE, MAIN
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.norms import cardinalities, norm
from mandat.formats.dsn.reader import check, read
from mandat.formats.dsn.tests.generated import cents, records, values

SEEDS = st.integers(0, 10**6)
MONTHS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
NATURES = {
    "sick": "04",
    "maternity": "04",
    "paternity": "04",
    "return": "05",
    "end": "07",
    "priming": "08",
    "substitution": "09",
}
FEW = 2


def _problems(data: bytes) -> list[tuple[str, str]]:
    return [(one.code, one.rubric) for one in check(data).problems if one.code != "test-file"]


def _nature(shape: str) -> str:
    return NATURES.get(shape.split("-", maxsplit=1)[0], "01")


@pytest.mark.parametrize("name", NORMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_conforms_in_each_norm(shape: str, name: str) -> None:
    for seed in range(FEW):
        data = generate(shape, seed, norm=name)
        assert _problems(data) == []
        assert set(values(data, "S20.G00.05.001")) == {_nature(shape)}
        assert set(values(data, "S10.G00.00.006")) == {name}
        assert set(values(data, "S10.G00.00.005")) == {"01"}


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(SHAPES)), SEEDS, MONTHS, st.integers(1, 30))
def test_every_seed_month_and_size_conforms(shape: str, seed: int, month: date, size: int) -> None:
    data = generate(shape, seed, month=month, size=size)
    assert _problems(data) == []
    assert data == generate(shape, seed, month=month, size=size)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted({**MAIN, **BESIDE})), st.sampled_from(NORMS), SEEDS)
def test_everything_a_person_may_be_conforms(name: str, version: str, seed: int) -> None:
    assert _problems(generate("monthly", seed, norm=version, size=4, wanted=(name,))) == []


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(sorted(AGENCY)), SEEDS, MONTHS)
def test_people_of_an_agency_conform(name: str, seed: int, month: date) -> None:
    data = generate("temporary-work", seed, month=month, size=4, wanted=(name,))
    assert _problems(data) == []
    assert set(values(data, "S21.G00.40.007")) == {"03" if name == "mission" else "08"}
    assert set(values(data, "S21.G00.40.046")) == set(values(data, "S21.G00.85.001"))


def _audit(block: Block, nature: str, version: str) -> None:
    """Hold a block to the dictionary, without the help of the checker."""
    rules = norm(version).rules
    column = ("01", "04", "05", "07", "08", "09").index(nature)
    found = {record.number for record in block.records}
    for record in block.records:
        rule = rules[record.rubric]
        assert rule.use[column : column + 1] not in {"I", "N"}, record.rubric
        assert not rule.codes or record.value in rule.codes, (record.rubric, record.value)
    for rubric, rule in rules.items():
        if rubric.startswith(block.code + ".") and rule.use[column : column + 1] == "O":
            assert rubric[11:] in found, rubric
    children = Counter(one.code for one in block.children)
    model = {code: (least, most) for above, code, least, most in cardinalities(nature)
             if above == block.code}  # fmt: skip
    assert set(children) <= set(model), block.code
    for code, (least, most) in model.items():
        assert least <= children[code] <= (most or 10**9), code


@pytest.mark.parametrize("name", NORMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_block_is_what_the_norm_has(shape: str, name: str) -> None:
    for seed in range(20, 20 + FEW):
        for declaration in read(generate(shape, seed, norm=name)).declarations:
            for block in declaration.root.walk():
                if declaration.type not in ("02", "05"):
                    _audit(block, declaration.nature, name)


def test_all_blocks_but_one_are_made() -> None:
    made = {
        rubric[:10]
        for shape in SHAPES
        for seed in range(25 if shape == "end-of-contract" else 5)
        for rubric, _ in records(generate(shape, seed, norm="P26V01"))
    }
    known = {rubric[:10] for rubric in norm("P26V01").rules}
    # S20.G00.08 tells bodies apart by a table that is not to be had.
    assert known - made == {"S20.G00.08"}


def test_what_a_norm_does_not_have_is_not_written() -> None:
    by_norm = {
        name: {
            rubric
            for seed in range(12)
            for rubric, _ in records(generate("monthly", seed, norm=name))
        }
        for name in NORMS
    }
    assert [one for one in NORMS if "S21.G00.54.005" in by_norm[one]] == ["P25V01", "P26V01"]
    assert [one for one in NORMS if "S21.G00.11.008" in by_norm[one]] == ["P24V01", "P25V01"]
    assert [one for one in NORMS if "S21.G00.40.082" in by_norm[one]] == ["P26V01"]


def test_shapes_are_what_they_are_called() -> None:
    assert values(generate("nobody", 1), "S20.G00.05.002") == ["02"]
    assert values(generate("nobody", 1), "S10.G00.00.008") == ["02"]
    assert values(generate("nobody-replacing", 1), "S20.G00.05.002") == ["05"]
    assert values(generate("one-place-empty", 1), "S20.G00.05.002") == ["01", "02"]
    assert values(generate("replacing", 1), "S20.G00.05.002") == ["03"]
    assert values(generate("two-fractions", 1), "S20.G00.05.003") == ["12", "22"]
    assert values(generate("three-fractions", 1), "S20.G00.05.003") == ["13", "23", "33"]
    assert len(set(values(generate("several-places", 1), "S21.G00.11.001"))) == 3
    assert len(set(values(generate("several-companies", 1), "S21.G00.06.001"))) == 3
    assert len(values(generate("several-envois", 1), "S10.G00.00.001")) == 3
    months = values(generate("two-months", 1, month=date(2026, 5, 1)), "S20.G00.05.005")
    assert months == ["01042026", "01052026"]
    outsiders = generate("only-outsiders", 1)
    assert values(outsiders, "S89.G00.91.002")
    assert not values(outsiders, "S21.G00.30.002")


@pytest.mark.parametrize("number", range(1, 8))
def test_each_trigger_of_priming_is_made(number: int) -> None:
    shapes = [shape for shape in SHAPES if shape.startswith("priming")]
    found = {trigger for one in shapes for trigger in values(generate(one, 1), "S20.G00.05.011")}
    assert f"{number:02d}" in found


def test_each_variety_of_substitution_is_made_and_sent_by_the_urssaf() -> None:
    for shape, variety in (("control", "01"), ("reliability", "02"), ("law", "03")):
        data = generate(f"substitution-{shape}", 3)
        assert values(data, "S20.G00.05.013") == [variety]
        sender = values(data, "S10.G00.01.001")[0] + values(data, "S10.G00.01.002")[0]
        assert set(values(data, "S21.G00.22.001")) == {sender}
    assert values(generate("substitution-cancelled", 3), "S20.G00.05.002") == ["04"]


def test_a_cancelled_event_says_what_was_filed() -> None:
    for shape in ("end-of-contract-cancelled", "priming-cancelled"):
        data = generate(shape, 4)
        assert values(data, "S20.G00.05.002") == ["04"]
        assert re.fullmatch(r"\d{9,23}", values(data, "S20.G00.05.006")[0])


def test_numbers_of_people_are_right_and_nobodys() -> None:
    found = set()
    for seed in range(8):
        for declaration in read(generate("monthly", seed)).declarations:
            for person in declaration.root.blocks("S21.G00.30"):
                number, born = person.value("001"), person.value("006")
                if not number:
                    continue
                assert number[1:5] == born[6:8] + born[2:4]
                assert number[0] == person.value("005")[1]
                assert number[5:7] == person.value("014")
                assert 991 <= int(number[7:10]) <= 998  # no commune has such a code
                found.add(number)
    assert len(found) > 30


@settings(deadline=None, max_examples=30)
@given(SEEDS, MONTHS)
def test_payments_answer_what_is_due(seed: int, month: date) -> None:
    data = generate("monthly", seed, month=month)
    paid = Counter[str]()
    for body, amount in zip(
        values(data, "S21.G00.20.001"), values(data, "S21.G00.20.005"), strict=True
    ):
        paid[body] += cents(amount)
    urssaf = set(values(data, "S21.G00.22.001"))
    assert len(urssaf) == 1
    assert paid[urssaf.pop()] == sum(cents(one) for one in values(data, "S21.G00.22.005"))
    parts = sum(cents(one) for one in values(data, "S21.G00.55.001"))
    assert parts == sum(amount for body, amount in paid.items() if body in ("P9999", "A99999"))
    codes, amounts = [], []
    for rubric, value in records(data):
        if rubric == "S21.G00.81.001":
            codes.append(value)
        elif rubric == "S21.G00.81.004":
            amounts.append(cents(value))
    covered = sum(amount for code, amount in zip(codes, amounts, strict=True) if code == "059")
    assert parts == covered
    pension = sum(
        amount for code, amount in zip(codes, amounts, strict=True)
        if code in ("106", "131", "132")
    )  # fmt: skip
    assert paid["99999999900017"] == pension


def test_refuses_what_it_does_not_know() -> None:
    with pytest.raises(KeyError):
        generate("no-such-shape", 1)
    with pytest.raises(KeyError):
        generate("monthly", 1, wanted=("no-such-thing",))
    with pytest.raises(ValueError, match="2027"):
        generate("monthly", 1, month=date(2027, 1, 1))


def test_a_large_file_is_written_one_person_at_a_time() -> None:
    target, again = io.BytesIO(), io.BytesIO()
    lines = write_large(target, 5, 300)
    assert write_large(again, 5, 300) == lines == target.getvalue().count(b"\r\n")
    assert again.getvalue() == target.getvalue()
    data = target.getvalue()
    assert len(values(data, "S21.G00.30.002")) == 300
    assert values(data, "S90.G00.90.001") == [str(lines)]
    assert _problems(data) == []


def test_chance_gives_everything() -> None:
    """Over some seeds, every kind of contract and every kind of pay is met."""
    natures, hours, units = set(), set(), set()
    for seed in range(25):
        data = generate("monthly", seed, size=20)
        natures.update(values(data, "S21.G00.40.007"))
        hours.update(values(data, "S21.G00.51.011"))
        units.update(values(data, "S21.G00.40.011"))
    assert natures == {"01", "02", "07", "29", "80", "82"}
    assert hours == {"001", "002", "003", "010", "017", "018", "019"}
    assert units == {"10", "20", "99"}

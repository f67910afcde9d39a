"""Facts inside generated files: dates in the order the official controls ask for."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from mandat.formats.dsn.generate import LifeFile, company_life
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.reader import read
from mandat.formats.dsn.values import cents, day


def _day(block: Block, number: str) -> date:
    found = day(block.value(number))
    assert found is not None
    return found


def _check_exit(contract: Block, start: date) -> date | None:
    for leaving in contract.blocks("S21.G00.62"):
        last = _day(leaving, "001")
        assert last >= start
        for number in ("003", "004", "005", "006"):
            if leaving.value(number):
                assert start <= _day(leaving, number) <= last
        for notice in leaving.blocks("S21.G00.63"):
            if notice.value("002"):
                assert start <= _day(notice, "002") <= _day(notice, "003") == last
        return last
    return None


def _check_contract(contract: Block, born: date) -> None:
    start = _day(contract, "001")
    assert start.year - born.year >= 17
    if contract.value("010"):
        assert _day(contract, "010") >= start
    last = _check_exit(contract, start)
    for stop in contract.blocks("S21.G00.60"):
        assert start <= _day(stop, "002") < _day(stop, "003")
        assert last is None or _day(stop, "003") <= last
        if stop.value("010"):
            assert _day(stop, "010") > _day(stop, "002")
    for leave in contract.blocks("S21.G00.65"):
        assert _day(leave, "002") <= _day(leave, "003")


def _check_pay(payment: Block, nature: str) -> None:
    kinds = [one.value("011") for one in payment.blocks("S21.G00.51")]
    asked = ["001", "002", "003", "010"]
    assert kinds == [one for one in asked if nature == "01" or one != "003"]
    assert all((cents(one.value("002")) or 0) > 0 for one in payment.blocks("S21.G00.53"))
    bases = {one.value("001"): cents(one.value("004")) for one in payment.blocks("S21.G00.78")}
    if "02" in bases:
        assert 0 < (bases["02"] or 0) <= (bases["03"] or 0)


def _check_file(file: LifeFile) -> None:
    for declaration in read(file.data).declarations:
        people = list(declaration.root.blocks("S21.G00.30"))
        assert len({one.value("020") for one in people}) == len(people)
        for person in people:
            for contract in person.blocks("S21.G00.40"):
                _check_contract(contract, _day(person, "006"))
            for payment in person.blocks("S21.G00.50"):
                _check_pay(payment, declaration.nature)
            assert all(int(one.value("003")) > 0 for one in person.blocks("S21.G00.86"))


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10**6), st.integers(1, 15), st.dates(date(2024, 1, 1), date(2026, 1, 1)))
def test_dates_and_pay_follow_the_controls(seed: int, size: int, start: date) -> None:
    for file in company_life(Random(seed), size=size, start_month=start).files():
        _check_file(file)

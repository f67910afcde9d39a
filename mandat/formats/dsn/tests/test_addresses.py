"""What makes an address French or foreign, in every combination."""

from datetime import date
from itertools import product

import pytest

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.rules.addresses import neither_french_nor_foreign
from mandat.formats.dsn.model import NO_BLOCK, Block, Declaration, Envoi, Record

RIGHT = {("004",), ("006", "007")}
OF = Context(Envoi(1, 1, NO_BLOCK), Declaration(1, 1, NO_BLOCK, 1), "P26V01", {}, date(2026, 4, 1))


def _said() -> list[tuple[str, ...]]:
    """Every choice of rubrics among postal code, country and code of delivery abroad."""
    numbers = ("004", "006", "007")
    return [
        tuple(number for number, is_said in zip(numbers, choice, strict=True) if is_said)
        for choice in product((True, False), repeat=3)
    ]


@pytest.mark.parametrize("said", _said(), ids="+".join)
def test_postal_code_alone_or_country_and_code(said):
    block = Block("S21.G00.85", 1)
    block.records = [Record(block.code, each, f"{block.code}.{each}", "X") for each in said]
    check = neither_french_nor_foreign("004", "006", "007")
    assert check(block, OF) is (said not in RIGHT)

"""What one employee is paid (block 51) and contributes (81 below 78), taken apart once for all."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.model import Block

PAY, BASE, LINE = "S21.G00.51", "S21.G00.78", "S21.G00.81"
_USUAL_PAY = ("001", "002", "010", "011", "013")
_USUAL_BASE = ("001", "002", "003", "004")
_USUAL = ("001", "002", "003", "004", "007")

Contribution = tuple[str, str, str, str, str, Block]
"""Code, body, base, amount and rate as written, empty where not; and the block itself."""

Pay = tuple[str, str, str, str, str, Block]
"""First day, last day, number of contract, type and amount, likewise."""


BaseRow = tuple[str, str, str, str, Block]
"""Kind, first day, last day and amount of a base (block 78), likewise."""


def pays(of: Context) -> list[Pay]:
    """The pay elements of the employee looked at."""
    return of.fact(_pays)


def _pays(of: Context) -> list[Pay]:
    found: list[Pay] = []
    for block in of.blocks(PAY):
        shape = block.shape
        if shape is not None and shape.numbers == _USUAL_PAY:
            # Most have these five rubrics: they need no dictionary.
            first, last, number, kind, amount = block.records
            found.append((first[3], last[3], number[3], kind[3], amount[3], block))
            continue
        value = block.value
        found.append((value("001"), value("002"), value("010"), value("011"), value("013"), block))
    return found


def paid_contracts(of: Context) -> set[str]:
    """The numbers of the contracts that pay refers to; empty among them where one says none."""
    return of.fact(_paid_contracts)


def _paid_contracts(of: Context) -> set[str]:
    return {pay[2] for pay in pays(of)}


def base_rows(of: Context) -> list[BaseRow]:
    """The bases of the employee looked at."""
    return of.fact(_base_rows)


def _base_rows(of: Context) -> list[BaseRow]:
    found: list[BaseRow] = []
    for block in of.blocks(BASE):
        shape = block.shape
        if shape is not None and shape.numbers == _USUAL_BASE:
            kind, first, last, amount = block.records
            found.append((kind[3], first[3], last[3], amount[3], block))
            continue
        value = block.value
        found.append((value("001"), value("002"), value("003"), value("004"), block))
    return found


def contributions(of: Context) -> dict[Block, list[Contribution]]:
    """Those of the employee looked at, by the base they stand below."""
    return of.fact(_by_base)


def _by_base(of: Context) -> dict[Block, list[Contribution]]:
    return {base: _below(base) for base in of.blocks(BASE)}


def _below(base: Block) -> list[Contribution]:
    found: list[Contribution] = []
    for block in base.children:
        if block.code != LINE:
            continue
        shape = block.shape
        if shape is not None and shape.numbers == _USUAL:
            # Nearly all have these five rubrics: they need no dictionary.
            code, body, own, amount, rate = block.records
            found.append((code[3], body[3], own[3], amount[3], rate[3], block))
            continue
        value = block.value
        found.append((value("001"), value("002"), value("003"), value("004"), value("007"), block))
    return found

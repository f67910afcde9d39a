"""What people who are no employees get: bases (S89.G00.92), tax, contributions (S89.G00.94).

`GROSS` stands for the base 50, which carries the tax; the others are bases of contributions.
"""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, exactly_when, not_before, past_month
from mandat.formats.dsn.controls.registry import Finding, control
from mandat.formats.dsn.model import Block

OUTSIDER, INCOME, CONTRIBUTION = "S89.G00.91", "S89.G00.92", "S89.G00.94"
GROSS, PAID_TO_OTHERS = "50", "05"
_ALLOWANCES = ("01", "02", "03")
_ALLOWANCE_BASES = ("23", "43")
_OTHERS_BASES = ("51", "52", "53")
_NO_STATUS = "10"
_NO_RATE = "99"
_EURO = 100


def _has_status(person: Block) -> bool:
    """Whether the supplementary pension gives this person a status, which 10 does not."""
    return person.value("018") not in ("", _NO_STATUS)


def _lacking(person: Block, kinds: tuple[str, ...], bases: tuple[str, ...]) -> Iterator[Finding]:
    """The bases that the incomes of these kinds should have: told once, at the first of them."""
    incomes = [one for one in person.below(INCOME) if one.value("001") in kinds]
    if not incomes or not _has_status(person):
        return
    there = {one.value("002") for one in incomes}
    lacking = [base for base in bases if base not in there]
    if lacking:
        yield at(incomes[0], "001", lacking=", ".join(lacking))


@control(
    "S89.G00.92.001/CCH-11",
    on="S89.G00.92.001",
    values="01 02 03 05",
    reads="S89.G00.91.017 S89.G00.91.018",
)
def allowance_without_status(block: Block, _of: Context) -> bool:
    """Allowances and sums from others are paid to people who have both statuses."""
    person = block.above(OUTSIDER)
    return not (person.has("017") and person.has("018"))


@control("S89.G00.92.001/CCH-12", on=OUTSIDER, reads="018")
def allowance_without_pension_base(block: Block, _of: Context) -> Iterator[Finding]:
    """An allowance has the two bases of the supplementary pension.

    Read broadly: two kinds of allowance of one person may share them.
    """
    return _lacking(block, _ALLOWANCES, _ALLOWANCE_BASES)


@control("S89.G00.92.001/CCH-13", on=OUTSIDER, reads="018")
def sum_from_others_without_bases(block: Block, _of: Context) -> Iterator[Finding]:
    """A sum from others has its capped base and those of the two contributions."""
    return _lacking(block, (PAID_TO_OTHERS,), _OTHERS_BASES)


@control("S89.G00.92.001/CCH-14", on="S89.G00.92.001", values="06 07 08 09", reads="002")
def other_income_with_bases(block: Block, _of: Context) -> bool:
    """The other incomes have no base but the gross one."""
    return block.value("002") not in ("", GROSS)


@control("S89.G00.92.001/CCH-15", on=OUTSIDER)
def income_without_gross_base(block: Block, _of: Context) -> Iterator[Finding]:
    """Each income, period and day of payment of a person has its gross base."""
    groups: dict[tuple[str, ...], list[Block]] = {}
    for income in block.below(INCOME):
        said = tuple(income.value(number) for number in ("001", "004", "005", "011"))
        groups.setdefault(said, []).append(income)
    for incomes in groups.values():
        if all(income.value("002") != GROSS for income in incomes):
            yield at(incomes[0], "001")


control("S89.G00.92.005/CCH-11", reads="004")(not_before("005", "004"))
control("S89.G00.92.005/SIG-12", reads="S20.G00.05.005")(past_month("005"))
control("S89.G00.92.011/CCH-12", reads="S20.G00.05.005")(past_month("011", 1))


@control("S89.G00.92.015/CCH-11", reads="004 005 S20.G00.05.005")
def report_on_this_month(block: Block, of: Context) -> bool:
    """The report of the body that asks for a correction is named for earlier months alone."""
    begin, end = block.day("004"), block.day("005")
    if of.month is None:
        return False
    return any(each is not None and each >= of.month for each in (begin, end))


# ---- the gross base and its tax

for _code in (
    "S89.G00.92.006/CCH-12",
    "S89.G00.92.007/CCH-11",
    "S89.G00.92.008/CCH-12",
    "S89.G00.92.010/CCH-12",
    "S89.G00.92.013/CCH-11",
    "S89.G00.92.016/CCH-11",
    "S89.G00.92.017/CCH-11",
):
    control(_code, on="S89.G00.92.002", reads="002")(exactly_when(_code[11:14], "002", GROSS))
control("S89.G00.92.009/CCH-11", on=INCOME, reads="008")(exactly_when("009", "008", "01"))


@control("S89.G00.92.008/CCH-11", on="S89.G00.92.008", values=_NO_RATE, reads="007 010")
def tax_without_rate(block: Block, _of: Context) -> bool:
    """An undue sum of a former year has neither rate nor tax."""
    return bool(block.cents("007") or block.cents("010"))


@control("S89.G00.92.010/CCH-11", reads="007 013")
def tax_of_another_rate(block: Block, _of: Context) -> bool:
    """The tax withheld is the base times the rate, to one euro."""
    tax, rate, base = (block.cents(number) for number in ("010", "007", "013"))
    if tax is None or rate is None or base is None:
        return False
    # The rate is in hundredths of a percent.
    return abs(tax * 10_000 - base * rate) > _EURO * 10_000


# ---- contributions


@control("S89.G00.94.001/CCH-11", on=OUTSIDER, reads="018")
def allowance_without_contribution(block: Block, _of: Context) -> Iterator[Finding]:
    """An allowance paid under a status has its contribution.

    Read broadly: the norm does not say under which of its bases, so one under any is enough.
    """
    if not _has_status(block):
        return
    for kind in _ALLOWANCES:
        incomes = [income for income in block.below(INCOME) if income.value("001") == kind]
        if incomes and not any(income.below(CONTRIBUTION) for income in incomes):
            yield Finding(line=incomes[0].line, rubric=f"{CONTRIBUTION}.001")


@control("S89.G00.94.001/CCH-12", on="S89.G00.92.002", values=GROSS, reads="001 S89.G00.91.018")
def sum_from_others_without_contribution(block: Block, _of: Context) -> bool:
    """The gross base of a sum from others, paid under a status, has its contribution."""
    if block.value("001") != PAID_TO_OTHERS or not _has_status(block.above(OUTSIDER)):
        return False
    return not block.below(CONTRIBUTION)

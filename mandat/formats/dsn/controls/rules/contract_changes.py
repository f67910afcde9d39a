"""Changes of a contract (S21.G00.41): one block a change, how far back the pay is done again.

CT25 4.4.14 sorts the rubrics of the block: those that date the change, those that identify the
contract, and all others, which are its terms.
"""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import in_whole_files, needs_one_of, not_before, past_month
from mandat.formats.dsn.controls.registry import (
    Finding,
    Known,
    Verdict,
    control,
    value_control,
)
from mandat.formats.dsn.model import Block
from mandat.identifiers import is_valid_siren, is_valid_siret

CHANGE, CONTRACT = "S21.G00.41", "S21.G00.40"
DAY = "S21.G00.41.001"
_DATING = frozenset({"001", "028"})
_IDENTIFYING = frozenset({"012", "014", "021", "054"})
_OF_THE_PLATFORM = "9"


def terms(change: Block) -> Iterator[str]:
    """The numbers of the rubrics that hold a former term of the contract."""
    for record in change.records:
        number = record.number
        if number not in _DATING | _IDENTIFYING and number[:1] != _OF_THE_PLATFORM:
            yield number


def _changes_nothing(change: Block) -> bool:
    return all(
        record.number in _DATING or record.number[:1] == _OF_THE_PLATFORM
        for record in change.records
    )


@control("S21.G00.41.001/CCH-12")
@in_whole_files
def only_a_day(block: Block, _of: Context) -> bool:
    """A change has more than its day."""
    return _changes_nothing(block) and not block.has("028")


@control("S21.G00.41.001/CCH-14")
@in_whole_files
def only_a_day_and_a_depth(block: Block, _of: Context) -> bool:
    """A change has more than its day and its depth."""
    return _changes_nothing(block) and block.has("028")


@control("S21.G00.41.001/CCH-13")
def several_terms(block: Block, _of: Context) -> Verdict:
    """One term a block."""
    changed = list(dict.fromkeys(terms(block)))
    if len(changed) < 2:
        return False
    return Finding(details={"rubrics": ", ".join(f"{CHANGE}.{number}" for number in changed)})


_identifies_nothing = needs_one_of(*_IDENTIFYING)


@control("S21.G00.41.001/CCH-16")
def identity_and_term(block: Block, of: Context) -> bool:
    """What identifies the contract and a term of it do not change in one block."""
    return not _identifies_nothing(block, of) and next(terms(block), None) is not None


control("S21.G00.41.001/CCH-15", reads="S20.G00.05.005")(past_month("001"))
control("S21.G00.41.001/SIG-11", reads="S20.G00.05.005")(past_month("001"))
control("S21.G00.41.021/SIG-11", reads="S20.G00.05.005")(past_month("021"))


@control("S21.G00.41.028/CCH-11", on=DAY, reads="001")
@in_whole_files
def misplaced_depth(block: Block, _of: Context) -> bool:
    """Of the changes of one term the oldest has the depth, and it alone."""
    changes = block.above(CONTRACT).below(CHANGE)
    if block.day("001") is None or not changes:
        return False
    has_depth = block.has("028")
    return any(has_depth != (block is _bearer(changes, number)) for number in terms(block))


def _bearer(changes: list[Block], number: str) -> Block:
    """The change of that term that must have the depth: of the oldest, one that has it."""
    dated = [(day, each) for each in changes if each.has(number) and (day := each.day("001"))]
    oldest = min(day for day, _ in dated)
    first = [each for day, each in dated if day == oldest]
    return next((each for each in first if each.has("028")), first[0])


@control("S21.G00.41.028/CCH-12")
def depth_of_identity(block: Block, of: Context) -> bool:
    """No pay is done again because of what identifies the contract."""
    return not _identifies_nothing(block, of)


@control("S21.G00.41.028/CCH-13", reads="S21.G00.40.001")
def depth_within_a_month(block: Block, _of: Context) -> bool:
    """The depth is the first of a month, or the day the contract begins."""
    depth, begun = block.day("028"), block.above(CONTRACT).day("001")
    return depth is not None and begun is not None and depth.day != 1 and depth != begun


control("S21.G00.41.028/CCH-14", reads="S21.G00.40.001")(not_before("028", "S21.G00.40.001"))
control("S21.G00.41.028/CCH-15", reads="001")(not_before("001", "028"))


@value_control("S21.G00.41.012/CSL-11")
@value_control("S21.G00.45.001/CSL-11")
def wrong_siren(value: str, _known: Known) -> bool:
    """The SIREN within the SIRET has the right key."""
    return not is_valid_siren(value[:9])


@value_control("S21.G00.41.012/CSL-12")
@value_control("S21.G00.45.001/CSL-12")
def wrong_siret(value: str, _known: Known) -> bool:
    """The SIRET has the right key; silent when its SIREN already has not."""
    return is_valid_siren(value[:9]) and not is_valid_siret(value)

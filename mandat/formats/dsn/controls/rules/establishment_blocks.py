"""What an establishment adds: the account where it is paid aid, its disabled workers."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import needs_one_of, other_than, unlisted
from mandat.formats.dsn.controls.registry import Verdict, control, value_control
from mandat.formats.dsn.controls.rules.accounts import wrong_account, wrong_iban
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import count

_START, _HIRING = "08", "01"
_AID = "01"
_AGREEMENTS = "AAETH"

# ---- the account where aid is paid (S21.G00.12)


@control("S21.G00.12.001/CCH-11", values=_AID)
def aid_outside_a_start(_block: Block, of: Context) -> bool:
    """The account for aid is told in a start of variable data, nowhere else."""
    return of.nature != _START


@control("S21.G00.12.001/CCH-12", values=_AID)
def aid_without_hiring(_block: Block, of: Context) -> bool:
    """The account for aid is told with a hiring, not for another reason."""
    return other_than("011", _HIRING)(of.root, of)


@control("S21.G00.12.001/CCH-13", reads="002")
def second_account(block: Block, of: Context) -> bool:
    """One use has one account."""
    use, account = block.value("001"), _account(block)
    same = (each for each in of.establishment.below(block.code) if each.value("001") == use)
    first = next(same, block)
    return first is not block and _account(first) != account


def _account(block: Block) -> tuple[str, str]:
    return block.value("002"), block.value("003")


value_control("S21.G00.12.003/CSL-11")(wrong_iban)
value_control("S21.G00.12.003/CSL-12")(wrong_account)

# ---- workers with a disability (S21.G00.13)

value_control("S21.G00.13.001/CRE-11", table=_AGREEMENTS)(unlisted(_AGREEMENTS))


@control("S21.G00.13.003/CCH-11", on="S21.G00.13", reads="002")
def kind_or_number_alone(block: Block, _of: Context) -> bool:
    """The kind of beneficiaries and their number go together."""
    return block.has("002") != block.has("003")


@control("S21.G00.13.004/CCH-11", reads="S20.G00.05.005")
def year_to_come(block: Block, of: Context) -> Verdict:
    """The year it is about is not after that of the month declared."""
    year = count(block.value("004"))
    return of.month is not None and year is not None and year > of.month.year


control("S21.G00.13.004/CCH-12")(needs_one_of("001", "002"))

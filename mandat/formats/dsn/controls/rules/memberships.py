"""Memberships of insurance (S21.G00.15) and their former bodies (S21.G00.16)."""

from collections.abc import Iterator

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import at, past_month
from mandat.formats.dsn.controls.registry import (
    Check,
    Finding,
    Known,
    Verdict,
    control,
    gatherer,
    value_control,
)
from mandat.formats.dsn.controls.rules.organisations import (
    INSTITUTION,
    INSURER,
    ISOLATED,
    MUTUAL,
    insurance_kind,
)
from mandat.formats.dsn.model import Block

_BODIES = {INSTITUTION: "PREV", MUTUAL: "MUT", INSURER: "ASSU", ISOLATED: "OCI"}
_MANAGERS = {INSTITUTION: "DLGPREV", MUTUAL: "DLGMUT", INSURER: "DLGASSU", ISOLATED: "DLGOCI"}

_AFFILIATION, _MEMBERSHIP = "S21.G00.70", "S21.G00.15"
_TEMPORARY_WORK = "7820Z"
_SOMEBODY, _NOBODY = "01", "02"


@value_control("S21.G00.15.002/CRE-11")
@value_control("S21.G00.16.002/CRE-11")
def unknown_body(value: str, known: Known) -> bool:
    """The code is of no kind of insurer, or not in the table of its kind, where it is given."""
    kind = insurance_kind(value)
    bodies = known.table(_BODIES[kind]) if kind else frozenset[str]()
    return bodies is not None and value not in bodies


def unknown_manager(kind: str, body: str, manager: str) -> Check:
    """Wrong when the manager of an insurer of that kind is not in the table of its kind.

    `body` and `manager` are numbers of the block.
    """

    def check(block: Block, of: Context) -> bool:
        managers = of.table(_MANAGERS[kind])
        if managers is None or insurance_kind(block.value(body)) != kind:
            return False
        return block.value(manager) not in managers

    return check


def said_before(*numbers: str) -> Check:
    """Wrong when an earlier block beside this one has the same values (details: its line)."""

    def check(block: Block, _of: Context) -> Verdict:
        mine = [block.value(number) for number in numbers]
        if block.parent is None:
            return False
        for other in block.parent.children:
            if other is block:
                break
            if other.code == block.code and mine == [other.value(number) for number in numbers]:
                return Finding(details={"first": other.line_of(numbers[0])})
        return False

    return check


for _code, _kind in (
    ("S21.G00.15.003/CCH-11", INSURER),
    ("S21.G00.15.003/CCH-12", INSTITUTION),
    ("S21.G00.15.003/CCH-13", MUTUAL),
    ("S21.G00.15.003/CCH-14", ISOLATED),
):
    control(_code, reads="002", table=_MANAGERS[_kind])(unknown_manager(_kind, "002", "003"))

control("S21.G00.15.001/CCH-11", reads="002")(said_before("001", "002"))
control("S21.G00.15.005/CCH-11")(said_before("005"))
control("S21.G00.16.001/SIG-11", reads="S20.G00.05.005")(past_month("001"))


class _Cover:
    """Gathers which memberships employees are affiliated to, without keeping the employees."""

    said: str

    def __init__(self, of: Context) -> None:
        """Temporary work agencies affiliate elsewhere: nothing to see there."""
        memberships = of.establishment.below(_MEMBERSHIP)
        if of.establishment.value("002") == _TEMPORARY_WORK:
            memberships = []
        self.memberships = [each for each in memberships if each.value("004") == self.said]
        self.used: set[str] = set()

    def see(self, _person: Block, of: Context) -> None:
        """One employee."""
        if self.memberships:
            self.used.update(each.value("013") for each in of.blocks(_AFFILIATION))

    def end(self, of: Context) -> Iterator[Finding]:
        """What is said of the cover against the affiliations there are."""
        for each in self.memberships:
            identifier = each.value("005")
            if identifier and self.is_contradicted(of, is_used=identifier in self.used):
                yield at(each, "001", identifier=identifier)

    def is_contradicted(self, of: Context, *, is_used: bool) -> bool:
        """Whether the affiliations say otherwise than the membership."""
        raise NotImplementedError


@gatherer("S21.G00.15.001/CCH-13", natures="01")
class CoveredWithoutAffiliation(_Cover):
    """A membership said to cover somebody, to which nobody is affiliated."""

    said = _SOMEBODY

    def is_contradicted(self, of: Context, *, is_used: bool) -> bool:
        """In an extract the affiliations may be elsewhere."""
        return not is_used and not of.is_extract


@gatherer("S21.G00.15.001/CCH-14", natures="01")
class AffiliatedWithoutCover(_Cover):
    """A membership said to cover nobody, to which somebody is affiliated."""

    said = _NOBODY

    def is_contradicted(self, of: Context, *, is_used: bool) -> bool:
        """An affiliation is an affiliation, in an extract too."""
        return is_used

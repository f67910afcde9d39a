"""The supplementary insurance of an employee (S21.G00.70) and whom it covers (S21.G00.73)."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import not_before, past_month
from mandat.formats.dsn.controls.registry import Finding, Verdict, control, gatherer, value_control
from mandat.formats.dsn.controls.rules.national_numbers import (
    impossible_age,
    is_all_nines,
    number_of_other_department,
)
from mandat.formats.dsn.model import Block

AFFILIATION, CONTRACT, ADHESION = "S21.G00.70", "S21.G00.40", "S21.G00.15"
_TEMPORARY_WORK = "03"


def _may_share(one: Block, other: Block) -> bool:
    """Whether two affiliations may have one identifier: missions under the same conditions."""
    if any(one.value(number) != other.value(number) for number in ("004", "005", "013")):
        return False
    first, second = one.above(CONTRACT), other.above(CONTRACT)
    if {first.value("007"), second.value("007")} != {_TEMPORARY_WORK}:
        return False
    return all(
        first.value(number) == second.value(number) for number in ("002", "003", "008", "017")
    )


@control("S21.G00.70.012/CCH-11", reads="004 005 013")
def identifier_of_another(block: Block, of: Context) -> Verdict:
    """Each affiliation of an employee has its own identifier; see `_may_share`."""
    number = block.value("012")
    for other in of.blocks(AFFILIATION):
        if other is block:
            return False
        if other.value("012") == number and not _may_share(other, block):
            return Finding(details={"first": other.line_of("012")})
    return False


@gatherer("S21.G00.70.013/CCH-11", on="S21.G00.70.013", natures="01 07 08")
class AdhesionThere:
    """Every affiliation refers to an adhesion of the establishment.

    The adhesions come before the employees (CT25 p.118): they are known when the first one is.
    """

    def __init__(self, of: Context) -> None:
        """Note the adhesions."""
        self.known = {one.value("005") for one in of.establishment.below(ADHESION)}
        self.found: list[Finding] = []

    def see(self, _person: Block, of: Context) -> None:
        """Look at the affiliations of one employee."""
        for one in of.blocks(AFFILIATION):
            value = one.value("013")
            if value and value not in self.known:
                line, who = one.line_of("013"), of.individual
                rubric = f"{AFFILIATION}.013"
                self.found.append(Finding(line=line, rubric=rubric, value=value, individual=who))

    def end(self, of: Context) -> list[Finding]:
        """Those that refer to nothing; an extract may lack the adhesions."""
        return [] if of.is_extract else self.found


@control("S21.G00.70.013/CCH-12", reads="004 005")
def same_affiliation_twice(block: Block, _of: Context) -> Verdict:
    """A contract has one affiliation for an adhesion, an option and a population."""
    said = [block.value(number) for number in ("004", "005", "013")]
    for other in block.above(CONTRACT).below(AFFILIATION):
        if other is block:
            return False
        if [other.value(number) for number in ("004", "005", "013")] == said:
            return Finding(details={"first": other.line})
    return False


control("S21.G00.70.014/SIG-11", reads="S20.G00.05.005")(past_month("014"))
control("S21.G00.70.015/CCH-11", reads="014")(not_before("015", "014"))
control("S21.G00.70.015/SIG-12", reads="S20.G00.05.005")(past_month("015"))

# ---- whom it covers

control("S21.G00.73.004/SIG-11", reads="S20.G00.05.005")(past_month("004"))
control("S21.G00.73.005/CCH-11", reads="S20.G00.05.007")(impossible_age("005"))
control("S21.G00.73.007/CCH-11", reads="005")(number_of_other_department("007", "005"))
value_control("S21.G00.73.007/CCH-12")(is_all_nines)
control("S21.G00.73.011/CCH-11", reads="004")(not_before("011", "004"))

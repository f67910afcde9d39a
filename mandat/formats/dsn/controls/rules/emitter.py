"""The head of the envoi, who sends it, and whom to ask at the company."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.registry import (
    ENVOI,
    Finding,
    Known,
    Verdict,
    control,
    value_control,
)
from mandat.formats.dsn.controls.shapes import is_mail_address, is_person_name
from mandat.formats.dsn.model import Block, Declaration

_NOBODY = ("02", "05")
_SUBSTITUTION = "09"
_SUBSTITUTORS = "OES"


def _is_nobody(declaration: Declaration) -> bool:
    return declaration.nature == "01" and declaration.type in _NOBODY


@control("S10.G00.00.008/CCH-11", on=ENVOI)
def wrong_kind_of_envoi(block: Block, of: Context) -> Verdict:
    """An envoi is « néant » exactly when all its declarations are monthly ones of nobody."""
    stated, declarations = block.value("008"), of.envoi.declarations
    if stated not in ("01", "02") or not declarations:
        return False
    somebody = sum(not _is_nobody(declaration) for declaration in declarations)
    # The platform cuts an envoi into extracts: what else it held is not here.
    if (stated == "02") is (somebody == 0) or (of.is_extract and stated == "01"):
        return False
    return Finding(details={"declarations": len(declarations), "somebody": somebody})


@control("S10.G00.01.002/CRE-11", reads="001", table=_SUBSTITUTORS)
def substitution_by_another(block: Block, of: Context) -> Verdict:
    """Only the collecting bodies make declarations of substitution."""
    bodies = of.table(_SUBSTITUTORS)
    if bodies is None or all(each.nature != _SUBSTITUTION for each in of.envoi.declarations):
        return False
    siret = block.value("001") + block.value("002")
    return False if siret in bodies else Finding(details={"siret": siret})


@value_control("S10.G00.02.002/CSL-11")
def emitter_contact_name(value: str, _known: Known) -> bool:
    """The name of the contact of the emitter is well made."""
    return not is_person_name(value, may_have_title=True)


@value_control("S20.G00.07.001/CSL-11")
def company_contact_name(value: str, _known: Known) -> bool:
    """The name of the contact at the company is well made, and has no title."""
    return not is_person_name(value)


@value_control("S10.G00.02.004/CSL-11")
@value_control("S20.G00.07.003/CSL-11")
def contact_mail(value: str, _known: Known) -> bool:
    """The e-mail address of a contact is well made."""
    return not is_mail_address(value, is_contact=True)

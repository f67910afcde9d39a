"""Payments to the organisations (S21.G00.20): which account, how, by whom, for which period."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import (
    in_whole_files,
    needs,
    not_before,
    other_than,
    past_month,
    unlisted,
)
from mandat.formats.dsn.controls.registry import Finding, Verdict, control, value_control
from mandat.formats.dsn.controls.rules.organisations import (
    INSTITUTION,
    INSURER,
    ISOLATED,
    MUTUAL,
    PENSIONS,
    TAX_OFFICE,
    insurance_kind,
    is_pension,
    is_urssaf,
)
from mandat.formats.dsn.controls.rules.spans import not_all_past, same_month, same_year
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation.amounts import euros

DEBIT, BY_ANOTHER = "05", "06"
TAX_POPULATIONS = "DGFIP_PAS", "DGFIP_SATD"
SEIZED = "DGFIP_SATD"
_OWN = "S21.G00.06.001 S21.G00.11.001"
_MOST_TAX = 99_999_999_900
_DELEGATES = {INSTITUTION: "DLGPREV", INSURER: "DLGASSU", MUTUAL: "DLGMUT", ISOLATED: "DLGOCI"}

value_control("S21.G00.20.001/CRE-11", table="IVO")(unlisted("IVO"))
control("S21.G00.20.007/CCH-11", reads="006")(not_before("007", "006"))
control("S21.G00.20.007/CCH-13", reads="S20.G00.05.005")(past_month("007"))
control("S21.G00.20.010/CCH-12", values=DEBIT)(in_whole_files(needs("004")))
control("S21.G00.20.010/CCH-14", on="S21.G00.20.001", values=TAX_OFFICE)(
    other_than("010", DEBIT, BY_ANOTHER)
)
control("S21.G00.20.010/SIG-13", values=DEBIT)(in_whole_files(needs("003")))
control("S21.G00.20.013/CCH-11", reads="006 007 S20.G00.05.005")(not_all_past("006", "007"))
control("S21.G00.20.014/CCH-11", on="S21.G00.20.002", values=SEIZED)(needs("014"))

_in_one_month = same_month("006", "007")
_in_one_year = same_year("006", "007")


def own_siret(of: Context) -> str:
    """The SIRET of the establishment declared; empty when it is not known."""
    nic = of.establishment.value("001")
    return of.siren + nic if of.siren and nic else ""


def is_paid_by_another(block: Block, of: Context) -> bool:
    """Whether the payment names another establishment as the payer."""
    payer, own = block.value("012"), own_siret(of)
    return payer != "" and own not in ("", payer)


@control("S21.G00.20.001/CCH-12", reads="005 012")
@in_whole_files
def insurance_payment_without_parts(block: Block, of: Context) -> bool:
    """A payment to an insurance organisation says which contracts it is for.

    One of nothing, left to another establishment, does not.
    """
    if not insurance_kind(block.value("001")) or block.below("S21.G00.55"):
        return False
    return bool(block.cents("005")) or not is_paid_by_another(block, of)


@control("S21.G00.20.001/CCH-13", reads="008")
@in_whole_files
def insurance_payment_without_contract(block: Block, of: Context) -> bool:
    """A payment without parts goes to an organisation (and delegate) of a declared contract."""
    if not insurance_kind(block.value("001")) or block.below("S21.G00.55"):
        return False
    pair = block.value("001"), block.value("008")
    contracts = of.establishment.below("S21.G00.15")
    return all((each.value("002"), each.value("003")) != pair for each in contracts)


@control("S21.G00.20.002/CCH-11", on="S21.G00.20.001", values=TAX_OFFICE)
def tax_payment_without_object(block: Block, _of: Context) -> bool:
    """A payment to the tax office is for the income tax or for a seizure."""
    return block.value("002") not in TAX_POPULATIONS


@control("S21.G00.20.003/CCH-12", on="S21.G00.20.012", reads=f"012 {_OWN}")
def bank_of_another_payer(block: Block, of: Context) -> bool:
    """No bank is given where another establishment pays."""
    return block.has("003") and is_paid_by_another(block, of)


@control("S21.G00.20.004/CCH-12", on="S21.G00.20.012", reads=f"012 {_OWN}")
def account_of_another_payer(block: Block, of: Context) -> bool:
    """No account is given where another establishment pays."""
    return block.has("004") and is_paid_by_another(block, of)


@control("S21.G00.20.004/CCH-13", reads="001")
def foreign_account(block: Block, _of: Context) -> bool:
    """Only some organisations take money from an account abroad.

    Silent on the numbers of fourteen figures: some of them do (Urssaf, pensions, performers'
    holidays), some do not, and no table here tells which.
    """
    number = block.value("001")
    if len(number) == 14 or number in ("", TAX_OFFICE) or insurance_kind(number):
        return False
    return block.value("004")[:2] != "FR"


@control("S21.G00.20.005/CCH-12", reads="001")
def insurance_payment_not_its_parts(block: Block, _of: Context) -> Verdict:
    """A payment to an insurance organisation is the sum of its parts, or nothing below zero.

    Silent without parts: CCH-12 of S21.G00.20.001 asks for them.
    """
    paid = block.cents("005")
    parts = [part.cents("001") for part in block.below("S21.G00.55")]
    if paid is None or not parts or not insurance_kind(block.value("001")):
        return False
    total = 0
    for part in parts:
        if part is None:
            return False
        total += part
    if paid == max(total, 0):
        return False
    return Finding(details={"sum": euros(total)})


@control("S21.G00.20.005/CCH-13", on="S21.G00.20.001", values=TAX_OFFICE, reads="005")
def too_much_tax(block: Block, _of: Context) -> bool:
    """The tax office takes less than a thousand million euros at once."""
    return (block.cents("005") or 0) > _MOST_TAX


@control("S21.G00.20.006/CCH-11", reads="001 007")
def urssaf_payment_over_months(block: Block, of: Context) -> bool:
    """A payment to the Urssaf is for one calendar month."""
    return is_urssaf(block.value("001")) and _in_one_month(block, of)


@control("S21.G00.20.006/CCH-12", reads="001 007", table=PENSIONS)
@control("S21.G00.20.007/CCH-12", reads="001 006", table=PENSIONS)
def pension_payment_over_years(block: Block, of: Context) -> bool:
    """A payment to a complementary pension institution is for one calendar year."""
    return is_pension(block.value("001"), of) and _in_one_year(block, of)


@control("S21.G00.20.008/CCH-15", reads="001")
def delegate_of_no_insurance(block: Block, _of: Context) -> bool:
    """Only insurance organisations have delegates."""
    number = block.value("001")
    return number != "" and not insurance_kind(number)


def _delegate(code: str, kind: str) -> None:
    """The delegate of that kind of organisation is in the table of its kind."""
    table = _DELEGATES[kind]

    @control(code, reads="001", table=table)
    def unknown_delegate(block: Block, of: Context) -> bool:
        codes = of.table(table)
        if codes is None or insurance_kind(block.value("001")) != kind:
            return False
        return block.value("008") not in codes


_delegate("S21.G00.20.008/CCH-11", INSTITUTION)
_delegate("S21.G00.20.008/CCH-12", INSURER)
_delegate("S21.G00.20.008/CCH-13", MUTUAL)
_delegate("S21.G00.20.008/CCH-14", ISOLATED)


@control("S21.G00.20.010/SIG-14", on="S21.G00.20.012", reads=f"012 {_OWN}")
def paid_by_another_without_saying_so(block: Block, of: Context) -> bool:
    """Where another establishment pays, the mode of payment says so."""
    return is_paid_by_another(block, of) and block.value("010") not in ("", BY_ANOTHER)


@control("S21.G00.20.012/CCH-11", reads=f"001 005 {_OWN}")
def amount_paid_by_another(block: Block, of: Context) -> bool:
    """A payment that another establishment makes to these organisations is one of nothing here."""
    number = block.value("001")
    if number != TAX_OFFICE and not insurance_kind(number):
        return False
    return bool(block.cents("005")) and is_paid_by_another(block, of)


@control("S21.G00.20.012/CCH-12", on="S21.G00.20.010", values=BY_ANOTHER, reads=f"010 {_OWN}")
def other_payer_not_named(block: Block, of: Context) -> bool:
    """A payment by another establishment names it."""
    return not block.has("012") or block.value("012") == own_siret(of)


@control("S21.G00.20.012/CCH-13", reads="001 010")
def payer_of_a_tax_debit(block: Block, _of: Context) -> bool:
    """A direct debit of the tax office is not paid by another."""
    return block.value("001") == TAX_OFFICE and block.value("010") == DEBIT


@control("S21.G00.20.012/CCH-14", reads="S21.G00.06.001")
def tax_paid_by_another_company(block: Block, of: Context) -> bool:
    """The income tax is paid by an establishment of the same company."""
    if block.value("001") != TAX_OFFICE or not of.siren:
        return False
    return block.value("012")[:9] != of.siren

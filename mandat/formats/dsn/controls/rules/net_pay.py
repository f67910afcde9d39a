"""Payments to the employee (S21.G00.50) and amounts reckoned on the net (S21.G00.58)."""

from mandat.formats.dsn.controls.context import Context
from mandat.formats.dsn.controls.forms import in_whole_files, needs, not_before, past_month
from mandat.formats.dsn.controls.registry import Finding, Verdict, control
from mandat.formats.dsn.controls.rules.spans import same_year
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.recalculation.amounts import euros, half_up

PAYMENT, NET = "S21.G00.50", "S21.G00.58"
SOCIAL_NET = "03"
FLAT_DEDUCTION = "10"
MONACO = "98"
"""Begins the postal codes of Monaco, as those of the Pacific."""
_MAIN_MONTH = "S20.G00.05.005"
_PLACE = "S21.G00.11.004"
_TAX_TOLERANCE = 100
"""Cents (CT25 p.242, S21.G00.50.009/CCH-11)."""

control("S21.G00.50.001/CCH-13", reads=_MAIN_MONTH, by_values="001")(past_month("001", 1))
control("S21.G00.50.008/CCH-11", on=f"{PAYMENT}.007", values="01", by_shape="008")(needs("008"))
control("S21.G00.58.002/CCH-11", reads="001", by_values="001 002")(not_before("002", "001"))
control("S21.G00.58.002/CCH-12", reads=_MAIN_MONTH, by_values="002")(past_month("002", 1))
control("S21.G00.58.002/CCH-13", reads="001", by_values="001 002")(same_year("001", "002"))


def lacks_social_net(block: Block, of: Context) -> bool:
    """Whether no social net amount is under the payment, though the place asks for it."""
    if of.establishment.value("004")[:2] == MONACO:
        return False
    for net in of.blocks(NET):
        if net.value("003") == SOCIAL_NET and net.parent is block:
            return False
    return True


@control("S21.G00.50.001/CCH-14", reads=f"{_MAIN_MONTH} {_PLACE}")
@in_whole_files
def payment_of_the_month_without_social_net(block: Block, of: Context) -> bool:
    """A payment of the main month has it, unless wages are paid the month after (CCH-15)."""
    day, first, last = block.day("001"), of.month, of.month_end
    if day is None or first is None or last is None or not first <= day <= last:
        return False
    if not lacks_social_net(block, of):
        return False
    return all((other.day("001") or last) <= last for other in of.blocks(PAYMENT))


@control("S21.G00.50.001/CCH-15", reads=f"{_MAIN_MONTH} {_PLACE}")
@in_whole_files
def later_payment_without_social_net(block: Block, of: Context) -> bool:
    """A payment made after the main month has the social net amount."""
    day, last = block.day("001"), of.month_end
    return day is not None and last is not None and day > last and lacks_social_net(block, of)


@control("S21.G00.50.001/CCH-16", on="S21.G00.54.001", values=FLAT_DEDUCTION)
@in_whole_files
def flat_deduction_of_no_contract(block: Block, of: Context) -> Verdict:
    """Where a payment is for several contracts, a flat deduction says for which."""
    payment = block.parent
    if payment is None or block.has("005"):
        return False
    pays = [each for each in of.blocks("S21.G00.51") if each.parent is payment]
    if len({each.value("010") for each in pays} - {""}) < 2:
        return False
    return Finding(line=payment.line_of("001"), value=payment.value("001"))


@control("S21.G00.50.003/CCH-11")
def number_of_an_earlier_payment(block: Block, of: Context) -> bool:
    """No earlier payment of the employee has this number."""
    number = block.value("003")
    for other in of.blocks(PAYMENT):
        if other is block:
            return False
        if other.value("003") == number:
            return True
    return False


@control("S21.G00.50.003/CCH-12", on=PAYMENT)
def several_payments_without_number(block: Block, of: Context) -> bool:
    """Each of several payments of an employee has its number."""
    return len(of.blocks(PAYMENT)) > 1 and not block.has("003")


@control("S21.G00.50.007/CCH-11", values="99", reads="006 009")
def tax_on_what_is_given_back(block: Block, _of: Context) -> bool:
    """What is given back of an earlier year bears no tax: rate and tax are zero."""
    return bool(block.cents("006")) or bool(block.cents("009"))


@control("S21.G00.50.009/CCH-11", reads="006 013")
def tax_not_base_times_rate(block: Block, _of: Context) -> Verdict:
    """The tax is the base times the rate, to one euro."""
    tax, base, rate = block.cents("009"), block.cents("013"), block.cents("006")
    if tax is None or base is None or rate is None:
        return False
    expected = half_up(base * rate, 10_000)
    if abs(tax - expected) <= _TAX_TOLERANCE:
        return False
    return Finding(details={"expected": euros(expected)})


@control("S21.G00.58.002/CCH-14", on=NET, reads="001", by_shape="001 002")
@in_whole_files
def half_a_period(block: Block, _of: Context) -> bool:
    """A period has both its dates, or none."""
    return block.has("001") != block.has("002")

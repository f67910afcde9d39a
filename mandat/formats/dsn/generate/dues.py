"""What an establishment owes for a month: the Urssaf slip by CTP, and the three payments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mandat.formats.dsn.generate import rates as r
from mandat.formats.dsn.generate.blocks import cents, day, percent
from mandat.formats.dsn.generate.pay import Contribution, Payslip, month_end
from mandat.formats.dsn.generate.people import Company, Establishment
from mandat.formats.dsn.generate.rates import half_up
from mandat.formats.dsn.writer import Line

RELIEF_CTP = "668"
# Code of block 81 → CTP and qualifier, when the code alone decides (README §1.4).
_PLAIN = {
    "075": ("100", "920"),
    "072": ("260", "920"),
    "102": ("430", "920"),
    "907": ("635", "920"),
    "040": ("772", "920"),
    "048": ("937", "920"),
    "130": ("992", "920"),
    "100": ("027", "920"),
    "129": ("987", "920"),
}


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One CTP of the slip: base and amount in whole euros, written in cents."""

    ctp: str
    qualifier: str
    rate: int | None
    base: int | None
    amount: int


def _ctp_of(line: Contribution, *, on_capped: bool) -> tuple[str, str] | None:
    """The CTP whose base a contribution feeds; `None` if another line already brings that base."""
    if line.code == "076" and on_capped:
        return "100", "921"
    if line.code == "049":
        return ("332", "921") if line.rate == r.HOUSING_SMALL else ("236", "920")
    if line.code == "128":
        return ("959", "920") if line.rate == r.TRAINING_SMALL else ("971", "920")
    return _PLAIN.get(line.code)


def slip(payslips: Sequence[Payslip], month: date, accident_rate: int) -> list[SlipLine]:
    """Add the pay slips up by CTP: bases and amounts rounded to the euro, as the Urssaf wants."""
    bases: defaultdict[tuple[str, str], int] = defaultdict(int)
    line_rates: dict[tuple[str, str], int] = {}
    relief = 0
    for one in payslips:
        for on_capped, lines in (
            (True, one.on_capped),
            (False, one.on_gross),
            (False, one.on_csg),
            (False, one.on_unemployment),
        ):
            for line in lines:
                if line.code == "018":
                    relief -= line.amount
                    continue
                key = _ctp_of(line, on_capped=on_capped)
                if key is not None and line.base is not None and line.rate is not None:
                    bases[key] += line.base
                    line_rates[key] = line.rate
    rates = r.rates_of(month)
    general = rates.health + rates.family + r.AUTONOMY + rates.old_age + accident_rate
    line_rates["100", "920"] = general
    line_rates["260", "920"] = r.CSG + r.CRDS
    result = [
        _slip_line(key, base, line_rates[key], accident_rate) for key, base in sorted(bases.items())
    ]
    if relief:
        result.append(SlipLine(RELIEF_CTP, "921", None, None, half_up(relief, 100) * 100))
    return result


def _slip_line(key: tuple[str, str], base: int, rate: int, accident_rate: int) -> SlipLine:
    euros = half_up(base, 100)
    amount = half_up(euros * rate, r.PERCENT) * 100
    return SlipLine(*key, accident_rate if key == ("100", "920") else None, euros * 100, amount)


def total(lines: Iterable[SlipLine]) -> int:
    """What the slip asks for: reductions are taken off. Cents, always whole euros."""
    return sum(-one.amount if one.ctp == RELIEF_CTP else one.amount for one in lines)


def slip_records(place: Establishment, lines: Sequence[SlipLine], month: date) -> list[Line]:
    """Blocks 22 and 23."""
    records = [
        ("S21.G00.22.001", place.urssaf),
        ("S21.G00.22.003", day(month)),
        ("S21.G00.22.004", day(month_end(month))),
        ("S21.G00.22.005", cents(total(lines))),
    ]
    for one in lines:
        records.append(("S21.G00.23.001", one.ctp))
        records.append(("S21.G00.23.002", one.qualifier))
        if one.rate is not None:
            records.append(("S21.G00.23.003", percent(one.rate)))
        if one.base is not None:
            records.append(("S21.G00.23.004", cents(one.base)))
        records.append(("S21.G00.23.005", cents(one.amount)))
    return records


def payments(
    company: Company,
    place: Establishment,
    payslips: Sequence[Payslip],
    lines: Sequence[SlipLine],
    *,
    month: date,
    paid_on: date,
) -> list[Line]:
    """Block 20 for the Urssaf, for Agirc-Arrco (to the cent) and for the tax office."""
    pension = sum(
        line.amount
        for one in payslips
        for line in one.on_gross
        if line.code in ("106", "131", "132")
    )
    tax = half_up(sum(one.tax for one in payslips), 100) * 100  # CT25 p.156: whole euros
    records = _payment(company, place.urssaf, total(lines), month=month, paid_on=paid_on)
    if pension > 0:
        records += _payment(company, company.pension_siret, pension, month=month, paid_on=paid_on)
    if tax:
        records += _payment(company, "DGFIP", tax, month=month, paid_on=paid_on, entity="DGFIP_PAS")
    return records


def _payment(
    company: Company, body: str, amount: int, *, month: date, paid_on: date, entity: str = ""
) -> list[Line]:
    records = [("S21.G00.20.001", body)]
    if entity:
        records.append(("S21.G00.20.002", entity))
    records += [
        ("S21.G00.20.003", company.bic),
        ("S21.G00.20.004", company.iban),
        ("S21.G00.20.005", cents(amount)),
        ("S21.G00.20.006", day(month)),
        ("S21.G00.20.007", day(month_end(month))),
        ("S21.G00.20.010", "05"),
        ("S21.G00.20.011", day(paid_on)),
    ]
    return records

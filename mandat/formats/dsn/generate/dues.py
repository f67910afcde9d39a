"""What an establishment owes for a month: the Urssaf slip by CTP, and the payments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from mandat.formats.dsn.generate import rates as r
from mandat.formats.dsn.generate.blocks import cents, day, percent
from mandat.formats.dsn.generate.contributions import PENSIONS, Contribution
from mandat.formats.dsn.generate.particulars import Adhesion, Arrear, Seizure
from mandat.formats.dsn.generate.pay import Payslip, month_end
from mandat.formats.dsn.generate.people import Company, Employee, Establishment
from mandat.formats.dsn.generate.rates import half_up
from mandat.formats.dsn.writer import Line

REDUCTIONS = {"018": ("668", "921"), "114": ("003", "921"), "021": ("004", "921")}
"""Code of block 81 → CTP of an amount taken off."""

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
    "081": ("900", "920"),
}
_TAKEN_OFF = frozenset(ctp for ctp, _ in REDUCTIONS.values())


class SlipLine(NamedTuple):
    """One CTP of the slip: base and amount in whole euros, written in cents."""

    ctp: str
    qualifier: str
    rate: int | None
    base: int | None
    amount: int
    commune: str = ""


def _ctp_of(line: Contribution, *, on_capped: bool) -> tuple[str, str] | None:
    """The CTP whose base a contribution feeds; `None` if another line already brings that base."""
    if line.code == "076":
        return ("100", "921") if on_capped else None
    if line.code == "049":
        return ("332", "921") if line.rate == r.HOUSING_SMALL else ("236", "920")
    if line.code == "128":
        return ("959", "920") if line.rate == r.TRAINING_SMALL else ("971", "920")
    return _PLAIN.get(line.code)


@dataclass(slots=True)
class Ledger:
    """Adds pay slips up, one after the other; then says what is due and what is paid."""

    company: Company
    place: Establishment
    month: date
    bases: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    rates: dict[tuple[str, str], int] = field(default_factory=dict)
    reductions: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    pension: int = 0
    tax: int = 0
    provident: defaultdict[Adhesion, int] = field(default_factory=lambda: defaultdict(int))
    arrears: list[Arrear] = field(default_factory=list)
    seizures: list[Seizure] = field(default_factory=list)
    count: int = 0
    gross: int = 0

    def add(self, employee: Employee, pay: Payslip) -> None:
        """Count a person's pay in."""
        more = employee.more
        self.count += 1
        self._add(pay)
        if pay.late is not None:
            self._add(pay.late)
        if more.correction is not None:
            self.tax += more.correction.amount
        if more.arrears:
            self.arrears.extend(more.arrears)
        if more.seizures:
            self.seizures.extend(more.seizures)

    def _add(self, pay: Payslip) -> None:
        bases, rates = self.bases, self.rates
        for line in pay.on_capped:
            key = _ctp_of(line, on_capped=True)
            if key is not None and line.base is not None and line.rate is not None:
                bases[key] += line.base
                rates[key] = line.rate
        for lines in (pay.on_gross, pay.on_csg, pay.on_unemployment):
            for line in lines:
                code = line.code
                if code in PENSIONS:
                    self.pension += line.amount
                elif code in REDUCTIONS:
                    self.reductions[code] -= line.amount
                else:
                    key = _ctp_of(line, on_capped=False)
                    if key is not None and line.base is not None and line.rate is not None:
                        bases[key] += line.base
                        rates[key] = line.rate
        self.tax += pay.tax
        self.gross += pay.gross
        for one in pay.provident:
            self.provident[one.adhesion] += one.amount

    def slip(self) -> list[SlipLine]:
        """The lines by CTP: bases and amounts rounded to the euro, as the Urssaf wants."""
        found, risk = r.rates_of(self.month), self.place.accident_rate
        rates = dict(self.rates)
        rates["100", "920"] = found.health + found.family + r.AUTONOMY + found.old_age + risk
        rates["260", "920"] = r.CSG + r.CRDS
        lines = [self._line(key, base, rates[key]) for key, base in sorted(self.bases.items())]
        for code, amount in sorted(self.reductions.items(), reverse=True):
            if amount:
                ctp, qualifier = REDUCTIONS[code]
                lines.append(SlipLine(ctp, qualifier, None, None, half_up(amount, 100) * 100))
        return lines

    def _line(self, key: tuple[str, str], base: int, rate: int) -> SlipLine:
        euros = half_up(base, 100)
        amount = half_up(euros * rate, r.PERCENT) * 100
        if key == ("100", "920"):
            return SlipLine(*key, self.place.accident_rate, euros * 100, amount)
        if key[0] == "900":
            return SlipLine(*key, rate, euros * 100, amount, self.place.more.commune)
        return SlipLine(*key, None, euros * 100, amount)

    def late_slips(self) -> list[tuple[date, str, SlipLine]]:
        """For each earlier month and CRM: the difference on the capped base."""
        found: defaultdict[tuple[date, str], int] = defaultdict(int)
        for arrear in self.arrears:
            found[arrear.month, arrear.crm] += arrear.base
        result = []
        for (month, crm), base in sorted(found.items()):
            rate = r.rates_of(month).old_age_capped
            amount = half_up(base // 100 * rate, r.PERCENT) * 100
            result.append((month, crm, SlipLine("100", "921", None, base, amount)))
        return result


def total(lines: Iterable[SlipLine]) -> int:
    """What the slip asks for: reductions are taken off. Cents, always whole euros."""
    return sum(-one.amount if one.ctp in _TAKEN_OFF else one.amount for one in lines)


def dues(ledger: Ledger, due: date) -> list[Line]:
    """Blocks 20 and 55, then 22 and 23, for all that the ledger holds."""
    lines, late = ledger.slip(), ledger.late_slips()
    records = _payments(ledger, total(lines), late, due)
    records += slip_records(ledger.place.urssaf, lines, ledger.month)
    for month, crm, line in late:
        records += slip_records(ledger.place.urssaf, [line], month, crm=crm)
    return records


def slip_records(
    urssaf: str, lines: Sequence[SlipLine], month: date, *, crm: str = ""
) -> list[Line]:
    """Blocks 22 and 23 of one month."""
    records: list[Line] = [
        ("S21.G00.22.001", urssaf),
        ("S21.G00.22.003", day(month)),
        ("S21.G00.22.004", day(month_end(month))),
        ("S21.G00.22.005", cents(total(lines))),
    ]
    if crm:
        records.append(("S21.G00.22.006", crm))
    for one in lines:
        records.append(("S21.G00.23.001", one.ctp))
        records.append(("S21.G00.23.002", one.qualifier))
        if one.rate is not None:
            records.append(("S21.G00.23.003", percent(one.rate)))
        if one.base is not None:
            records.append(("S21.G00.23.004", cents(one.base)))
        records.append(("S21.G00.23.005", cents(one.amount)))
        if one.commune:
            records.append(("S21.G00.23.006", one.commune))
        if crm:
            records.append(("S21.G00.23.007", crm))
    return records


def _payments(
    ledger: Ledger, asked: int, late: Sequence[tuple[date, str, SlipLine]], due: date
) -> list[Line]:
    """Block 20: the Urssaf, Agirc-Arrco and provident bodies (to the cent), the tax office."""
    company, place, month = ledger.company, ledger.place, ledger.month
    tax = half_up(ledger.tax, 100) * 100  # CT25 p.156: whole euros
    records = payment(company, place.urssaf, max(asked, 0), month=month, paid_on=due)
    for before, crm, line in late:
        if line.amount > 0:
            records += payment(
                company, place.urssaf, line.amount, month=before, paid_on=due, crm=crm
            )
    if ledger.pension > 0:
        records += payment(company, company.pension_siret, ledger.pension, month=month, paid_on=due)
    for adhesion, amount in ledger.provident.items():
        records += payment(company, adhesion.body, amount, month=month, paid_on=due)
        records += [
            ("S21.G00.55.001", cents(amount)),
            ("S21.G00.55.003", adhesion.reference),
            ("S21.G00.55.004", f"{month.year}M{month.month:02d}"),
        ]
    if tax > 0:
        records += payment(company, "DGFIP", tax, month=month, paid_on=due, entity="DGFIP_PAS")
    for one in ledger.seizures:
        records += payment(
            company, "DGFIP", one.amount, month=month, paid_on=due, entity="DGFIP_SATD",
            order=one.identifier,
        )  # fmt: skip
    return records


def payment(
    company: Company,
    body: str,
    amount: int,
    *,
    month: date,
    paid_on: date,
    entity: str = "",
    crm: str = "",
    order: str = "",
) -> list[Line]:
    """One block 20, paid by direct debit for a whole month."""
    records: list[Line] = [("S21.G00.20.001", body)]
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
    if crm:
        records.append(("S21.G00.20.013", crm))
    if order:
        records.append(("S21.G00.20.014", order))
    return records

"""The declaration a collecting body makes instead of the employer (nature 09, CT25 p.124)."""

from collections.abc import Sequence
from datetime import date

from mandat.formats.dsn.generate import blocks, contracts
from mandat.formats.dsn.generate.blocks import Heading, cents, day
from mandat.formats.dsn.generate.dues import Ledger, slip_records
from mandat.formats.dsn.generate.particulars import Arrear
from mandat.formats.dsn.generate.pay import DAY, month_end
from mandat.formats.dsn.generate.people import Company, Emitter, Employee, Establishment
from mandat.formats.dsn.generate.rates import norm_of
from mandat.formats.dsn.generate.wages import arrear_bases, misfiled
from mandat.formats.dsn.writer import Line, envoi, write

CONTROL, RELIABILITY, LAW = "01", "02", "03"
VARIETIES = (CONTROL, RELIABILITY, LAW)
"""S20.G00.05.013: after an audit of the bases, after a report (CRM), after illegal work."""

Correction = tuple[Employee, Sequence[Arrear]]


def substitution(
    company: Company,
    place: Establishment,
    month: date,
    corrections: Sequence[Correction],
    variety: str = RELIABILITY,
    *,
    kind: str = "01",
    order: int = 1,
    test: bool = True,
    norm: str | None = None,
) -> bytes:
    """Give the file that corrects capped bases of earlier months, person by person.

    `kind` is 01, 03 (replaces all) or 04 (cancels). It is sent by the Urssaf of the place.
    """
    month = month.replace(day=1)
    name = norm or norm_of(month)
    sender = Emitter(place.urssaf[:9], place.urssaf[9:], "URSSAF", place.address)
    heading = Heading("09", kind, order, month_end(month) + DAY, month, substitution=variety)
    records = [*blocks.declaration(heading), *blocks.company(company, place, "09")]
    ledger = Ledger(company, place, month)
    ledger.arrears = [one for _, found in corrections for one in found]
    for before, crm, line in ledger.late_slips():
        records += slip_records(place.urssaf, [line], before, crm=crm)
    for person, found in corrections:
        records += _person(company, place, month, person, name)
        records += _payment(person, month, found[0].month if found else month)
        for arrear in found:
            records += arrear_bases(arrear, place.urssaf)
        records += misfiled(person, month)
    return write(envoi(blocks.head(sender, name, test=test), [records]))


def _person(
    company: Company, place: Establishment, month: date, person: Employee, norm: str
) -> list[Line]:
    records = blocks.person(person, company.siren, "09")
    records += blocks.hardship(person, month.year - 1)
    small = company.headcount(month) < 11
    records += contracts.contract(person, company, place, small=small, nature="09", norm=norm)
    records += contracts.changes(person, month)
    leaving = person.exit
    if leaving is not None and leaving.on <= month_end(month):
        records.append(("S21.G00.62.001", day(leaving.on)))
        records.append(("S21.G00.62.002", leaving.motive))
    return records + contracts.pension(person)


def _payment(person: Employee, month: date, about: date) -> list[Line]:
    """Blocks 50 and 51: nothing is paid, for nothing is paid by a correction."""
    records: list[Line] = [
        ("S21.G00.50.001", day(month_end(month))),
        ("S21.G00.50.002", "0.00"),
        ("S21.G00.50.003", "01"),
        ("S21.G00.50.004", "0.00"),
        ("S21.G00.50.006", "0.00"),
        ("S21.G00.50.007", "13"),
        ("S21.G00.50.009", "0.00"),
        ("S21.G00.50.013", "0.00"),
    ]
    for kind in ("001", "002", "003", "010"):
        records += [
            ("S21.G00.51.001", day(about)),
            ("S21.G00.51.002", day(month_end(about))),
            ("S21.G00.51.010", person.number),
            ("S21.G00.51.011", kind),
            ("S21.G00.51.013", cents(0)),
        ]
    return records

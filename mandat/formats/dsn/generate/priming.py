"""The declaration that asks for data before the first pay (nature 08), of each trigger."""

from datetime import date

from mandat.formats.dsn.generate import blocks, contracts, outside
from mandat.formats.dsn.generate.blocks import Heading
from mandat.formats.dsn.generate.events import Replaced
from mandat.formats.dsn.generate.particulars import Outsider
from mandat.formats.dsn.generate.pay import month_end
from mandat.formats.dsn.generate.people import Company, Emitter, Employee, Establishment
from mandat.formats.dsn.generate.rates import norm_of
from mandat.formats.dsn.writer import Line, envoi, write

HIRED, MOVED, UNCOVERED, COVER_CHANGED, COVER_NEW, OUTSIDER, SOFTWARE = (
    "01", "02", "03", "04", "05", "06", "07",
)  # fmt: skip
TRIGGERS = (HIRED, MOVED, UNCOVERED, COVER_CHANGED, COVER_NEW, OUTSIDER, SOFTWARE)
_COVER = (UNCOVERED, COVER_CHANGED, COVER_NEW)


def priming(
    company: Company,
    place: Establishment,
    subject: Employee | Outsider,
    trigger: str,
    built: date,
    *,
    former: str | None = None,
    cancels: Replaced | None = None,
    test: bool = True,
    norm: str | None = None,
    emitter: Emitter | None = None,
) -> bytes:
    """Give the file for one person. `former`: the last SIRET, for triggers 02 and 07.

    `ValueError` when the trigger asks for what is not given (S20.G00.05.011 and .012).
    """
    if isinstance(subject, Outsider) != (trigger == OUTSIDER):
        raise ValueError("trigger 06, and no other, is for somebody without a contract")
    if (former is None) == (trigger in (MOVED, SOFTWARE)):
        raise ValueError("triggers 02 and 07, and no others, name the former establishment")
    if trigger in _COVER and not (isinstance(subject, Employee) and subject.more.cover):
        raise ValueError("triggers 03 to 05 are for somebody with a provident contract")
    name, sender = norm or norm_of(built), emitter or company.emitter()
    heading = Heading(
        "08", "01" if cancels is None else "04", int(f"{built:%Y%m%d}{subject.number[-4:]}") + 1,
        built, replaces=None if cancels is None else cancels.identifier, trigger=trigger,
        former=former,
    )  # fmt: skip
    records = [*blocks.declaration(heading), *blocks.contact(sender, "08")]
    records += blocks.company(company, place, "08")
    if isinstance(subject, Outsider):
        records += outside.outsider(subject, company.siren, place.address)
    else:
        records += _employee(company, place, subject, trigger, built=built, norm=name)
    return write(envoi(blocks.head(sender, name, test=test), [records]))


def _employee(
    company: Company,
    place: Establishment,
    subject: Employee,
    trigger: str,
    *,
    built: date,
    norm: str,
) -> list[Line]:
    bare = trigger == SOFTWARE  # CCH-13 and -14: no contract, no cover, no place of work
    records: list[Line] = []
    if trigger == HIRED:  # S21.G00.12: where the State pays its help for a hiring
        records += [
            ("S21.G00.12.001", "01"),
            ("S21.G00.12.002", company.bic),
            ("S21.G00.12.003", company.iban),
        ]
    if not bare:
        records += contracts.adhesions(subject.more.cover)
    records += blocks.person(subject, company.siren, "08")
    if bare:
        return records
    small = company.headcount(built) < 11
    records += contracts.contract(subject, company, place, small=small, nature="08", norm=norm)
    if subject.leaves and trigger != HIRED:
        leave = subject.leaves[0]
        records += [("S21.G00.65.001", leave.code), ("S21.G00.65.003", blocks.day(leave.end))]
    records += contracts.cover(subject, numbered=False)
    records += blocks.seniority(subject, max(month_end(built), subject.start))
    if subject.more.workplace is not None:
        records += outside.workplaces({"": subject.more.workplace})
    return records

"""The contract of a person and what hangs from it: S21.G00.40 to 73."""

from collections.abc import Container, Iterable
from datetime import date, timedelta

from mandat.formats.dsn.generate.blocks import cents, day, percent
from mandat.formats.dsn.generate.invention import BIC, iban
from mandat.formats.dsn.generate.particulars import Adhesion, Dependant, Previous
from mandat.formats.dsn.generate.people import (
    Absence,
    Company,
    Contract,
    Employee,
    Establishment,
    Exit,
)
from mandat.formats.dsn.generate.rates import FORFAIT_DAYS, FULL_TIME_HOURS
from mandat.formats.dsn.writer import Line

ACCIDENTS = frozenset({"04", "05", "06"})
"""Motives that must say when the accident was, in 04 and 05 only."""

_DAY = timedelta(days=1)
_NOTIFIED = frozenset({"011", "012", "014", "015", "020", "025", "034", "035", "036", "037",
                       "058", "059", "082", "083", "087", "088", "089"})  # fmt: skip
_AGREED = frozenset({"043", "110"})
_STARTED = frozenset({"011", "012", "014", "015", "020", "087", "088", "089", "091", "092"})
_REASONED = ("02", "03")
_WORKED_OUT = frozenset({"014", "020", "059"})


def bare_contract(employee: Employee) -> tuple[Line, ...]:
    """S21.G00.40 as 04 and 05 want it: only what identifies the contract."""
    return (
        ("S21.G00.40.001", day(employee.start)),
        ("S21.G00.40.009", employee.number),
    )


def contract(
    employee: Employee,
    subject: Company,
    place: Establishment,
    *,
    small: bool,
    nature: str,
    norm: str,
    earlier: Previous | None = None,
) -> list[Line]:
    """S21.G00.40 in full; the accident risk belongs to 01 and 09. `earlier`: that one instead."""
    kind, job, more = employee.kind, employee.job, employee.more
    scheme = "65" if employee.contract is Contract.APPRENTICE and not small else kind.scheme
    until = employee.until if earlier is None else earlier.end
    records: list[Line] = [
        ("S21.G00.40.001", day(employee.start if earlier is None else earlier.start)),
        ("S21.G00.40.002", job.status),
        ("S21.G00.40.003", _category(employee)),
        ("S21.G00.40.004", job.pcs),
        ("S21.G00.40.006", job.label),
        ("S21.G00.40.007", kind.nature),
        ("S21.G00.40.008", scheme),
        ("S21.G00.40.009", employee.number if earlier is None else earlier.number),
    ]
    if kind.ends and until is not None:
        records.append(("S21.G00.40.010", day(until)))
    records += _working_time(employee, subject, place)
    if kind.nature in _REASONED and kind.scheme != "61":
        apprentice = employee.contract is Contract.APPRENTICE
        records.append(("S21.G00.40.021", more.reason or ("11" if apprentice else "02")))
    records += [
        ("S21.G00.40.024", "99"),
        ("S21.G00.40.026", "99"),
        ("S21.G00.40.036", "01" if more.previous is None else "02"),
        ("S21.G00.40.037", "01"),
    ]
    if nature in ("01", "09"):
        records += _risk(employee, place)
    return records + _rest(employee, nature, norm)


def _category(employee: Employee) -> str:
    if employee.contract is Contract.INTERN:
        return "99"
    return "01" if employee.job.executive else "04"


def _risk(employee: Employee, place: Establishment) -> list[Line]:
    if employee.contract is Contract.INTERN:  # no rate goes with this code (40.043/SIG-11)
        return [("S21.G00.40.039", "200"), ("S21.G00.40.040", "999ZZ")]
    return [
        ("S21.G00.40.039", "200"),
        ("S21.G00.40.040", place.accident_code),
        ("S21.G00.40.043", percent(place.accident_rate)),
    ]


def _rest(employee: Employee, nature: str, norm: str) -> list[Line]:
    """S21.G00.40.046 to .083: the user company, disability, partial activity, trial days."""
    more, records = employee.more, []
    if employee.kind.nature in ("03", "08") and more.workplace is not None:
        records.append(("S21.G00.40.046", more.workplace.identifier))
    if more.disabled:
        records.append(("S21.G00.40.072", more.disabled))
    if more.idle is not None and nature == "01":
        records.append(("S21.G00.40.078", "01"))
    if norm == "P26V01" and nature == "01":
        if more.trial:
            records.append(("S21.G00.40.082", str(more.trial)))
        if more.hired_at:
            records.append(("S21.G00.40.083", more.hired_at))
    return records


def _working_time(employee: Employee, subject: Company, place: Establishment) -> tuple[Line, ...]:
    """S21.G00.40.011 to .020: hours or days, agreement, schemes, place of work."""
    more = employee.more
    if employee.contract is Contract.OFFICER:
        unit, reference, quota, mode = "99", "0.00", "0.00", "99"
    elif more.forfait:
        unit, reference, quota = "20", cents(FORFAIT_DAYS), cents(more.forfait)
        mode = "10" if more.forfait >= FORFAIT_DAYS else "20"
    else:
        unit, reference, quota = "10", cents(FULL_TIME_HOURS), cents(employee.hours)
        mode = "10" if employee.hours >= FULL_TIME_HOURS else "20"
    here = subject.siren + place.nic
    return (
        ("S21.G00.40.011", unit),
        ("S21.G00.40.012", reference),
        ("S21.G00.40.013", quota),
        ("S21.G00.40.014", mode),
        ("S21.G00.40.016", "99"),
        ("S21.G00.40.017", subject.idcc),
        ("S21.G00.40.018", "200"),
        ("S21.G00.40.019", here if more.workplace is None else more.workplace.identifier),
        ("S21.G00.40.020", "200"),
    )


def declared_before(employee: Employee) -> list[Line]:
    """S21.G00.45: under what establishment and number the contract was declared before."""
    former = employee.more.former
    return [("S21.G00.45.001", former[0]), ("S21.G00.45.002", former[1])] if former else []


def changes(employee: Employee, month: date) -> list[Line]:
    """S21.G00.41: one block for each thing that changed, with how far back pay is done again."""
    records: list[Line] = []
    for one in employee.more.changes:
        records.append(("S21.G00.41.001", day(one.on)))
        # CT25 p.104: the oldest block of each thing says the depth; here each thing has one.
        identity = one.number in ("012", "014", "021", "054")
        depth = ("S21.G00.41.028", day(max(month, employee.start)))
        old = (f"S21.G00.41.{one.number}", one.before)
        records += [old] if identity else sorted([old, depth])
    return records


def contract_events(employee: Employee, month: date, last: date, nature: str) -> list[Line]:
    """Blocks 60, 62 and 65: what happened to the contract and is known by the month's end."""
    records: list[Line] = []
    for stop in employee.absences:
        over = stop.resumed is not None and stop.resumed < month
        if stop.last_worked > last or over or (stop.resumed is None and stop.until < month):
            continue
        records += _stop(stop, month, last, nature)
    leaving = employee.exit
    if leaving is not None and month <= leaving.on <= last:
        if nature == "07":
            records += exit_and_notice(employee, leaving)
        else:
            records.append(("S21.G00.62.001", day(leaving.on)))
            records.append(("S21.G00.62.002", leaving.motive))
            usage = employee.more.reason == "05"
            if usage or employee.kind.nature == "03":  # 62.006/CCH-14 and -16
                records.append(("S21.G00.62.006", day(leaving.on)))
            if usage:  # 62.017/CCH-11
                records.append(("S21.G00.62.017", "02"))
    for leave in employee.leaves:
        if leave.start <= last and leave.end >= month:
            records.append(("S21.G00.65.001", leave.code))
            records.append(("S21.G00.65.002", day(leave.start)))
            records.append(("S21.G00.65.003", day(leave.end)))
    idle = employee.more.idle
    if idle is not None and nature == "01":
        records.append(("S21.G00.65.001", "602"))
        records.append(("S21.G00.65.002", day(idle.start)))
        records.append(("S21.G00.65.003", day(idle.end)))
    return records


def _stop(stop: Absence, month: date, last: date, nature: str) -> list[Line]:
    """S21.G00.60, and 66 for part-time work for one's health."""
    records: list[Line] = [
        ("S21.G00.60.001", stop.motive),
        ("S21.G00.60.002", day(stop.last_worked)),
        ("S21.G00.60.003", day(stop.until)),
    ]
    if stop.subrogated and nature == "01":
        records += subrogation(stop)
    if stop.resumed is not None and stop.resumed <= last:
        records.append(("S21.G00.60.010", day(stop.resumed)))
        records.append(("S21.G00.60.011", "01"))
    if stop.at_work and nature == "01":
        records.append(("S21.G00.66.001", day(max(month, stop.last_worked + _DAY))))
        records.append(("S21.G00.66.002", day(min(last, stop.until))))
        records.append(("S21.G00.66.003", "0.00"))
    return records


SUBROGATION_IBAN = iban(1)


def subrogation(stop: Absence) -> list[Line]:
    """S21.G00.60.004 to .008: who gets the daily allowances, and where."""
    if not stop.subrogated:
        return [("S21.G00.60.004", "02")]
    return [
        ("S21.G00.60.004", "01"),
        ("S21.G00.60.005", day(stop.last_worked + _DAY)),
        ("S21.G00.60.006", day(stop.until)),
        ("S21.G00.60.007", SUBROGATION_IBAN),
        ("S21.G00.60.008", BIC),
    ]


def exit_and_notice(employee: Employee, leaving: Exit) -> list[Line]:
    """Blocks 62 and 63 of nature 07, with the dates the motive asks for."""
    records: list[Line] = [
        ("S21.G00.62.001", day(leaving.on)),
        ("S21.G00.62.002", leaving.motive),
    ]
    if leaving.motive in _NOTIFIED:
        records.append(("S21.G00.62.003", day(leaving.known)))
    if leaving.motive in _AGREED:
        records.append(("S21.G00.62.004", day(leaving.known)))
    if leaving.motive in _STARTED:
        records.append(("S21.G00.62.005", day(max(leaving.known - _DAY, employee.start))))
    records += [
        ("S21.G00.62.006", day(leaving.on)),
        ("S21.G00.62.008", "02"),
    ]
    records.append(("S21.G00.62.020", day(leaving.on.replace(day=1))))
    worked_out = leaving.motive in _WORKED_OUT
    records.append(("S21.G00.63.001", "01" if worked_out else "90"))
    if worked_out:
        records.append(("S21.G00.63.002", day(leaving.known)))
        records.append(("S21.G00.63.003", day(leaving.on)))
    return records


def adhesions(
    found: Iterable[Adhesion],
    *,
    covering: Container[Adhesion] | None = None,
    month: date | None = None,
) -> list[Line]:
    """S21.G00.15. `covering`: those that cover somebody; only the monthly declaration says it.

    So it does of a body that changed with the `month` (S21.G00.16).
    """
    records: list[Line] = []
    for one in found:
        records.append(("S21.G00.15.001", one.reference))
        records.append(("S21.G00.15.002", one.body))
        if covering is not None:
            records.append(("S21.G00.15.004", "01" if one in covering else "02"))
        records.append(("S21.G00.15.005", one.identifier))
        if one.former and month is not None:
            records.append(("S21.G00.16.001", day(month)))
            records.append(("S21.G00.16.002", one.former))
    return records


def cover(employee: Employee, *, numbered: bool) -> list[Line]:
    """S21.G00.70 and 73; `numbered`: with the identifier that bases point to (not in 08)."""
    records: list[Line] = []
    for rank, one in enumerate(employee.more.cover, 1):
        records.append(("S21.G00.70.004", "BASE"))
        records.append(("S21.G00.70.005", "ENSEMBLE"))
        if numbered:
            records.append(("S21.G00.70.012", str(rank)))
        records.append(("S21.G00.70.013", one.identifier))
        for member in employee.more.dependants if one.flat else ():
            records += _dependant(member)
    return records


def _dependant(member: Dependant) -> list[Line]:
    return [
        ("S21.G00.73.003", member.kind),
        ("S21.G00.73.004", day(member.since)),
        ("S21.G00.73.005", day(member.born)),
        ("S21.G00.73.006", member.family),
        ("S21.G00.73.009", member.given),
    ]


def pension(employee: Employee) -> list[Line]:
    """S21.G00.71: Agirc-Arrco, none for interns; 72 where it was another scheme by mistake."""
    none = employee.contract is Contract.INTERN
    records: list[Line] = [("S21.G00.71.002", "90000" if none else "RUAA")]
    if employee.more.misfiled:
        records.append(("S21.G00.72.001", "RETA"))
    return records

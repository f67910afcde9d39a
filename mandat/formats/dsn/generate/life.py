"""A company's life over some months: people enter, fall ill, come back, leave; files follow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from mandat.formats.dsn.generate.contracts import ACCIDENTS
from mandat.formats.dsn.generate.events import (
    end_of_contract,
    return_to_work,
    sick_leave,
)
from mandat.formats.dsn.generate.invention import (
    BIC,
    PENSION_SIRET,
    TOWNS,
    TRADES,
    Town,
    Trade,
    make_iban,
    pick_address,
    pick_family,
    pick_given,
)
from mandat.formats.dsn.generate.monthly import monthly
from mandat.formats.dsn.generate.pay import DAY, month_end
from mandat.formats.dsn.generate.people import (
    Absence,
    Company,
    Contract,
    Emitter,
    Employee,
    Exit,
    Leave,
    single_site,
)
from mandat.formats.dsn.generate.rates import FULL_TIME_HOURS
from mandat.identifiers.making import make_siren, make_siret

_SICK_IN_TEN, _LEAVES_IN_TEN, _PART_TIME_IN_TEN = 3, 2, 2


@dataclass(frozen=True, slots=True)
class LifeFile:
    """A file of the life: nature, day it was built, declared month (or month of the event)."""

    nature: str
    built: date
    month: date
    data: bytes


@dataclass(frozen=True, slots=True)
class Life:
    """A company whose people carry their whole history, and the months it covers."""

    company: Company
    start: date
    count: int

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, in order."""
        return tuple(later(self.start, rank) for rank in range(self.count))

    def monthly_files(
        self, *, test: bool = True, emitter: Emitter | None = None
    ) -> Iterator[LifeFile]:
        """One monthly file a month."""
        for month in self.months:
            built = month_end(month) + DAY
            data = monthly(self.company, month, test=test, emitter=emitter, built=built)
            yield LifeFile("01", built, month, data)

    def event_files(
        self, *, test: bool = True, emitter: Emitter | None = None
    ) -> Iterator[LifeFile]:
        """The sick leaves, the returns and the ends of contract of those months, by person."""
        end = month_end(self.months[-1])
        for one in self.company.employees:
            for stop in one.absences:
                data = sick_leave(self.company, one, stop, test=test, emitter=emitter)
                yield _event("04", stop.last_worked + DAY, stop.last_worked, data)
                if stop.resumed is not None and stop.resumed <= end:
                    data = return_to_work(self.company, one, stop, test=test, emitter=emitter)
                    yield _event("05", stop.resumed, stop.resumed, data)
            if one.exit is not None:
                data = end_of_contract(self.company, one, test=test, emitter=emitter)
                yield _event("07", one.exit.on, one.exit.on, data)

    def files(self, *, test: bool = True, emitter: Emitter | None = None) -> list[LifeFile]:
        """Every file of the life, by the day it was built."""
        every = [
            *self.monthly_files(test=test, emitter=emitter),
            *self.event_files(test=test, emitter=emitter),
        ]
        return sorted(every, key=lambda one: (one.built, one.nature))


def _event(nature: str, built: date, fact: date, data: bytes) -> LifeFile:
    return LifeFile(nature, built, fact.replace(day=1), data)


def later(month: date, count: int) -> date:
    """The first day of the month `count` months after."""
    rank = month.year * 12 + month.month - 1 + count
    return date(rank // 12, rank % 12 + 1, 1)


def company_life(
    rng: Random,
    siren: str | None = None,
    size: int = 6,
    start_month: date = date(2026, 1, 1),
    months: int = 12,
) -> Life:
    """Invent a company of about `size` people and what happens to them over the months.

    The same state of `rng` gives the same life. `ValueError` when a number is not positive.
    """
    if size < 1 or months < 1:
        raise ValueError("a life needs at least one person and one month")
    start = start_month.replace(day=1)
    company, town, trade = _company(rng, siren)
    end = month_end(later(start, months - 1))
    people = [ordinary_employee(rng, rank, town, trade, start) for rank in range(1, size + 1)]
    people = [_with_history(rng, one, start, end) for one in people]
    for rank in range(size + 1, size + 1 + _newcomers(rng, size, months)):
        arrival = _first_days(rng, later(start, rng.randrange(months)))
        people.append(_with_history(rng, _arriving(rng, rank, town, trade, arrival), start, end))
    place = replace(company.establishments[0], employees=tuple(people))
    return Life(replace(company, establishments=(place,)), start, months)


def make_company(
    rng: Random, siren: str | None = None, size: int = 6, month: date = date(2026, 1, 1)
) -> Company:
    """A company with `size` people on its books in a month, none of whom has a history."""
    company, town, trade = _company(rng, siren)
    people = tuple(ordinary_employee(rng, rank, town, trade, month) for rank in range(1, size + 1))
    place = replace(company.establishments[0], employees=people)
    return replace(company, establishments=(place,))


def _company(rng: Random, siren: str | None) -> tuple[Company, Town, Trade]:
    siren = siren or make_siren(rng)
    nic = make_siret(rng, siren, 1)[9:]
    town, trade = rng.choice(TOWNS), rng.choice(TRADES)
    company = single_site(
        siren=siren, nic=nic, name=f"{trade.name} {pick_family(rng)}".upper(), ape=trade.ape,
        address=pick_address(rng, town), idcc=trade.idcc, urssaf=town.urssaf,
        accident_code=trade.accident_code, accident_rate=trade.accident_rate, employees=(),
        iban=make_iban(rng), bic=BIC, pension_siret=PENSION_SIRET,
    )  # fmt: skip
    return company, town, trade


def ordinary_employee(rng: Random, rank: int, town: Town, trade: Trade, month: date) -> Employee:
    """Someone hired on a permanent contract well before the month."""
    female = rng.random() < 0.5
    job = rng.choice(trade.jobs)
    part_time = rng.randrange(10) < _PART_TIME_IN_TEN
    hours = rng.choice((7_583, 10_400, 12_133)) if part_time else FULL_TIME_HOURS
    pay = job.pay_cents + rng.randrange(0, job.pay_cents // 5)
    born = date(rng.randrange(1964, 2003), rng.randrange(1, 13), rng.randrange(1, 29))
    hired = _first_days(rng, later(month, -rng.randrange(3, 160)))
    return Employee(
        number=f"{rank:05d}",
        family=pick_family(rng),
        given=pick_given(rng, female=female),
        female=female,
        born=born,
        birth_town=town.name,
        birth_department=town.department,
        address=pick_address(rng, town),
        start=max(hired, date(born.year + 19, 1, 2)),
        job=job,
        pay_cents=pay * hours // FULL_TIME_HOURS,
        hours=hours,
        tax_rate=rng.choice((0, 150, 290, 430, 610, 870)),
    )


def _arriving(rng: Random, rank: int, town: Town, trade: Trade, arrival: date) -> Employee:
    """Someone who enters during the life: permanent, fixed-term, or an apprentice."""
    one = replace(ordinary_employee(rng, rank, town, trade, arrival), start=arrival, tax_rate=None)
    draw = rng.randrange(10)
    if draw < 5:
        return one
    if draw < 8:
        until = month_end(later(arrival, rng.randrange(2, 7)))
        return replace(one, contract=Contract.FIXED_TERM, until=until)
    born = date(arrival.year - rng.randrange(17, 21), rng.randrange(1, 13), rng.randrange(1, 29))
    return replace(
        one, contract=Contract.APPRENTICE, until=month_end(later(arrival, 23)), born=born,
        hours=FULL_TIME_HOURS, pay_cents=95_000 + 100 * rng.randrange(200),
        tax_rate=None, job=replace(one.job, status="06" if one.job.executive else one.job.status),
    )  # fmt: skip


def _newcomers(rng: Random, size: int, months: int) -> int:
    """How many enter: about a quarter of the size over a year, often at least one."""
    return (size * months * rng.randrange(2, 5)) // 144 + rng.randrange(2)


def _first_days(rng: Random, month: date) -> date:
    """The first of the month more often than not, else a day near the middle."""
    return month if rng.randrange(3) else month.replace(day=rng.randrange(2, 18))


def _with_history(rng: Random, one: Employee, start: date, end: date) -> Employee:
    """Give a person an exit, a sick leave and paid leave, by chance."""
    one = replace(one, exit=_exit(rng, one, start, end))
    one = replace(one, absences=_absences(rng, one, start, end))
    return replace(one, leaves=_leaves(rng, one, start, end))


def _exit(rng: Random, one: Employee, start: date, end: date) -> Exit | None:
    if one.contract is Contract.FIXED_TERM:
        if one.until is None or one.until > end:
            return None
        return Exit(one.until, "031", one.until)
    chance = _LEAVES_IN_TEN if one.contract is Contract.PERMANENT else 0
    if rng.randrange(10) >= chance:
        return None
    earliest = max(start, one.start) + timedelta(days=75)
    if earliest > end:
        return None
    on = earliest + timedelta(days=rng.randrange((end - earliest).days + 1))
    on = month_end(on) if rng.randrange(2) else on
    on = min(on, end)
    motive = rng.choice(("059", "059", "043"))
    return Exit(on, motive, on - timedelta(days=rng.choice((30, 45))))


def _absences(rng: Random, one: Employee, start: date, end: date) -> tuple[Absence, ...]:
    """At most one sick leave, shorter than a month and over before the exit."""
    if rng.randrange(10) >= _SICK_IN_TEN:
        return ()
    first = max(start, one.start) + timedelta(days=15)
    last = end if one.exit is None else one.exit.on - timedelta(days=10)
    room = (last - first).days - 26
    if room < 1:
        return ()
    worked = first + timedelta(days=rng.randrange(room))
    until = worked + timedelta(days=rng.randrange(3, 25))
    motive = rng.choice(("01", "01", "01", "01", "06"))
    accident = worked if motive in ACCIDENTS else None
    return (Absence(motive, worked, until, until + DAY, accident),)


def _leaves(rng: Random, one: Employee, start: date, end: date) -> tuple[Leave, ...]:
    """Two weeks of paid leave in each August of the life."""
    leaves = []
    for year in range(start.year, end.year + 1):
        first = date(year, 8, rng.randrange(1, 16))
        last = first + timedelta(days=13)
        present = one.start < first - timedelta(days=60) and one.employed_in(last, last)
        sick = any(stop.last_worked <= last and stop.until >= first for stop in one.absences)
        if start <= first and last <= end and present and not sick:
            leaves.append(Leave("200", first, last))
    return tuple(leaves)

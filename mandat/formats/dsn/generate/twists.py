"""What a person mainly is, one function for each kind: it takes an employee and gives another."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from mandat.formats.dsn.generate.particulars import Gift, Idle, Previous, Workplace
from mandat.formats.dsn.generate.pay import DAY
from mandat.formats.dsn.generate.people import Absence, Contract, Employee, Exit, Job, Leave
from mandat.formats.dsn.generate.rates import FORFAIT_DAYS, FULL_TIME_HOURS, PMSS
from mandat.formats.dsn.generate.scenes import Scene, pick
from mandat.identifiers.making import make_siret

OFFICER_JOB = Job("232a", "Directeur général", "03", 620_000)
INTERN_PAY = 66_000
_INDEMNITIES = {"043": "001", "020": "007", "091": "007", "038": "003", "039": "005"}


def plain(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Nothing special."""
    return one


def part_time(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Fewer hours than full time."""
    hours = rng.choice((5_200, 7_583, 10_400, 12_133, 13_000))
    return replace(one, hours=hours, pay_cents=one.pay_cents * hours // max(one.hours, 1))


def complementary_hours(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Part time, and hours beyond the contract."""
    one = part_time(rng, one, scene)
    return replace(one, more=replace(one.more, overtime=100 * rng.randrange(2, 12)))


def fixed_term(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A contract with an end, for one of the reasons the law allows."""
    start = scene.month - timedelta(days=rng.randrange(10, 120))
    reason = pick(rng, ("01", "02", "03", "05", "06", "12"))
    return replace(
        one, contract=Contract.FIXED_TERM, start=start, tax_rate=None,
        until=scene.last + timedelta(days=rng.randrange(20, 150)),
        more=replace(one.more, reason=reason),
    )  # fmt: skip


def apprentice(rng: Random, one: Employee, scene: Scene) -> Employee:
    """An apprentice, with the diploma prepared."""
    born = date(scene.month.year - rng.randrange(18, 22), rng.randrange(1, 13), 15)
    status = "06" if one.job.executive else one.job.status
    return replace(
        one, contract=Contract.APPRENTICE, born=born, hours=FULL_TIME_HOURS,
        start=scene.month - timedelta(days=rng.randrange(40, 200)), tax_rate=None,
        until=scene.last + timedelta(days=300), pay_cents=95_000 + 100 * rng.randrange(200),
        job=replace(one.job, status=status),
        more=replace(one.more, diploma=pick(rng, ("03", "04", "05", "06"))),
    )  # fmt: skip


def professionalisation(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Work and school under a contract of professionalisation."""
    return replace(
        one, contract=Contract.PROFESSIONAL, tax_rate=None,
        start=scene.month - timedelta(days=rng.randrange(10, 200)),
        until=scene.last + timedelta(days=rng.randrange(30, 200)),
    )  # fmt: skip


def intern(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A trainee whose allowance bears no contribution."""
    born = date(scene.month.year - rng.randrange(19, 25), rng.randrange(1, 13), 15)
    return replace(
        one, contract=Contract.INTERN, born=born, hours=FULL_TIME_HOURS, tax_rate=None,
        start=scene.month - timedelta(days=rng.randrange(1, 60)), pay_cents=INTERN_PAY,
        until=scene.last + timedelta(days=rng.randrange(10, 100)),
        job=replace(one.job, status="06"),
    )  # fmt: skip


def officer(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A corporate officer: no hours, no unemployment insurance."""
    return replace(
        one, contract=Contract.OFFICER, hours=FULL_TIME_HOURS, job=OFFICER_JOB,
        pay_cents=OFFICER_JOB.pay_cents + 1_000 * rng.randrange(500),
    )  # fmt: skip


def intermittent(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A permanent contract with seasons without work."""
    return replace(one, contract=Contract.INTERMITTENT)


def project(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A permanent contract that lasts as long as a building site."""
    return replace(one, contract=Contract.PROJECT)


def mission(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Somebody sent to work at a customer's."""
    one = replace(
        one, contract=Contract.MISSION, tax_rate=None, hours=FULL_TIME_HOURS,
        pay_cents=max(one.pay_cents, 185_000),
        start=max(scene.month - timedelta(days=rng.randrange(30)), one.born),
        until=scene.last + timedelta(days=rng.randrange(1, 60)),
    )  # fmt: skip
    more = replace(one.more, workplace=_customer(rng, scene), reason=pick(rng, ("01", "02")))
    return replace(one, more=more)


def agency_permanent(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Somebody with a permanent contract of the agency, now at a customer's."""
    more = replace(one.more, workplace=_customer(rng, scene))
    return replace(one, contract=Contract.AGENCY, more=more)


def _customer(rng: Random, scene: Scene) -> Workplace:
    town = scene.town
    return Workplace(
        make_siret(rng), "01", "4711B", f"{rng.randrange(1, 90)} RUE BASSE", town.postcode,
        town.name, town.commune,
    )  # fmt: skip


def days_contract(rng: Random, one: Employee, scene: Scene) -> Employee:
    """An executive whose work is counted in days."""
    return _counted_in_days(rng, one, FORFAIT_DAYS)


def fewer_days(rng: Random, one: Employee, scene: Scene) -> Employee:
    """The same with fewer days than a full contract."""
    return _counted_in_days(rng, one, rng.choice((1_453, 1_635)))


def _counted_in_days(rng: Random, one: Employee, days: int) -> Employee:
    pay = (390_000 + 1_000 * rng.randrange(300)) * days // FORFAIT_DAYS
    job = Job("388a", "Chef de projet", "04", 478_000)
    hours = FULL_TIME_HOURS * days // FORFAIT_DAYS
    return replace(one, hours=hours, pay_cents=pay, job=job, more=replace(one.more, forfait=days))


def two_contracts(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A fixed term that ends in the month, and another from the next day on."""
    turn = scene.month.replace(day=rng.randrange(6, 22))
    previous = Previous(
        f"{one.number}A", scene.month - timedelta(days=rng.randrange(20, 90)), turn - DAY
    )
    return replace(
        one, contract=Contract.FIXED_TERM, start=turn, tax_rate=None,
        until=scene.last + timedelta(days=rng.randrange(30, 90)),
        more=replace(one.more, previous=previous, reason=pick(rng, ("01", "02", "03"))),
    )  # fmt: skip


def two_payments(rng: Random, one: Employee, scene: Scene) -> Employee:
    """A bonus paid apart in the month."""
    return replace(one, more=replace(one.more, late_bonus=10_000 + 100 * rng.randrange(600)))


def entry(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Somebody hired in the month."""
    start = scene.month.replace(day=rng.randrange(2, 25))
    more = replace(one.more, trial=60, hired_at=f"{rng.randrange(7, 10):02d}00")
    return replace(one, start=start, tax_rate=None, more=more)


def leaving(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Somebody who leaves in the month, with a motive the kind of contract allows."""
    motives: dict[Contract, tuple[str, ...]] = {
        Contract.PERMANENT: ("059", "043", "020", "039", "014", "087", "091"),
        Contract.FIXED_TERM: ("031", "036", "037"),
        Contract.APPRENTICE: ("081",),
        Contract.PROFESSIONAL: ("031", "037"),
        Contract.MISSION: ("032",),
        Contract.PROJECT: ("015", "059"),
        Contract.INTERN: ("999",),
        Contract.OFFICER: ("999",),
    }
    motive = pick(rng, motives.get(one.contract, ("059",)))
    on = scene.month.replace(day=rng.randrange(9, scene.last.day + 1))
    known = max(on - timedelta(days=rng.choice((2, 15, 30))), one.start + DAY)
    if one.start >= on - timedelta(days=3) or known >= on:
        return one
    gifts = one.more.bonuses
    if motive in _INDEMNITIES:
        gifts = (*gifts, Gift(_INDEMNITIES[motive], 90_000 + 100 * rng.randrange(900), pay=False))
    return replace(one, exit=Exit(on, motive, known), more=replace(one.more, bonuses=gifts))


def away(
    one: Employee, month: date, motive: str, after: timedelta, days: int, *, subrogated: bool
) -> Employee:
    """A leave that begins in the month, some days after its first, and ends before its last."""
    worked = month + after
    until = worked + timedelta(days=days)
    stop = Absence(
        motive, worked, until, until + DAY,
        accident=worked if motive in ("04", "05", "06") else None, subrogated=subrogated,
    )  # fmt: skip
    return replace(one, absences=(stop,))


def sick(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Some days away in the month; half of the time the employer gets the allowances."""
    motive = pick(rng, ("01", "01", "01", "03", "04", "06"))
    after, days = timedelta(days=rng.randrange(1, 9)), rng.randrange(3, 16)
    return away(one, scene.month, motive, after, days, subrogated=rng.randrange(2) == 0)


def long_sick(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Away since the month, or the month before, and not back yet."""
    worked = scene.month + timedelta(days=rng.randrange(-5, 12))
    motive = pick(rng, ("01", "02", "05"))
    stop = Absence(motive, worked, scene.last + timedelta(days=rng.randrange(5, 60)))
    return replace(one, absences=(stop,)) if one.start < worked else one


def therapeutic(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Part-time work for one's health, with pay kept up."""
    worked = scene.month - timedelta(days=rng.randrange(1, 20))
    until = scene.last + timedelta(days=rng.randrange(20))
    stop = Absence(pick(rng, ("15", "16")), worked, until)
    return replace(one, absences=(stop,)) if one.start < worked else one


def unpaid_leave(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Some days without pay."""
    start = scene.month.replace(day=rng.randrange(3, 15))
    end = start + timedelta(days=rng.randrange(0, 10))
    return replace(one, leaves=(Leave(pick(rng, ("501", "636", "607")), start, end),))


def away_all_month(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Parental leave: no pay at all."""
    start = max(one.start + DAY, scene.month - timedelta(days=rng.randrange(20, 200)))
    if start >= scene.month:
        return one
    return replace(one, leaves=(Leave("632", start, scene.last + timedelta(days=40)),))


def idle(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Hours not worked for want of activity, paid by an indemnity."""
    start = scene.month.replace(day=rng.randrange(2, 15))
    hours = 100 * rng.randrange(7, 36)
    indemnity = one.pay_cents * hours * 6 // (10 * one.hours)
    lost = Idle(start, start + timedelta(days=rng.randrange(1, 10)), hours, indemnity)
    return replace(one, more=replace(one.more, idle=lost))


def overtime(rng: Random, one: Employee, scene: Scene) -> Employee:
    """Hours beyond full time, by chance or by contract."""
    more = replace(
        one.more, overtime=100 * rng.randrange(2, 18), regular_overtime=rng.randrange(2) == 0
    )
    pay = one.pay_cents * FULL_TIME_HOURS // one.hours
    return replace(one, hours=FULL_TIME_HOURS, pay_cents=pay, more=more)


def high_pay(rng: Random, one: Employee, scene: Scene) -> Employee:
    """An executive paid above the ceiling."""
    job = Job("388a", "Directeur technique", "04", 700_000)
    pay = PMSS[scene.month.year] * rng.randrange(11, 50) // 10
    return replace(one, job=job, hours=FULL_TIME_HOURS, pay_cents=pay)

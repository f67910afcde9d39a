"""Months, quarters, working days, and the legal deadlines that fall on them."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal, Self
from zoneinfo import ZoneInfo

Country = Literal["FR", "BE"]

PARIS: Final = ZoneInfo("Europe/Paris")
BRUSSELS: Final = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; months compare and count like numbers."""

    year: int
    month: int

    def __post_init__(self) -> None:
        """Refuse what the calendar does not have."""
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise ValueError("no such month")

    @classmethod
    def of(cls, day: date) -> Self:
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-11'; ValueError for anything else."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
        if not found:
            raise ValueError("a month is written YYYY-MM")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def from_dsn(cls, text: str) -> Self:
        """Read '01MMAAAA', the main month declared by a DSN; ValueError for anything else."""
        found = re.fullmatch(r"01([0-9]{2})([0-9]{4})", text)
        if not found:
            raise ValueError("a month of a DSN is written 01MMAAAA")
        return cls(int(found[2]), int(found[1]))

    def to_dsn(self) -> str:
        """The month as a DSN writes it: '01MMAAAA'."""
        return f"01{self.month:02d}{self.year:04d}"

    @property
    def first_day(self) -> date:
        """The 1st."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The 28th to the 31st."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def next(self) -> Self:
        """The month after."""
        return self.shifted(1)

    @property
    def previous(self) -> Self:
        """The month before."""
        return self.shifted(-1)

    def shifted(self, months: int) -> Self:
        """So many months later, or earlier when negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return type(self)(year, month + 1)

    def day(self, number: int) -> date:
        """That day of the month; ValueError when there is none."""
        return date(self.year, self.month, number)

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in the month."""
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        """'2026-11'."""
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter, 1 to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what the calendar does not have."""
        if not (1 <= self.year <= 9999 and 1 <= self.number <= 4):
            raise ValueError("no such quarter")

    @classmethod
    def of(cls, day: date | Month) -> Self:
        """The quarter of a day or of a month."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-Q4', '2026-T4', '2026/4' or a DmfA's '20264'; ValueError otherwise."""
        found = re.fullmatch(r"([0-9]{4})[-/]?[QTqt]?([1-4])", text)
        if not found:
            raise ValueError("a quarter is written YYYY-Qn")
        return cls(int(found[1]), int(found[2]))

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """Its three months."""
        first = Month(self.year, self.number * 3 - 2)
        return first, first.next, first.shifted(2)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.months[2].last_day

    @property
    def next(self) -> Self:
        """The quarter after."""
        return type(self).of(self.months[2].next)

    @property
    def previous(self) -> Self:
        """The quarter before."""
        return type(self).of(self.months[0].previous)

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in the quarter."""
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        """'2026-Q4'."""
        return f"{self.year:04d}-Q{self.number}"


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - moon_shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


# Code du travail, art. L3133-1; Belgian royal decree of 18 April 1974. (month, day)
_FIXED: Final[dict[str, tuple[tuple[int, int], ...]]] = {
    "FR": ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
    "BE": ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)),
}
_AFTER_EASTER: Final = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday: in both countries


@lru_cache(maxsize=64)
def public_holidays(year: int, country: Country) -> frozenset[date]:
    """The public holidays of the whole country, Alsace and Moselle's own left out."""
    moving = (easter(year) + timedelta(days=days) for days in _AFTER_EASTER)
    return frozenset([*moving, *(date(year, month, day) for month, day in _FIXED[country])])


def is_working_day(day: date, country: Country) -> bool:
    """Whether administrations are open: neither Saturday, Sunday nor public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day.year, country)


def next_working_day(day: date, country: Country) -> date:
    """`day` itself when it is a working day, else the first one after it."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class DsnRule:
    """When a monthly DSN is due, for the months declared from `since` on."""

    since: Month
    large_from: int  # employees
    large_day: int  # of the next month, when pay falls in the month worked
    other_day: int
    hour: int  # Paris time
    event_days: int  # for an end of contract or a sick leave


# CSS art. R133-14 and R243-6; technical specification 2025.1.3, p. 13. Latest first.
DSN_RULES: Final = (
    DsnRule(since=Month(2017, 1), large_from=50, large_day=5, other_day=15, hour=12, event_days=5),
)


def _dsn_rule(month: Month) -> DsnRule:
    for rule in DSN_RULES:
        if month >= rule.since:
            return rule
    raise LookupError("no rule for a DSN so old")


def dsn_deadline(month: Month, *, headcount: int, paid_same_month: bool) -> datetime:
    """When the monthly DSN of `month` is due, in Paris time.

    `paid_same_month`: wages are paid in the month they are earned. LookupError before the DSN.
    """
    rule = _dsn_rule(month)
    large = headcount >= rule.large_from and paid_same_month
    day = next_working_day(month.next.day(rule.large_day if large else rule.other_day), "FR")
    return datetime.combine(day, time(rule.hour), PARIS)


def amend_until(month: Month, *, headcount: int, paid_same_month: bool) -> datetime:
    """The instant from which *annule et remplace* is refused: the midnight before the deadline."""
    due = dsn_deadline(month, headcount=headcount, paid_same_month=paid_same_month)
    return datetime.combine(due.date(), time(0), PARIS)


def dsn_event_deadline(known: date) -> date:
    """Last day to declare an event that the employer learnt on `known`."""
    return known + timedelta(days=_dsn_rule(Month.of(known)).event_days)


# Decree 2023-1384: the reminder comes in March, the substitution in June of the next year.
_REMINDER_MONTH: Final = 3
_SUBSTITUTION_MONTH: Final = 6


def dsn_reminder_month(year: int) -> Month:
    """When the reminder (CRM 124) of the anomalies of `year` comes."""
    return Month(year + 1, _REMINDER_MONTH)


def dsn_substitution_month(year: int) -> Month:
    """When the office corrects in the firm's stead (nature 09) what is left of `year`."""
    return Month(year + 1, _SUBSTITUTION_MONTH)


@dataclass(frozen=True, slots=True)
class SelfEmployedRule:
    """When French self-employed people pay, from `since` on."""

    since: Month
    monthly_days: tuple[int, ...]
    quarterly: tuple[tuple[int, int], ...]  # (month, day) of each quarter


SELF_EMPLOYED_RULES: Final = (
    SelfEmployedRule(
        since=Month(2018, 1), monthly_days=(5, 20), quarterly=((2, 5), (5, 5), (8, 5), (11, 5))
    ),
)


def _self_employed_rule(month: Month) -> SelfEmployedRule:
    for rule in SELF_EMPLOYED_RULES:
        if month >= rule.since:
            return rule
    raise LookupError("no rule for a payment so old")


def self_employed_monthly_deadline(month: Month, *, day: int) -> date:
    """French monthly payment on the 5th or the 20th, else the next working day."""
    if day not in _self_employed_rule(month).monthly_days:
        raise ValueError("no such day of payment")
    return next_working_day(month.day(day), "FR")


def self_employed_quarterly_deadline(quarter: Quarter) -> date:
    """French quarterly payment: 5 February, May, August, November, else the next working day."""
    rule = _self_employed_rule(quarter.months[0])
    month, day = rule.quarterly[quarter.number - 1]
    return next_working_day(date(quarter.year, month, day), "FR")


def social_quarter_deadline(quarter: Quarter) -> date:
    """Belgian self-employed: the contribution is on the fund's account by the quarter's last day.

    The day is not moved: money that arrives on the next working day is late.
    """
    return quarter.last_day


def dmfa_deadline(quarter: Quarter) -> date:
    """Belgian DmfA: the last day of the month after the quarter."""
    return quarter.months[2].next.last_day


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included; none when they are reversed."""
    while first <= last:
        yield first
        first = first.next

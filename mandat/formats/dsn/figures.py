"""What a summary is made of: amounts, people, contracts, absences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CtpLine:
    """One line of a contribution statement (S21.G00.23). Empty or None: not said."""

    code: str
    qualifier: str
    rate: str
    base_cents: int | None
    amount_cents: int | None
    commune: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What is due (block 22) and what is paid (block 20) to one organisation for one period."""

    organisation: str
    entity: str
    start: date | None
    end: date | None
    due_cents: int | None
    paid_cents: int | None
    lines: tuple[CtpLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract (S21.G00.40) with its end (S21.G00.62), if any."""

    number: str
    nature: str
    disposition: str
    started: date | None
    planned_end: date | None
    ended: date | None
    end_reason: str
    quota: Decimal | None
    reference: Decimal | None
    unit: str
    job_title: str

    def runs_on(self, when: date) -> bool:
        """Whether it has begun and not ended at the end of that day."""
        return (
            self.started is not None
            and self.started <= when
            and (self.ended is None or self.ended > when)
        )

    @property
    def is_employment(self) -> bool:
        """A trainee (29) is under an agreement, not employed."""
        return self.nature != "29"


@dataclass(frozen=True, slots=True)
class Absence:
    """One stop of work (S21.G00.60). `days` are the calendar days within the month.

    `last_day` is None while nothing says when it ends.
    """

    reason: str
    group: str
    first_day: date
    last_day: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Person:
    """One individual of a declaration, without any national number."""

    name: str
    matricule: str
    contracts: tuple[Contract, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one declaration. Amounts in cents, time in calendar days.

    `entries` and `exits` count contracts that begin and end within the month (trainees left
    out); `absence_days` counts a person's day once even when two stops cover it, by group and
    under `total`; `calendar_days_worked_base` is what these days are a share of.
    """

    amounts: tuple[Amount, ...] = ()
    gross_cents: int = 0
    employer_base_cents: int = 0
    headcount: int = 0
    individuals: int = 0
    entries: int = 0
    exits: int = 0
    absence_days: Mapping[str, int] = field(default_factory=dict)
    calendar_days_worked_base: int = 0
    contracts: Mapping[str, int] = field(default_factory=dict)
    full_time_equivalents: Decimal = Decimal("0.00")
    people: tuple[Person, ...] = ()

"""What a generated file is made from: companies, establishments and the people they employ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from mandat.formats.dsn.generate.particulars import (
    NOTHING_MORE,
    PLAIN_PLACE,
    Particulars,
    PlaceParticulars,
)
from mandat.formats.dsn.generate.rates import FULL_TIME_HOURS


class Contract(StrEnum):
    """Kinds of contract the generator knows."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed-term"
    APPRENTICE = "apprentice"
    PROFESSIONAL = "professionalisation"
    MISSION = "mission"
    AGENCY = "agency-permanent"
    INTERMITTENT = "intermittent"
    PROJECT = "project"
    INTERN = "intern"
    OFFICER = "officer"


class Kind(NamedTuple):
    """What a kind of contract brings: nature (40.007), scheme (40.008), planned end, relief."""

    nature: str
    scheme: str = "99"
    ends: bool = False
    employment: bool = True
    """Whether it is a contract of employment: unemployment insurance, general reduction."""


KINDS: Mapping[Contract, Kind] = {
    Contract.PERMANENT: Kind("01"),
    Contract.FIXED_TERM: Kind("02", ends=True),
    Contract.APPRENTICE: Kind("02", "64", ends=True),
    Contract.PROFESSIONAL: Kind("02", "61", ends=True),
    Contract.MISSION: Kind("03", ends=True),
    Contract.AGENCY: Kind("08"),
    Contract.INTERMITTENT: Kind("07"),
    Contract.PROJECT: Kind("82"),
    Contract.INTERN: Kind("29", ends=True, employment=False),
    Contract.OFFICER: Kind("80", employment=False),
}


@dataclass(frozen=True, slots=True)
class Address:
    """A French postal address; the town has only letters, digits and blanks."""

    street: str
    postcode: str
    town: str


@dataclass(frozen=True, slots=True)
class Emitter:
    """Who sends the file: the company itself or its accounting firm."""

    siren: str
    nic: str
    name: str
    address: Address
    contact: str = "CAMILLE VALMONT"
    email: str = "paie@example.com"
    phone: str = "0199000001"


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation: PCS-ESE code, label, status (S21.G00.40.002) and usual monthly pay."""

    pcs: str
    label: str
    status: str
    pay_cents: int

    @property
    def executive(self) -> bool:
        """Whether the post is an executive's."""
        return self.status in ("03", "04")


@dataclass(frozen=True, slots=True)
class Absence:
    """A sick leave: last day worked, expected end, and the day work began again if known."""

    motive: str
    last_worked: date
    until: date
    resumed: date | None = None
    accident: date | None = None
    subrogated: bool = False

    @property
    def at_work(self) -> bool:
        """Whether it is part-time work for one's health (15 to 18): pay and days go on."""
        return "15" <= self.motive <= "18"


@dataclass(frozen=True, slots=True)
class Leave:
    """Another suspension of the contract (block 65): only paid leave (200) leaves pay alone."""

    code: str
    start: date
    end: date

    @property
    def unpaid(self) -> bool:
        """Whether the days are neither paid nor counted for the ceiling."""
        return self.code not in ("200", "602")


@dataclass(frozen=True, slots=True)
class Exit:
    """The end of a contract: last day, motive (S21.G00.62.002), day it was made known."""

    on: date
    motive: str
    known: date


@dataclass(frozen=True, slots=True)
class Employee:
    """A person and their one contract. Hours are hundredths a month, pay is cents a month.

    `tax_rate` is the personal withholding rate in hundredths of a percent; `None` means that the
    employer uses the default scale.
    """

    number: str
    family: str
    given: str
    female: bool
    born: date
    birth_town: str
    birth_department: str
    address: Address
    start: date
    job: Job
    pay_cents: int
    contract: Contract = Contract.PERMANENT
    until: date | None = None
    hours: int = FULL_TIME_HOURS
    tax_rate: int | None = 0
    absences: tuple[Absence, ...] = ()
    leaves: tuple[Leave, ...] = ()
    exit: Exit | None = None
    more: Particulars = NOTHING_MORE

    @property
    def kind(self) -> Kind:
        """What the contract is."""
        return KINDS[self.contract]

    def ntt(self, siren: str) -> str:
        """The temporary number: sex, the employer's SIREN, then what is the person's own."""
        # S21.G00.30.020: begins with 1 or 2, the employer's SIREN in positions 2 to 10.
        return f"{2 if self.female else 1}{siren}{self.number}{self.born:%Y%m%d}"

    def employed_in(self, first: date, last: date) -> bool:
        """Whether the contract covers a day between the two."""
        return self.start <= last and (self.exit is None or self.exit.on >= first)


@dataclass(frozen=True, slots=True)
class Establishment:
    """A place of work with its own declaration. `accident_rate`: thousandths of a percent."""

    nic: str
    ape: str
    address: Address
    urssaf: str
    accident_code: str
    accident_rate: int
    employees: tuple[Employee, ...] = ()
    more: PlaceParticulars = PLAIN_PLACE


@dataclass(frozen=True, slots=True)
class Company:
    """An employer; `nic` is its head office's, `idcc` its collective agreement."""

    siren: str
    nic: str
    name: str
    ape: str
    address: Address
    idcc: str
    establishments: tuple[Establishment, ...]
    iban: str
    bic: str
    pension_siret: str

    @property
    def employees(self) -> tuple[Employee, ...]:
        """Everyone the company has had, over all its establishments."""
        return tuple(one for place in self.establishments for one in place.employees)

    def headcount(self, day: date) -> int:
        """How many contracts cover a day."""
        return sum(
            one.employed_in(day, day) for place in self.establishments for one in place.employees
        )

    def emitter(self) -> Emitter:
        """The company as the sender of its own files."""
        return Emitter(self.siren, self.nic, self.name, self.address)

    def place_of(self, employee: Employee) -> Establishment:
        """The establishment a person works in. `ValueError` for someone from elsewhere."""
        for place in self.establishments:
            if employee in place.employees:
                return place
        raise ValueError("this person does not work for the company")


def single_site(
    *,
    siren: str,
    nic: str,
    name: str,
    ape: str,
    address: Address,
    idcc: str,
    urssaf: str,
    accident_code: str,
    accident_rate: int,
    employees: tuple[Employee, ...],
    iban: str,
    bic: str,
    pension_siret: str,
) -> Company:
    """A company whose only establishment is its head office."""
    place = Establishment(nic, ape, address, urssaf, accident_code, accident_rate, employees)
    return Company(siren, nic, name, ape, address, idcc, (place,), iban, bic, pension_siret)

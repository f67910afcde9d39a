"""What a person or a place may have beside the ordinary: each thing fills blocks of its own.

Amounts are cents, hours and days hundredths, rates hundredths of a percent unless said otherwise.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where work is done outside the establishment (S21.G00.85). `kind`: S21.G00.85.010."""

    identifier: str
    kind: str
    ape: str
    street: str
    postcode: str
    town: str
    commune: str


@dataclass(frozen=True, slots=True)
class Adhesion:
    """A contract with a provident body (S21.G00.15), and what it asks for each person.

    `rate` is in thousandths of a percent of the pay under the ceiling; `flat` is an amount.
    """

    identifier: str
    reference: str
    body: str
    rate: int = 0
    flat: int = 0
    former: str = ""
    """The body that had the contract until the declared month (S21.G00.16)."""


@dataclass(frozen=True, slots=True)
class Dependant:
    """Somebody covered with the person (S21.G00.73). `kind`: 01 adult, 02 child."""

    kind: str
    since: date
    born: date
    family: str
    given: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the person (block 31) or of the contract (41): day, rubric, what it was."""

    on: date
    number: str
    before: str


@dataclass(frozen=True, slots=True)
class TaxCorrection:
    """A correction of an earlier month's tax (S21.G00.56, type 01)."""

    month: date
    base: int
    rate: int

    @property
    def amount(self) -> int:
        """What is withheld more, or less."""
        return round(self.base * self.rate / 10_000)


@dataclass(frozen=True, slots=True)
class Seizure:
    """An order to pay the Treasury out of the wages (S21.G00.98)."""

    identifier: str
    state: str
    amount: int


@dataclass(frozen=True, slots=True)
class Arrear:
    """A difference on the capped base of an earlier month; whole euros. `crm`: who asked for it."""

    month: date
    base: int
    crm: str = ""


@dataclass(frozen=True, slots=True)
class Previous:
    """A contract of the same person that ended the day before the present one began."""

    number: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Gift:
    """A line of block 52 or 54: code, amount, and whether it is pay (in the gross)."""

    code: str
    amount: int
    pay: bool = True


@dataclass(frozen=True, slots=True)
class Idle:
    """Hours not worked for want of activity (602): days, hours and the indemnity paid."""

    start: date
    end: date
    hours: int
    indemnity: int


@dataclass(frozen=True, slots=True)
class Particulars:
    """All that an employee may have beside the ordinary; nothing by default."""

    nir: str = ""
    usage: str = ""
    birth_country: str = "FR"
    education: str = ""
    diploma: str = ""
    pensioner: bool = False
    identity: Change | None = None
    hardship: tuple[str, ...] = ()
    disabled: str = ""
    reason: str = ""
    forfait: int = 0
    """Days a month of someone who counts days, not hours; 0 for all others."""
    overtime: int = 0
    """Hours beyond the contract: overtime, or complementary hours of a part-timer."""
    regular_overtime: bool = False
    trial: int = 0
    hired_at: str = ""
    workplace: Workplace | None = None
    changes: tuple[Change, ...] = ()
    cover: tuple[Adhesion, ...] = ()
    dependants: tuple[Dependant, ...] = ()
    bonuses: tuple[Gift, ...] = ()
    benefits: tuple[Gift, ...] = ()
    late_bonus: int = 0
    """A bonus paid apart, by a second payment of the month."""
    correction: TaxCorrection | None = None
    seizures: tuple[Seizure, ...] = ()
    arrears: tuple[Arrear, ...] = ()
    previous: Previous | None = None
    idle: Idle | None = None
    former: tuple[str, str] | None = None
    """SIRET and number the contract was declared with before (S21.G00.45 of nature 07)."""
    misfiled: bool = False
    """Whether earlier months went to a wrong pension scheme (blocks 72, 83, 84 and 95)."""


NOTHING_MORE = Particulars()


@dataclass(frozen=True, slots=True)
class Fee:
    """Fees paid in a year to somebody independent (S89.G00.32, 33, 35 and 43)."""

    trade: str
    amount: int
    family: str = ""
    given: str = ""
    siret: str = ""
    company: str = ""
    benefit: int = 0
    allowance: int = 0


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody paid without a contract (S89.G00.91). `kind`: S89.G00.92.001."""

    number: str
    family: str
    given: str
    born: date
    birth_town: str
    birth_department: str
    kind: str
    status: str
    pension: str
    amount: int
    nir: str = ""
    corrected: int = 0
    """By how much the net of the month before was wrong, without tax (S89.G00.93, type 04)."""


@dataclass(frozen=True, slots=True)
class PlaceParticulars:
    """What an establishment may have to declare beside its people; nothing by default."""

    commune: str = ""
    mobility: int = 0
    """Rate of the mobility contribution, in thousandths of a percent; 0 where none is due."""
    adhesions: tuple[Adhesion, ...] = ()
    taxes: bool = False
    disabled_duty: bool = False
    external_disabled: int = 0
    fees: tuple[Fee, ...] = ()
    outsiders: tuple[Outsider, ...] = ()
    shares: bool = False
    """Whether somebody here got shares, options or a supplementary pension (S89.G00.67 to 89)."""


PLAIN_PLACE = PlaceParticulars()

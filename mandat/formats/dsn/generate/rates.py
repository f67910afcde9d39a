"""Dated ceilings and rates the generated pay slips use.

Rates are whole thousandths of a percent (7 % = 7000), amounts whole cents. They follow the years
2024 to 2026 closely enough for the amounts of a file to agree with each other.
"""

from dataclasses import dataclass
from datetime import date

PERCENT = 100_000
"""Divisor that turns `cents * rate` into cents."""

FULL_TIME_HOURS = 15_167
"""Monthly hours of a full-time contract, in hundredths."""

PMSS = {2024: 386_400, 2025: 392_500, 2026: 400_500}
"""Monthly social-security ceiling by year, in cents."""

_SMIC = (
    (date(2026, 1, 1), 182_303),
    (date(2024, 11, 1), 180_180),
    (date(2024, 1, 1), 176_692),
)


@dataclass(frozen=True, slots=True)
class Rates:
    """What one month's pay is computed with."""

    pmss: int
    smic: int
    health: int  # 075, employer
    health_top: int  # 907, employer, above `health_limit`
    health_limit: int  # gross in thousandths of the SMIC
    family: int  # 074
    family_top: int  # 102, above `family_limit`
    family_limit: int
    old_age: int  # 076 on the whole pay, both shares
    old_age_capped: int  # 076 under the ceiling, both shares
    unemployment: int  # 040
    wage_guarantee: int  # 048
    relief: int  # largest general reduction, in ten-thousandths of gross


AUTONOMY = 300  # 068
HOUSING_SMALL = 100  # 049, fewer than 50 employees, under the ceiling
HOUSING_LARGE = 500  # 049, from 50 employees, whole pay
SOCIAL_DIALOGUE = 16  # 100
TRAINING_SMALL = 550  # 128, fewer than 11 employees
TRAINING_LARGE = 1_000  # 128
APPRENTICESHIP_TAX = 590  # 130
FIXED_TERM_TRAINING = 1_000  # 129
CSG = 9_200  # 072
CRDS = 500  # 079
CSG_SHARE = 98_250  # part of the pay that bears CSG
CSG_TAXED = 2_900  # CSG and CRDS that do not lower the taxable pay
PENSION_LOW = 10_020  # 131 under the ceiling, both shares
PENSION_HIGH = 24_290  # 131 above it
PENSION_BALANCE = 350  # CET, on the whole pay once above the ceiling
EXECUTIVE_FUND = 60  # 132
EMPLOYEE_OLD_AGE_CAPPED = 6_900
EMPLOYEE_OLD_AGE = 400
EMPLOYEE_PENSION_LOW = 4_010
EMPLOYEE_PENSION_HIGH = 9_720
EMPLOYEE_PENSION_BALANCE = 140
EMPLOYEE_EXECUTIVE_FUND = 24
OVERTIME_RELIEF = 11_310  # 114, taken off the employee's part
OVERTIME_EMPLOYER = {True: 150, False: 50}  # 021, cents an hour, below and from 20 employees
FORFAIT_DAYS = 1_817  # days a month of a full contract counted in days, in hundredths
RELIEF_PENSION_PART = 601  # share of the reduction that goes to Agirc-Arrco, in ten-thousandths
UNEMPLOYMENT_CEILINGS = 4


def norm_of(day: date) -> str:
    """The version of the norm in use in a year. `ValueError` outside 2024 to 2026."""
    if day.year not in PMSS:
        raise ValueError(f"no version of the norm is known here for {day.year}")
    return f"P{day.year % 100}V01"


def rates_of(month: date) -> Rates:
    """The rates of a month. `ValueError` outside 2024 to 2026."""
    if month.year not in PMSS:
        raise ValueError(f"no rates are known here for {month.year}")
    reformed = month.year >= 2026  # one general reduction replaces the reduced rates
    return Rates(
        pmss=PMSS[month.year],
        smic=next(amount for since, amount in _SMIC if month >= since),
        health=7_000,
        health_top=6_000,
        health_limit=0 if reformed else 2_250 if month.year == 2025 else 2_500,
        family=3_450,
        family_top=1_800,
        family_limit=0 if reformed else 3_300 if month.year == 2025 else 3_500,
        old_age=2_510 if reformed else 2_420,
        old_age_capped=15_450,
        unemployment=4_000 if month >= date(2025, 5, 1) else 4_050,
        wage_guarantee=250 if month >= date(2024, 7, 1) else 200,
        relief=3_973 if reformed else 3_193 if month.year == 2025 else 3_194,
    )


def half_up(value: int, divisor: int) -> int:
    """`value / divisor` rounded to the nearest whole, halves away from zero."""
    if value < 0:
        return -((-value * 2 + divisor) // (2 * divisor))
    return (value * 2 + divisor) // (2 * divisor)


def share(cents: int, rate: int) -> int:
    """A rate of an amount, in cents."""
    if cents < 0:
        return half_up(cents * rate, PERCENT)
    return (cents * rate * 2 + PERCENT) // (2 * PERCENT)

"""Helps the tests of generated files: their records, and one file of each kind."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from mandat.formats.dsn.generate import (
    Absence,
    Company,
    Exit,
    end_of_contract,
    make_company,
    monthly,
    return_to_work,
    sick_leave,
)
from mandat.identifiers.making import make_siret

MONTH = date(2026, 3, 1)
STOP = Absence("01", date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 17))


def records(data: bytes) -> list[tuple[str, str]]:
    """The records of a well-written file."""
    lines = data.decode("latin-1").split("\r\n")[:-1]
    return [(line[:14], line[16:-1]) for line in lines]


def values(data: bytes, rubric: str) -> list[str]:
    """Every value of a rubric, in order."""
    return [value for found, value in records(data) if found == rubric]


def cents(text: str) -> int:
    """An amount of the norm, in cents."""
    whole, decimals = text.split(".")
    assert len(decimals) == 2
    return int(whole + decimals)


def leaving(company: Company, motive: str = "059") -> Company:
    """The company, whose first person leaves in the month."""
    place = company.establishments[0]
    on = MONTH + timedelta(days=19)
    gone = replace(place.employees[0], exit=Exit(on, motive, on - timedelta(days=30)))
    place = replace(place, employees=(gone, *place.employees[1:]))
    return replace(company, establishments=(place,))


def one_of_each(seed: int = 1, size: int = 4) -> dict[str, bytes]:
    """A file of each nature, and a monthly one replaced, without anyone, with two places."""
    company = make_company(Random(seed), size=size, month=MONTH)
    first = company.employees[0]
    gone = leaving(company)
    place = company.establishments[0]
    nobody = replace(company, establishments=(replace(place, employees=()),))
    both = replace(company, establishments=(place, replace(place, nic=other_nic(company))))
    return {
        "01": monthly(company, MONTH),
        "01-leaving": monthly(gone, MONTH),
        "01-replacing": monthly(company, MONTH, order=8, replaces=7),
        "01-nobody": monthly(nobody, MONTH),
        "01-two-places": monthly(both, MONTH),
        "04": sick_leave(company, first, STOP),
        "04-accident": sick_leave(company, first, replace(STOP, motive="06", resumed=None)),
        "05": return_to_work(company, first, STOP),
        "07": end_of_contract(gone, gone.employees[0]),
    }


def other_nic(company: Company) -> str:
    """The NIC of a second establishment."""
    return make_siret(Random(0), company.siren, 2)[9:]

"""Plain files, one of each nature, for whoever needs a file and not a special one."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from mandat.formats.dsn.generate.events import end_of_contract, return_to_work, sick_leave
from mandat.formats.dsn.generate.life import make_company
from mandat.formats.dsn.generate.monthly import monthly
from mandat.formats.dsn.generate.pay import DAY
from mandat.formats.dsn.generate.people import Absence, Exit


def simple(
    rng: Random,
    nature: str,
    month: date,
    *,
    siren: str | None = None,
    size: int = 6,
    norm: str | None = None,
) -> bytes:
    """The file of nature 01, 04, 05 or 07 of an invented company in a month."""
    company = make_company(rng, siren, size, month)
    if nature == "01":
        return monthly(company, month, norm=norm)
    place = company.establishments[0]
    first = place.employees[0]
    worked = month + timedelta(days=9)
    stop = Absence("01", worked, worked + timedelta(days=7), worked + timedelta(days=8))
    if nature == "04":
        return sick_leave(company, first, replace(stop, resumed=None), norm=norm)
    if nature == "05":
        return return_to_work(company, first, stop, norm=norm)
    leaving = month + timedelta(days=19)
    gone = replace(first, exit=Exit(leaving, "059", leaving - 30 * DAY))
    staff = (gone, *place.employees[1:])
    company = replace(company, establishments=(replace(place, employees=staff),))
    return end_of_contract(company, gone, norm=norm)

"""Invented numbers with right keys, for the demonstration and the tests; never a real person's."""

from datetime import date, timedelta
from random import Random

from stdnum import luhn
from stdnum.fr import nir as stdnum_nir

from mandat.identifiers.checks import onss_key

_EARLIEST = date(1950, 1, 1)
_DAYS = (date(2004, 12, 31) - _EARLIEST).days


def make_siren(rng: Random) -> str:
    """A right SIREN."""
    body = f"{rng.randrange(10_000_000, 100_000_000)}"
    return body + luhn.calc_check_digit(body)


def make_siret(rng: Random, siren: str | None = None, nic: int = 1) -> str:
    """A right SIRET: the establishment of that rank of `siren` (a new one when none is given)."""
    body = f"{siren or make_siren(rng)}{nic:04d}"
    return body + luhn.calc_check_digit(body)


def make_nir(rng: Random, *, born: date | None = None, woman: bool | None = None) -> str:
    """A right NIR of fifteen characters.

    Its commune lies above 990 in a department of the mainland, where no commune has a code: the
    number belongs to nobody.
    """
    born = born or _birth_date(rng)
    woman = rng.random() < 0.5 if woman is None else woman
    department = rng.choice([*range(1, 20), *range(21, 96)])
    body = (
        f"{2 if woman else 1}{born:%y%m}{department:02d}"
        f"{rng.randrange(991, 1000)}{rng.randrange(1, 1000):03d}"
    )
    return body + stdnum_nir.calc_check_digits(body + "00")


def make_niss(
    rng: Random,
    *,
    born: date | None = None,
    woman: bool | None = None,
    bis: bool = False,
) -> str:
    """A right Belgian national register number, or a BIS number whose sex is known."""
    born = born or _birth_date(rng)
    woman = rng.random() < 0.5 if woman is None else woman
    counter = rng.randrange(2, 999, 2) if woman else rng.randrange(1, 998, 2)
    body = f"{born:%y}{born.month + (40 if bis else 0):02d}{born:%d}{counter:03d}"
    base = int(body) + (2_000_000_000 if born.year >= 2000 else 0)
    return f"{body}{97 - base % 97:02d}"


def make_enterprise(rng: Random) -> str:
    """A right Belgian enterprise number, mostly of the 0-series."""
    first = 1 if rng.random() < 0.1 else 0
    return _crossroads(first * 10_000_000 + rng.randrange(2_000_000, 10_000_000))


def make_establishment(rng: Random) -> str:
    """A right Belgian establishment unit number, outside the fictitious ones of the DmfA."""
    return _crossroads(rng.randrange(20_000_000, 80_000_000))


def make_onss(rng: Random) -> str:
    """A right definitive ONSS employer number of nine digits."""
    body = rng.randrange(1_001, 1_999_999)
    return f"{body:07d}{onss_key(body):02d}"


def _crossroads(body: int) -> str:
    return f"{body:08d}{97 - body % 97:02d}"


def _birth_date(rng: Random) -> date:
    return _EARLIEST + timedelta(days=rng.randrange(_DAYS))

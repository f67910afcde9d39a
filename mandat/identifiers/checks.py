"""The rule of each number: a normalised text goes in, '' or the code of what is wrong comes out.

Every function takes capital letters and ASCII digits without separators. The codes are
'length', 'characters', 'zeros', 'prefix', 'key', 'sex', 'month', 'date' and 'counter'. The key is
judged before the parts, because a wrong key says that something was mistyped, and only then is
it useful to guess what was meant.
"""

from datetime import date
from typing import Final

from stdnum import iban as stdnum_iban
from stdnum import luhn
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidLength,
    ValidationError,
)
from stdnum.fr import nir as stdnum_nir

LA_POSTE: Final = "356000000"
NIR_SEXES: Final = frozenset("123478")
NIR_MONTHS: Final = frozenset([*range(1, 13), *range(20, 43), *range(50, 100)])
ONSS_DEFINITIVE: Final = range(100_006, 199_999_935)
ONSS_PROVISIONAL: Final = range(5_000_000_000, 6_000_000_000)


def _digits(number: str, *lengths: int) -> str:
    """'characters', 'length' or '': whether `number` is that many ASCII digits."""
    if not (number.isascii() and number.isdigit()):
        return "characters"
    return "" if len(number) in lengths else "length"


def siren_problem(number: str) -> str:
    """French company: nine digits, Luhn, never all zeros."""
    if problem := _digits(number, 9):
        return problem
    if not number.strip("0"):
        return "zeros"
    return "" if luhn.is_valid(number) else "key"


def siret_problem(number: str) -> str:
    """French establishment: a right SIREN, then Luhn over the whole.

    La Poste has more establishments than Luhn allows: theirs have a sum of digits that is a
    multiple of five, apart from the seat, which keeps Luhn.
    """
    if problem := _digits(number, 14):
        return problem
    if problem := siren_problem(number[:9]):
        return problem
    if number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0:
        return ""
    return "" if luhn.is_valid(number) else "key"


def nir13_problem(number: str) -> str:
    """French social-security number without its key, as a DSN carries it."""
    if len(number) != 13:
        return "length"
    department = number[5:7]
    rest = number[:5] + number[7:]
    if not (rest.isascii() and rest.isdigit()):
        return "characters"
    if department not in ("2A", "2B") and not (department.isascii() and department.isdigit()):
        return "characters"
    if number[0] not in NIR_SEXES:
        return "sex" if number.strip("0") else "zeros"
    return "" if int(number[3:5]) in NIR_MONTHS else "month"


def nir_problem(number: str) -> str:
    """French social-security number with its key: 97 less the body modulo 97."""
    if len(number) != 15:
        return "length"
    body, key = number[:13], number[13:]
    problem = nir13_problem(body)
    if problem in ("characters", "zeros"):
        return problem
    if not (key.isascii() and key.isdigit()):
        return "characters"
    # The library reads 2A as 19 and 2B as 18.
    return problem if stdnum_nir.calc_check_digits(number) == key else "key"


def niss_problem(number: str, *, today: date | None = None) -> str:
    """Belgian national register or BIS number; a birth date after `today` is refused.

    Royal Decree of 8 February 1991 and IBZ IT000. Without `today` the future is not looked at.
    """
    if problem := _digits(number, 11):
        return problem
    if not number.strip("0"):
        return "zeros"
    century = _niss_century(number)
    if century is None:
        return "key"
    month, day, counter = int(number[2:4]), int(number[4:6]), int(number[6:9])
    if month > 52 or month % 20 > 12:
        return "month"
    # A counter stops before 999 in the register; BIS numbers do reach it.
    if counter == 0 or (counter == 999 and month <= 12):
        return "counter"
    return _niss_date_problem(century + int(number[:2]), month % 20, day, today)


def is_bis(number: str) -> bool:
    """Whether a normalised NISS is a BIS number: its month is raised by 20 or 40."""
    return _digits(number, 11) == "" and int(number[2:4]) >= 20


def _niss_century(number: str) -> int | None:
    """1900 or 2000, whichever makes the key right; None when neither does."""
    body, key = int(number[:9]), int(number[9:])
    if 97 - body % 97 == key:
        return 1900
    # Born from 2000: a 2 is put before the nine digits.
    return 2000 if 97 - (2_000_000_000 + body) % 97 == key else None


def _niss_date_problem(year: int, month: int, day: int, today: date | None) -> str:
    """'date' when the day does not exist or has not come yet; parts may be unknown."""
    if month and day:
        try:
            born = date(year, month, day)
        except ValueError:
            return "date"
        return "date" if today and born > today else ""
    # Unknown month: the day only continues an exhausted counter and may pass 31.
    if today and (year, month) > (today.year, today.month):
        return "date"
    return ""


def enterprise_problem(number: str) -> str:
    """Belgian company: ten digits beginning 0 or 1, key of the first eight modulo 97."""
    return _crossroads_problem(number, "01")


def establishment_problem(number: str) -> str:
    """Belgian establishment unit: ten digits beginning 2 to 8, same key as a company.

    The fictitious 8999999xxx units that a DmfA may name have right keys and pass.
    """
    return _crossroads_problem(number, "2345678")


def _crossroads_problem(number: str, firsts: str) -> str:
    if problem := _digits(number, 10):
        return problem
    if number[0] not in firsts:
        return "prefix"
    body = int(number[:8])
    if body == 0:
        return "zeros"
    return "" if 97 - body % 97 == int(number[8:]) else "key"


def onss_problem(number: str) -> str:
    """Belgian employer number: up to nine digits, or ten beginning with 5 while provisional."""
    if not (number.isascii() and number.isdigit()):
        return "characters"
    if not 6 <= len(number) <= 10:
        return "length"
    value = int(number)
    if value == 0:
        return "zeros"
    if value not in ONSS_DEFINITIVE and value not in ONSS_PROVISIONAL:
        return "prefix"
    return "" if onss_key(value // 100) == value % 100 else "key"


def onss_key(body: int) -> int:
    """The two last digits of an ONSS number from those before them."""
    return (96 - 100 * body % 97) or 97


def iban_problem(number: str) -> str:
    """Bank account of any country: the general rule, without asking whether the bank is known."""
    try:
        stdnum_iban.validate(number, check_country=False)
    except InvalidLength:
        return "length"
    except InvalidChecksum:
        return "key"
    except InvalidComponent:
        return "prefix"
    except ValidationError:
        return "characters"
    return ""

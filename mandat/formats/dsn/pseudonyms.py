"""Invented names, numbers and addresses, each drawn from a true one and a key.

Numbers are permuted (a small Feistel network under the key), so that two never become one; names
and the like are drawn from so many that they practically never do. Telephones and days of birth
are drawn from few: there two may become one. What is malformed is replaced as well, whole.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from string import ascii_lowercase, ascii_uppercase, digits

from mandat.formats.dsn.values import day

_ROUNDS = 8
_CONSONANTS, _VOWELS = "BCDFGLMNPRSTV", "AEIOU"
_LA_POSTE = "356000000"
_RIB = str.maketrans(ascii_uppercase, "12345678912345678923456789")
Kind = Callable[[str], str]
_NONE = re.compile(r"9{5,}|0{5,}")
"""Says that there is no number; fewer nines may be one."""
_NATIONAL = re.compile(r"[0-9]{5}(?:[0-9]{2}|2[AB])[0-9]{6}")
LISTED = re.compile(
    r"DGFIP(?:_PAS|_SATD)?|[A-Z]{1,3}|[0-9]{1,6}|[0-9]{14}|(?=[0-9]*[A-Za-z])(?=[A-Za-z]*[0-9])\w{2,9}",
    re.ASCII,
)
"""A code of a list that is not in the norm: a name has no digit, a national number is longer."""
_BEFORE_DSN = 2012
_ORDER = re.compile(r"0|[1-9][0-9]{0,14}")
_PERSONAL_ORDER = re.compile(
    r"[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])[0-9]{2}[0-9]{6}(?:[0-9]{2})?"
)
_BIRTH = re.compile(r"([0-9]{2})(0[1-9]|1[0-2]|99)(?:18|19|20)[0-9]{2}")


def luhn_digit(body: str) -> int:
    """The digit after `body` that makes its Luhn key right."""
    total = 0
    for rank, figure in enumerate(reversed(body)):
        number = int(figure) * (2 if rank % 2 == 0 else 1)
        total += number // 10 + number % 10
    return -total % 10


def _is_number(text: str, *lengths: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) in lengths


class Pseudonyms:
    """Replacements under one key. `siren` is the company whose NIC comes next, as it was."""

    def __init__(self, key: bytes) -> None:
        """The same key gives the same replacements."""
        self.key = key
        self.siren = ""
        self.kinds: Mapping[str, Kind] = {
            "abroad": lambda value: self._signs(value, "abroad"),
            "birth": self._birth,
            "building": lambda value: f"BATIMENT {self._word('building', value, 1)}",
            "city": lambda value: f"{self._word('city', value, 3)}VILLE",
            "company": lambda value: f"SOCIETE {self._word('company', value, 4)}",
            "contact": lambda value: f"CONTACT {self._word('family', value, 4)}",
            "country": lambda value: f"PAYS {self._word('country', value, 3)}",
            "contract": lambda value: self._signs(value, "contract"),
            "email": lambda value: f"adresse{self._draw('email', value, 10**10):010}@example.org",
            "family": lambda value: self._word("family", value, 4),
            "first": lambda value: self._word("first", value, 3),
            "iban": self._iban,
            "job": lambda value: f"EMPLOI {self._word('job', value, 3)}",
            "matricule": lambda value: self._signs(value, "matricule"),
            "nic": self._nic,
            "nir": self._nir,
            "ntt": self._ntt,
            "order": self._order,
            "organisation": self._organisation,
            "phone": lambda value: f"063998{self._draw('phone', value, 10**4):04}",
            "place": self._place,
            "position": lambda value: f"POSITION {self._word('position', value, 3)}",
            "postcode": self._postcode,
            "rate": self._rate,
            "reference": self._reference,
            "replaces": self._replaces,
            "siren": self._company_number,
            "software": lambda value: f"LOGICIEL {self._word('software', value, 3)}",
            "street": self._street,
            "unknown": lambda value: self._signs(value, "unknown"),
        }

    def replaced(self, kind: str, value: str) -> str:
        """What stands for a value of that kind."""
        return self.kinds[kind](value)

    # ---- drawing

    def _hash(self, tweak: str, value: bytes, size: int) -> int:
        # One key for all: the tweak, of known length, keeps the kinds apart.
        label = tweak.encode()
        data = bytes([len(label)]) + label + value
        return int.from_bytes(hashlib.blake2b(data, key=self.key, digest_size=size).digest(), "big")

    def _draw(self, tweak: str, value: str, size: int) -> int:
        """A number below `size`, the same for the same value however it is written."""
        known = " ".join(value.upper().split()).encode("utf-8", "surrogateescape")
        return self._hash(tweak, known, 16) % size

    def _word(self, tweak: str, value: str, syllables: int) -> str:
        """A word that can be read aloud."""
        number = self._draw(f"word {tweak}", value, 1 << 64)
        word = ""
        for _ in range(syllables):
            number, rest = divmod(number, len(_CONSONANTS) * len(_VOWELS))
            word += _CONSONANTS[rest // len(_VOWELS)] + _VOWELS[rest % len(_VOWELS)]
        return word

    def _permuted(
        self, number: int, size: int, tweak: str, fits: Callable[[int], bool] = lambda _: True
    ) -> int:
        """Another number below `size`; no two numbers that fit give the same, and it fits too."""
        half = max((size - 1).bit_length() + 1, 2) // 2
        mask = (1 << half) - 1
        width = (half + 7) // 8
        start = number
        while True:
            left, right = number >> half, number & mask
            for turn in range(_ROUNDS):
                drawn = self._hash(f"{turn} {size} {tweak}", right.to_bytes(width, "big"), width)
                left, right = right, left ^ (drawn & mask)
            number = left << half | right
            # Walking on along the cycle stays one to one: it ends, at the latest, where it began.
            if number == start or (number < size and fits(number)):
                return number

    def _signs(self, value: str, tweak: str) -> str:
        """Each digit becomes a digit, each letter a letter; the whole is one to one."""
        if len(value) > _LONGEST:
            parts = [value[at : at + _LONGEST] for at in range(0, len(value), _LONGEST)]
            return "".join(self._signs(part, tweak) for part in parts)
        alphabets = [_alphabet(sign) for sign in value]
        if _NONE.fullmatch(value) or not any(alphabets):
            return value
        number, size = 0, 1
        for sign, alphabet in zip(value, alphabets, strict=True):
            if alphabet:
                number = number * len(alphabet) + max(alphabet.find(sign), 0)
                size *= len(alphabet)
        if size < 2:
            return value

        def written(number: int) -> str:
            signs = list(value)
            for place in range(len(alphabets) - 1, -1, -1):
                if alphabet := alphabets[place]:
                    number, rest = divmod(number, len(alphabet))
                    signs[place] = alphabet[rest]
            return "".join(signs)

        shape = f"{tweak} {len(value)}"
        return written(
            self._permuted(number, size, shape, lambda n: not _NONE.fullmatch(written(n)))
        )

    # ---- companies

    def _company_number(self, value: str) -> str:
        self.siren = value
        return self._siren(value)

    def _siren(self, value: str) -> str:
        """A right key stays right, a wrong one wrong."""
        if not _is_number(value, 9) or not value.strip("0"):
            return value if not value.strip("0") else self._signs(value, "siren")
        body = self._permuted(int(value[:8]), 10**8, "siren", _may_be_siren)
        wrong = int(value[8]) - luhn_digit(value[:8])
        return f"{body:08}{(luhn_digit(f'{body:08}') + wrong) % 10}"

    def _siret(self, value: str) -> str:
        new = self._siren(value[:9]) + value[9:13]
        is_post = value.startswith(_LA_POSTE) and sum(map(int, value)) % 5 == 0
        wrong = 0 if is_post else int(value[13]) - luhn_digit(value[:13])
        return f"{new}{(luhn_digit(new) + wrong) % 10}"

    def _nic(self, value: str) -> str:
        """The rank of the establishment stays; its key follows the company's new number."""
        if _is_number(value, 5) and _is_number(self.siren, 9):
            return self._siret(self.siren + value)[9:]
        return value if _is_number(value, 5) else self._signs(value, "nic")

    def _place(self, value: str) -> str:
        """A SIRET, or a mark of the company's own for a place of work."""
        return self._siret(value) if _is_number(value, 14) else self._reference(value)

    def _reference(self, value: str) -> str:
        """A mark of somebody's own; one or two signs are a code of the norm."""
        return value if len(value) <= 2 else self._signs(value, "reference")

    def _organisation(self, value: str) -> str:
        """A code of an organisation stays; any other word may be a person's."""
        return value if LISTED.fullmatch(value) else self._signs(value, "reference")

    def _order(self, value: str) -> str:
        """The order of a declaration stays, unless it may be a national number."""
        if not _ORDER.fullmatch(value):
            return blotted(value)
        if not _PERSONAL_ORDER.fullmatch(value):
            return value
        return value[0] + self._signs(value[1:], "order")

    def _replaces(self, value: str) -> str:
        """The day and the order of the declaration that is replaced."""
        built = day(value[:8])
        if built is None or built.year <= _BEFORE_DSN:
            return blotted(value)
        return value[:8] + self._order(value[8:])

    # ---- people

    def _nir(self, value: str) -> str:
        """Sex, year, month and place of birth as far as the country stay; the rest is another's.

        They must, since other rubrics say the same. A number of nines stands for none.
        """
        if not _NATIONAL.fullmatch(value):
            return self._signs(value, "nir")
        if value[0] not in "12" or not _may_be_month(value[3:5]):
            return value if value[1:] == "9" * 12 else value[0] + self._signs(value[1:], "nir")
        if value.endswith("999999"):
            return value
        # Overseas the department has a third digit, abroad three digits are the country's.
        kept = {"97": 8, "98": 8, "99": 10}.get(value[5:7], 7)
        rest = 13 - kept

        def fits(number: int) -> bool:
            tail = value[7:kept] + f"{number:0{rest}}"
            return tail[:3] != "000" and tail[3:] != "000" and tail != "9" * 6

        number = int(value[kept:])
        if not fits(number):
            return value[:7] + self._signs(value[7:], "nir")
        return (
            value[:kept]
            + f"{self._permuted(number, 10**rest, f'nir {value[:kept]}', fits):0{rest}}"
        )

    def _ntt(self, value: str) -> str:
        """The first digit (sex) stays, the company's number follows it (CT25 p.177)."""
        if not _is_number(value[:10], 10) or len(value) < 11:
            return self._signs(value, "ntt")
        return value[0] + self._siren(value[1:10]) + self._signs(value[10:], "ntt")

    def _birth(self, value: str) -> str:
        """Another day of the same month: the month and the year are also in the national number.

        An unknown day (99) stays; one that the month has not stays one that it has not.
        """
        found = _BIRTH.fullmatch(value)
        if not found:
            return blotted(value)
        number, year = int(found[1]), value[2:]
        if number == 99:
            return value
        if value[2:4] != "99" and day(value) is None:
            return ("00" if day(f"31{year}") else "31") + year
        drawn = 1 + self._draw("birth", value, 27)
        return f"{drawn + (drawn >= number):02}{year}"

    def _postcode(self, value: str) -> str:
        """The department stays: rules and rates depend on it. Monaco has one postcode."""
        if not _is_number(value, 5):
            return self._signs(value, "postcode")
        kept = 3 if value[:2] in ("97", "98") else 2
        return value[:kept].ljust(5, "0")

    def _street(self, value: str) -> str:
        return f"{1 + self._draw('number', value, 98)} RUE {self._word('street', value, 3)}"

    def _rate(self, value: str) -> str:
        """The tax office's mark of somebody's rate; -1 and 0 say that there is none."""
        if value in ("-1", "0"):
            return value
        if not _is_number(value, *range(1, 19)):
            return self._signs(value, "rate")
        if value.startswith("0"):
            return f"0{self._signs(value[1:], 'rate')}"
        least = 10 ** (len(value) - 1)
        return str(least + self._permuted(int(value) - least, 9 * least, "rate"))

    # ---- accounts

    def _iban(self, value: str) -> str:
        """The bank and the country stay; the account is another, its keys right as they were."""
        if not (value.isascii() and value.isalnum() and value[:2].isalpha() and len(value) >= 15):
            return self._signs(value, "iban")
        country, account = value[:2].upper(), value[4:].upper()
        if country in ("FR", "MC") and _is_number(account[:5], 5) and _is_number(account[-2:], 2):
            new = account[:5] + self._signs(account[5:-2], "iban")
            is_right = int(account[-2:]) == _rib_key(account[:-2])
            new += f"{(_rib_key(new) - 1 + (not is_right)) % 97 + 1:02}"
        elif country == "BE" and _is_number(account, 12):
            new = account[:3] + self._signs(account[3:10], "iban")
            is_right = int(account[10:]) == _belgian_key(account[:10])
            new += f"{(_belgian_key(new) - 1 + (not is_right)) % 97 + 1:02}"
        else:
            new = account[:4] + self._signs(account[4:], "iban")
        is_right = value[2:4] == f"{_iban_key(country, account):02}"
        key = _iban_key(country, new)
        return f"{value[:2]}{key if is_right else (key - 2 + 1) % 97 + 2:02}{new}"


_LONGEST = 100
"""Signs that are permuted as one number: no mark of the norm is longer."""


def blotted(text: str, digit: str = "0", letter: str = "x") -> str:
    """A text whose letters and digits are gone; strange signs stay strange."""
    return "".join(_blot(sign, digit, letter) for sign in text)


def _blot(sign: str, digit: str, letter: str) -> str:
    if "\x80" <= sign <= "\x9f":
        # Letters of windows-1252 are seen as these; the others say nothing.
        return "\x80" if sign.encode("latin-1").decode("cp1252", "replace").isalpha() else sign
    if sign.isdecimal() and sign.isascii():
        return digit
    if not sign.isalnum() and sign < "\u0300":
        return sign
    if sign > "\xff":
        return sign if sign == "\ufffd" or "\ud800" <= sign <= "\udfff" else "\u03a9"
    return letter.upper() if sign.isupper() else letter


def _may_be_month(month: str) -> bool:
    """That of a national number, as the expression of S21.G00.30.001 has it: 01 to 12, or none."""
    return "01" <= month <= "12" or month == "20" or "30" <= month <= "42" or month >= "50"


def _may_be_siren(body: int) -> bool:
    return body > 0 and f"{body:08}" != _LA_POSTE[:8]


def _alphabet(sign: str) -> str:
    """The signs that may stand for one; none for what stays."""
    if sign in digits:
        return digits
    if sign.isalpha():
        return ascii_lowercase if sign.islower() else ascii_uppercase
    return digits if sign.isalnum() else ""


def _rib_key(account: str) -> int:
    """The two last digits of a French account (bank, branch, number)."""
    figures = account.translate(_RIB)
    bank, branch, number = int(figures[:5]), int(figures[5:10]), int(figures[10:])
    return 97 - (89 * bank + 15 * branch + 3 * number) % 97


def _belgian_key(account: str) -> int:
    return int(account) % 97 or 97


def _iban_key(country: str, account: str) -> int:
    figures = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    return 98 - int(figures) % 97

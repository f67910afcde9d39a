"""The words of the reports themselves, in four languages; `words.tsv` has them."""

import os
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from mandat.formats.dsn.model import Level
from mandat.formats.dsn.report.examine import LEVELS, DeclarationFacts
from mandat.formats.dsn.texts import FULL, LANGUAGES

_NARROW = "\u202f"
_ONE_AND_MANY = "~"


def language_of(environment: Mapping[str, str] = os.environ) -> str:
    """The language that `LC_ALL`, `LC_MESSAGES` or `LANG` asks for, when it is one of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if wanted := environment.get(name):
            code = wanted[:2].lower()
            return code if code in LANGUAGES and not wanted[2:3].isalpha() else FULL
    return FULL


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """Language → key → words."""
    text = (files(__package__) / "words.tsv").read_text(encoding="utf-8")
    head, *rows = [line.split("\t") for line in text.splitlines()]
    return {
        language: {row[0]: row[column] for row in rows}
        for column, language in enumerate(head)
        if column
    }


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        """`language` is one of `texts.LANGUAGES`."""
        self.language = language
        self._own = _words()[language]

    def __call__(self, key: str, **places: object) -> str:
        """The words of that key, its places filled."""
        return self._own[key].format(**places)

    def has(self, key: str) -> bool:
        """Whether there are words of that key."""
        return key in self._own

    def reason(self, reason: str) -> str:
        """Why something could not be opened, from what the system says; else as it says it."""
        return self._own.get(reason, reason)

    def counted(self, number: int, key: str) -> str:
        """`3 files`: a number and its noun, in the singular where the language wants it."""
        one, _, many = self._own[f"n-{key}"].partition(_ONE_AND_MANY)
        is_one = number < 2 if self.language == FULL else number == 1
        return f"{self.number(number)} {one if is_one else many}"

    def number(self, number: int) -> str:
        """A whole number, thousands apart."""
        return f"{number:,}".replace(",", _NARROW)

    def colon(self, name: str, value: str) -> str:
        """`name: value`, with the blank that French wants."""
        return f"{name}\u00a0: {value}" if self.language == FULL else f"{name}: {value}"

    def levels(self, counts: Mapping[Level, int]) -> str:
        """`1 blocking problem, 2 signals`; that there is nothing where there is nothing."""
        parts = [self.counted(counts[level], level) for level in LEVELS if counts[level]]
        return ", ".join(parts) or self("nothing")

    def month(self, month: str) -> str:
        """`2026-01` → `January 2026`."""
        year, _, rank = month.partition("-")
        return f"{self('months').split()[int(rank) - 1]} {year}" if rank else self("no-month")

    def nature(self, nature: str) -> str:
        """`01` → `Monthly DSN`."""
        key = f"nature-{nature}"
        return self(key if self.has(key) else "nature-?")

    def type(self, kind: str) -> str:
        """`03` → `cancels and replaces`."""
        key = f"type-{kind}"
        return self(key if self.has(key) else "type-?")

    def siret(self, siret: str) -> str:
        """`SIRET 732 829 320 00074`."""
        if not siret:
            return self("no-siret")
        parts = (siret[:3], siret[3:6], siret[6:9], siret[9:])
        return "SIRET " + "\u00a0".join(part for part in parts if part)

    def declaration(self, each: DeclarationFacts) -> str:
        """A declaration in one line: nature, type, month, establishment."""
        parts = [self.nature(each.nature), self.type(each.type), self.month(each.month)]
        if each.fraction not in ("", "11"):
            parts.append(self("fraction", n="/".join(each.fraction)))
        return ", ".join([*parts, self.siret(each.siret)])

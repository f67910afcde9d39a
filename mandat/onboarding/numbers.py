"""A typed number as the subject of an engagement: whose country, a company's or a person's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mandat.firms.choices import Country
from mandat.firms.models import Firm, Office
from mandat.identifiers import (
    FRENCH,
    Kind,
    Reading,
    classify,
    format_number,
    is_personal,
    mask,
    siren_of,
)
from mandat.onboarding.choices import NumberKind, NumberProblem
from mandat.vault.keys import keyring

CLIENT_KINDS: Final = (
    Kind.SIREN,
    Kind.SIRET,
    Kind.NIR,
    Kind.ENTERPRISE,
    Kind.ESTABLISHMENT,
    Kind.NISS,
)


@dataclass(frozen=True)
class Subject:
    """A right number of a kind that a client can have."""

    kind: Kind
    number: str = field(repr=False)

    @property
    def country(self) -> Country:
        """Where its social security is."""
        return Country.FRANCE if self.kind in FRENCH else Country.BELGIUM

    @property
    def is_person(self) -> bool:
        """Whether it is a national number."""
        return is_personal(self.kind)

    @property
    def company(self) -> str:
        """The number that a client or affiliate of this number bears; '' where it is not inside.

        A SIRET holds its SIREN; an establishment unit does not tell its enterprise.
        """
        if self.is_person or self.kind is Kind.ESTABLISHMENT:
            return ""
        return siren_of(self.number) if self.country == Country.FRANCE else self.number

    @property
    def label(self) -> str:
        """Its printed form, masked when it is a person's."""
        return mask(self.kind, self.number)

    def hash_for(self, owner: Firm | Office) -> str:
        """The keyed hash by which `owner` finds a person again; '' for a company."""
        if not self.is_person:
            return ""
        word = "firm" if isinstance(owner, Firm) else "office"
        return keyring().index(self.number, scope=f"{word}:{owner.pk}")

    def identity_in(self, firm: Firm) -> str:
        """What makes a client of this number unique in the firm; '' for an establishment unit."""
        return self.hash_for(firm) or self.company


@dataclass(frozen=True)
class Understood:
    """What a typed text was taken for, and what else it may have been."""

    reading: Reading
    suggestions: tuple[str, ...] = field(default=(), repr=False)  # printed, likeliest first
    elsewhere: str = field(default="", repr=False)  # right in the other country, printed

    @property
    def subject(self) -> Subject | None:
        """The number, when it is right."""
        reading = self.reading
        if not reading.valid or reading.kind is None:
            return None
        return Subject(reading.kind, reading.normalized)

    @property
    def kind_label(self) -> str:
        """Which number it is, in words; '' when it is none."""
        if self.reading.kind is None:
            return ""
        return str(NumberKind(self._kind_value()).label)

    @property
    def problem_label(self) -> str:
        """What is wrong with it, in words; '' when nothing is."""
        return str(NumberProblem(self.reading.reason).label) if self.reading.reason else ""

    def _kind_value(self) -> str:
        bis = self.reading.kind is Kind.NISS and self.reading.subtype == "bis"
        return "bis" if bis else str(self.reading.kind)


def understand(text: str, *, today: date, home: str) -> Understood:
    """Read a typed number; `home` is the firm's country, which decides where two would fit."""
    reading = classify(text, today=today, country=home, kinds=CLIENT_KINDS)
    printed = tuple(format_number(reading.kind, one) for one in reading.suggestions)
    return Understood(reading, printed, _elsewhere(text, reading, today=today, home=home))


def _elsewhere(text: str, reading: Reading, *, today: date, home: str) -> str:
    """The same digits as a right number of the other country: a button away, never assumed."""
    other = Country.BELGIUM if home == Country.FRANCE else Country.FRANCE
    second = classify(text, today=today, country=other, kinds=CLIENT_KINDS)
    if not second.valid or second.kind == reading.kind:
        return ""
    prefix = "BE " if second.kind is Kind.ENTERPRISE else ""
    return prefix + format_number(second.kind, second.normalized)

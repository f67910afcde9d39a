"""Reads what was typed in a search and asks the index of `mandat.clients.fulltext` once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q

from mandat.clients.fulltext import CLIENT_MASK, FIRM_SHIFT
from mandat.clients.national import number_hash
from mandat.identifiers import Kind, classify, is_personal, siren_of
from mandat.lib.text import fold, squeeze

MOST: Final = 1000  # answers beyond this are not listed but walked to, in the order of the list
_GRAM: Final = 3  # the index knows three letters and more
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What a search is for: words that all occur, or another number, or a person."""

    words: tuple[str, ...] = ()
    prefix: str = ""  # one or two letters: how a name begins
    instead: str = ""  # the company's number where the words are a longer form of it
    person: str = ""  # a whole national number; never shown, kept or logged

    def __bool__(self) -> bool:
        return bool(self.words or self.prefix or self.person)

    def __repr__(self) -> str:
        return "Typed(…)"


def read(text: str) -> Typed:
    """Understand what somebody typed; an empty one for nothing but signs."""
    text = text[:_LONGEST]
    number = classify(text, today=date.max)  # a number of the future finds nothing anyway
    if number.valid and is_personal(number.kind):
        return Typed(words=(squeeze(text),), person=number.normalized)
    instead = ""
    if number.valid and number.kind in {Kind.SIREN, Kind.SIRET, Kind.ENTERPRISE}:
        short = siren_of(number.normalized) or number.normalized
        instead = short if squeeze(text) != short else ""
    words = tuple(dict.fromkeys(fold(text).split()))
    if any(len(word) >= _GRAM for word in words):
        return Typed(words=words, instead=instead)
    joined = "".join(fold(text).split())
    if len(joined) >= _GRAM:
        return Typed(words=(joined,), instead=instead)
    return Typed(prefix=fold(text))


def addressable(text: str) -> bool:
    """Whether a search may stand in an address: not when it is, or may become, a national number.

    Eleven to fifteen digits are a NISS, a NIR or the beginning of one unless they are the right
    number of something else.
    """
    digits = sum(sign.isdigit() for sign in text)
    if digits < 11:
        return True
    number = classify(text, today=date.max)
    if number.valid:
        return not is_personal(number.kind)
    return digits > 15


def condition(typed: Typed, firm_id: int) -> tuple[Q, bool]:
    """The filter for a search within one firm, and whether it is narrow (at most MOST answers).

    Asks the index once where there are words of three letters.
    """
    if typed.prefix:
        return begins(typed.prefix), False
    person = Q(number_hash=number_hash(firm_id, typed.person)) if typed.person else Q()
    groups = [list(typed.words)] + ([[typed.instead]] if typed.instead else [])
    found = _ask(groups, firm_id)
    if len(found) > MOST:
        wide = Q()
        for word in typed.words:
            wide &= Q(search_text__contains=word)
        return (wide | Q(number=typed.instead) if typed.instead else wide) | person, False
    if person:
        # Two conditions on two indexes would read the whole firm: people are few, so ask first.
        from mandat.clients.models import Client

        found += list(
            Client.objects.filter(person, firm_id=firm_id, removed_at=None).values_list(
                "pk", flat=True
            )
        )
    return Q(pk__in=found), True


def begins(prefix: str) -> Q:
    """Names that begin with a folded prefix, as a range of the order that lists are read in."""
    return Q(sort_name__gte=prefix, sort_name__lt=prefix[:-1] + chr(ord(prefix[-1]) + 1))


def _ask(groups: Sequence[Sequence[str]], firm_id: int) -> list[int]:
    """The clients of the firm whose text holds all words of one of the groups, MOST + 1 at most."""
    if connection.vendor == "postgresql":
        one = "SELECT clients_matching(%s, %s::text[], %s)"
        sql = " UNION ".join([one] * len(groups))
        params: list[str | int | list[str]] = []
        for words in groups:
            params += [firm_id, list(words), MOST + 1]
    else:
        sql, params = _fts5(groups, firm_id)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _fts5(groups: Sequence[Sequence[str]], firm_id: int) -> tuple[str, list[str | int | list[str]]]:
    # Words are folded, letters and digits alone: nothing of FTS5's syntax can be in them.
    match = " OR ".join(
        "(" + " AND ".join(f'"{word}"' for word in words if len(word) >= _GRAM) + ")"
        for words in groups
    )
    first = firm_id << FIRM_SHIFT
    sql = (
        "SELECT c.id FROM clients_search s CROSS JOIN clients_client c ON c.id = (s.rowid & %s) "
        "WHERE s.clients_search MATCH %s AND s.rowid BETWEEN %s AND %s"
    )
    params: list[str | int | list[str]] = [CLIENT_MASK, match, first, first | CLIENT_MASK]
    short = [word for word in groups[0] if len(word) < _GRAM]
    for word in short:
        sql += " AND instr(c.search_text, %s)"
        params.append(word)
    if not short:
        sql = sql.replace("c.id FROM", "s.rowid & %s FROM").replace(
            " CROSS JOIN clients_client c ON c.id = (s.rowid & %s)", ""
        )
    return f"{sql} LIMIT {MOST + 1}", params

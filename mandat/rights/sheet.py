"""The rights of a firm as two tables: people × portfolios, clients × portfolios; no database.

Each line carries what it said when it was taken out, marked so that it holds for that line alone.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from mandat.lib.cells import harmless

# Minutes since 1970, or None where it has no start, no end.
Span = tuple[int | None, int | None]
FOR_EVER: Final[Span] = (None, None)

PEOPLE_HEAD: Final = ("email", "name", "role", "taken_out")
CLIENTS_HEAD: Final = ("reference", "name", "number", "taken_out")
_MARKS: Final = frozenset({"x", "1", "✓", "✔", "oui", "yes", "ja", "true", "vrai"})
_DATE: Final = r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?:[ t]+(\d{1,2}:\d{2}))?"
_SPAN: Final = re.compile(rf"(?:{_DATE})?\s*(?:–|—|→|-|\.\.+)\s*(?:{_DATE})?")


class BadCell(Exception):
    """A cell that cannot be understood; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# ---- cells


def minutes(at: datetime | None) -> int | None:
    """Whole minutes since 1970; seconds are not spoken of in a sheet."""
    return None if at is None else int(at.timestamp() // 60)


def write_span(span: Span | None, zone: tzinfo) -> str:
    """X for a grant without dates, from – until else; midnight is left out, the last day is said.

    >>> from datetime import UTC, datetime
    >>> write_span((None, minutes(datetime(2026, 12, 16, tzinfo=UTC))), UTC)
    '– 2026-12-15'
    """
    if span is None:
        return ""
    if span == FOR_EVER:
        return "x"
    return f"{_written(span[0], zone)} – {_written(span[1], zone, last=True)}".strip()


def read_span(text: str, zone: tzinfo) -> Span | None:
    """The grant that a cell asks for, None for an empty one. BadCell: `date`, `dates`."""
    text = bare(text)
    if not text:
        return None
    if text in _MARKS:
        return FOR_EVER
    found = _SPAN.fullmatch(text)
    if found is None or not (found[1] or found[3]):
        raise BadCell("date")
    span = (_moment(found[1], found[2], zone), _moment(found[3], found[4], zone, last=True))
    if span[0] is not None and span[1] is not None and span[1] <= span[0]:
        raise BadCell("dates")
    return span


def read_mark(text: str) -> bool:
    """Whether a cell is marked. BadCell: `mark` for what is neither x nor empty."""
    text = bare(text)
    if text and text not in _MARKS:
        raise BadCell("mark")
    return bool(text)


def bare(text: str) -> str:
    """A cell without what spreadsheets put around it, in small letters."""
    return text.strip().removeprefix("'").strip().casefold()


def _written(minute: int | None, zone: tzinfo, *, last: bool = False) -> str:
    if minute is None:
        return ""
    at = datetime.fromtimestamp(minute * 60, zone)
    if (at.hour, at.minute) == (0, 0):
        return (at.date() - timedelta(days=last)).isoformat()
    return f"{at:%Y-%m-%d %H:%M}"


def _moment(day: str | None, hour: str | None, zone: tzinfo, *, last: bool = False) -> int | None:
    """The minute at which a day begins, or ends where it is the last, or an hour of it."""
    if day is None:
        return None
    try:
        if "-" in day:
            year, month, number = map(int, day.split("-"))
        else:
            number, month, year = map(int, re.split(r"[/.]", day))
        at = datetime(year, month, number, tzinfo=zone)
        if hour is not None:
            at = at.replace(hour=int(hour.split(":")[0]), minute=int(hour.split(":")[1]))
        elif last:
            at = (at.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone)
        return minutes(at)
    except (ValueError, OverflowError) as error:
        raise BadCell("date") from error


# ---- what a line said when it was taken out


class Memory:
    """Writes and reads what a line held; marked with a key, so that lines are not mixed up."""

    def __init__(self, key: str, *, taken: int = 0) -> None:
        self._key, self._taken = key.encode(), taken

    def write(self, owner: str, held: Mapping[int, Span]) -> str:
        """`owner` names the line (person or client), `held` its portfolios."""
        told = "_".join(
            str(key) if span == FOR_EVER else f"{key}.{_short(span[0])}.{_short(span[1])}"
            for key, span in sorted(held.items())
        )
        body = f"{self._taken}~{told}"
        return f"{body}~{self._mark(owner, body)}"

    def read(self, owner: str, text: str) -> tuple[int, dict[int, Span]]:
        """The minute it was taken out, and what it held. BadCell: `memory`."""
        body, _, mark = text.strip().removeprefix("'").rpartition("~")
        if not hmac.compare_digest(mark.encode(), self._mark(owner, body).encode()):
            raise BadCell("memory")
        taken, _, told = body.partition("~")
        held = {}
        for one in told.split("_") if told else ():
            key, *dates = one.split(".")
            held[int(key)] = (_long(dates[0]), _long(dates[1])) if dates else FOR_EVER
        return int(taken), held

    def _mark(self, owner: str, body: str) -> str:
        said = f"{owner}\n{body}".encode()
        return hmac.digest(self._key, said, hashlib.sha256).hex()[:20]


def _short(minute: int | None) -> str:
    return "" if minute is None else str(minute)


def _long(text: str) -> int | None:
    return int(text) if text else None


# ---- the world that a sheet is compared with


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the sheet knows them."""

    key: int
    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Client:
    """A client as the sheet knows it; its portfolios are those that are not archived."""

    key: int
    name: str
    number: str
    portfolios: frozenset[int]


@dataclass(frozen=True)
class World:
    """The rights now: what is taken out, and what a sheet that comes back is compared with."""

    people: Mapping[int, Person]
    clients: Mapping[int, Client]
    portfolios: Mapping[int, str]  # those that are not archived, in the order of the columns
    archived: Mapping[int, str]
    grants: Mapping[tuple[int, int], Span]
    gone: frozenset[str] = frozenset()  # e-mails of those who have left


def people_rows(world: World, memory: Memory, zone: tzinfo) -> Iterator[list[str]]:
    """Who × portfolio, the head first."""
    yield [*PEOPLE_HEAD, *(harmless(name) for name in world.portfolios.values())]
    held: dict[int, dict[int, Span]] = {}
    for (member, portfolio), span in world.grants.items():
        if portfolio in world.portfolios:
            held.setdefault(member, {})[portfolio] = span
    for key, one in world.people.items():
        mine = held.get(key, {})
        yield [
            harmless(one.email), harmless(one.name), one.role, memory.write(f"m{key}", mine),
            *(write_span(mine.get(portfolio), zone) for portfolio in world.portfolios),
        ]  # fmt: skip


def client_rows(world: World, memory: Memory) -> Iterator[list[str]]:
    """Client × portfolio, the head first; a client has a reference, and a company its number."""
    yield [*CLIENTS_HEAD, *(harmless(name) for name in world.portfolios.values())]
    columns = list(world.portfolios)
    for key, one in world.clients.items():
        held = dict.fromkeys(one.portfolios, FOR_EVER)
        yield [
            f"C{key}", harmless(one.name), one.number, memory.write(f"c{key}", held),
            *("x" if portfolio in one.portfolios else "" for portfolio in columns),
        ]  # fmt: skip

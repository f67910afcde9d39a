"""What a table of rights that comes back asks to change, and which of its lines are refused.

A cell is a change only where it differs from what the line said when it was taken out: a sheet of
yesterday leaves alone what was changed today. What was changed on both sides is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final

from mandat.rights.sheet import (
    CLIENTS_HEAD,
    PEOPLE_HEAD,
    BadCell,
    Client,
    Memory,
    Span,
    World,
    bare,
    minutes,
    read_mark,
    read_span,
    write_span,
)
from mandat.rights.workbook import Tab

# A portfolio by its number, or by the name of one that is to be made.
Shelf = int | str
MAX_CHANGES: Final = 100_000
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that is refused, and why; `value` is the word that is not understood."""

    tab: str
    line: int
    code: str
    value: str = ""


@dataclass
class Asked:
    """What a sheet asks for, and the lines that are refused."""

    grants: dict[tuple[int, Shelf], Span | None] = field(default_factory=dict)
    places: dict[tuple[int, Shelf], bool] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)  # minutes at which its lines were taken out

    def new_names(self) -> list[str]:
        """The portfolios that are to be made."""
        named = {shelf for _, shelf in (*self.grants, *self.places) if isinstance(shelf, str)}
        return sorted(named)


class Reading:
    """Compares tables with the world; `create` lets unknown columns be new portfolios."""

    def __init__(
        self, world: World, memory: Memory, *, zone: tzinfo, now: datetime, create: bool
    ) -> None:
        self.world, self.memory, self.zone = world, memory, zone
        self.now, self.create = minutes(now) or 0, create
        self.asked = Asked()
        self._emails = {one.email.casefold(): key for key, one in world.people.items()}
        numbers = Counter(one.number for one in world.clients.values() if one.number)
        self._numbers = {
            one.number: key for key, one in world.clients.items() if numbers[one.number] == 1
        }
        self._shelves = {name: key for key, name in (*world.archived.items(),
                                                     *world.portfolios.items())}  # fmt: skip

    def read(self, tabs: Iterable[Tab]) -> Asked:
        """What all tables together ask for. A table is known by its head; others are left out."""
        known = 0
        for tab in tabs:
            if not tab.rows:
                continue
            line, head = tab.rows[0]
            names = {bare(text): at for at, text in sorted(head.items(), reverse=True)}
            for first, owners in ((PEOPLE_HEAD, self._people), (CLIENTS_HEAD, self._clients)):
                if first[0] in names and first[-1] in names:
                    known += 1
                    keys = {name: names[name] for name in first if name in names}
                    shelves = self._columns(tab.name, line, head, set(keys.values()))
                    owners(tab, keys, shelves)
        if not known:
            self._refuse("", 1, "no_table")
        if len(self.asked.grants) + len(self.asked.places) > MAX_CHANGES:
            self._refuse("", 1, "too_many_changes")
        return self.asked

    def _refuse(self, tab: str, line: int, code: str, value: str = "") -> None:
        self.asked.problems.append(Problem(tab, line, code, value[:100]))

    def _columns(
        self, tab: str, line: int, head: dict[int, str], keys: set[int]
    ) -> dict[int, Shelf]:
        """Column → portfolio; a name that no portfolio has is refused or will be made."""
        found: dict[int, Shelf] = {}
        for at, text in sorted(head.items()):
            if at in keys:
                continue
            name = " ".join(text.split())
            shelf = self._shelves.get(name) or self._shelves.get(name.removeprefix("'"))
            if shelf is None and not self.create:
                self._refuse(tab, line, "unknown_portfolio", name)
            elif shelf is None and len(name) > _LONGEST_NAME:
                self._refuse(tab, line, "name_too_long", name)
            elif (shelf or name) in found.values():
                self._refuse(tab, line, "column_twice", name)
            else:
                found[at] = shelf or name.removeprefix("'")
        return found

    def _lines(self, tab: Tab, key: int) -> Iterator[tuple[int, dict[int, str], str]]:
        """The lines under the head with their key; the same key twice is refused."""
        seen: dict[str, int] = {}
        for line, cells in tab.rows[1:]:
            owner = bare(cells.get(key, ""))
            if owner and owner in seen:
                self._refuse(tab.name, line, "line_twice", str(seen[owner]))
                continue
            seen[owner or f"line {line}"] = line
            yield line, cells, owner

    def _people(self, tab: Tab, keys: dict[str, int], shelves: dict[int, Shelf]) -> None:
        for line, cells, email in self._lines(tab, keys["email"]):
            member = self._emails.get(email)
            if member is None:
                code = "left" if email in self.world.gone else "unknown_person"
                self._refuse(tab.name, line, code, email)
                continue
            base = self._remembered(tab, line, f"m{member}", cells.get(keys["taken_out"], ""))
            if base is None:
                continue
            for at, shelf in shelves.items():
                self._granted(tab, line, (member, shelf), cells.get(at, ""), base)

    def _granted(
        self, tab: Tab, line: int, cell: tuple[int, Shelf], text: str, base: dict[int, Span]
    ) -> None:
        before = base.get(cell[1]) if isinstance(cell[1], int) else None
        if text.strip() == write_span(before, self.zone):
            return
        try:
            wanted = read_span(text, self.zone)
        except BadCell as error:
            self._refuse(tab.name, line, error.code, text)
            return
        have = self.world.grants.get(cell) if isinstance(cell[1], int) else None  # type: ignore[arg-type]  # narrowed
        if wanted in (before, have):
            return
        if have != before:
            self._refuse(tab.name, line, "changed_both", self._name(cell[1]))
        elif wanted is not None and wanted[1] is not None and wanted[1] <= self.now:
            self._refuse(tab.name, line, "dates", text)
        elif cell[1] in self.world.archived:
            self._refuse(tab.name, line, "archived", self._name(cell[1]))
        else:
            self.asked.grants[cell] = wanted

    def _clients(self, tab: Tab, keys: dict[str, int], shelves: dict[int, Shelf]) -> None:
        done: dict[int, int] = {}
        for line, cells, reference in self._lines(tab, keys["reference"]):
            client = self._client(reference, cells.get(keys.get("number", -1), ""))
            if client is None:
                value = reference or cells.get(keys.get("name", -1), "")
                self._refuse(tab.name, line, "unknown_client", value)
                continue
            if done.setdefault(client.key, line) != line:
                self._refuse(tab.name, line, "line_twice", str(done[client.key]))
                continue
            base = self._remembered(tab, line, f"c{client.key}", cells.get(keys["taken_out"], ""))
            if base is None:
                continue
            for at, shelf in shelves.items():
                self._placed(tab, line, (client, shelf), cells.get(at, ""), base)

    def _placed(
        self, tab: Tab, line: int, cell: tuple[Client, Shelf], text: str, base: dict[int, Span]
    ) -> None:
        client, shelf = cell
        try:
            wanted = read_mark(text)
        except BadCell as error:
            self._refuse(tab.name, line, error.code, text)
            return
        if wanted in {shelf in base, shelf in client.portfolios}:
            return
        if shelf in self.world.archived:
            self._refuse(tab.name, line, "archived", self._name(shelf))
        else:
            self.asked.places[(client.key, shelf)] = wanted

    def _client(self, reference: str, number: str) -> Client | None:
        """By its reference, else, in a line that somebody wrote, by a company's number."""
        if reference:
            digits = reference.removeprefix("c")
            known = digits.isascii() and digits.isdigit() and len(digits) < 19
            return self.world.clients.get(int(digits)) if known else None
        return self.world.clients.get(self._numbers.get(re.sub(r"\W", "", number).upper(), 0))

    def _remembered(self, tab: Tab, line: int, owner: str, text: str) -> dict[int, Span] | None:
        """What the line held when it was taken out; nothing for a line that somebody wrote."""
        if not text.strip():
            return {}
        try:
            taken, held = self.memory.read(owner, text)
        except BadCell as error:
            self._refuse(tab.name, line, error.code)
            return None
        self.asked.taken.add(taken)
        return held

    def _name(self, shelf: Shelf) -> str:
        if isinstance(shelf, str):
            return shelf
        return self.world.portfolios.get(shelf) or self.world.archived.get(shelf, "")

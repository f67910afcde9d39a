"""Who sees what by the words of the promise alone: facts in a dictionary, and loops over them.

It knows no table, no set of portfolios and no bit: what the machine compares the database with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Key = tuple[str, int]
Facts = dict[Key, dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One change: the facts before it, and what became of those that it touched."""

    before: Facts
    touched: dict[Key, tuple[dict[str, Any] | None, dict[str, Any] | None]]

    def matters(self) -> set[tuple[Any, ...]]:
        """What it is about: later changes of the same may stand in the way of undoing it."""
        found: set[tuple[Any, ...]] = set(self.touched)
        for (kind, _), pair in self.touched.items():
            for values in filter(None, pair):
                if kind in {"placed", "grant"}:
                    found |= {("portfolio", values["portfolio"])}
                    found |= {
                        (kind, values["portfolio"], values.get("client", values.get("member")))
                    }
                elif kind in {"closed", "name"}:
                    found |= {("closed of", values["client"])}
        return found


@dataclass
class Oracle:
    """Members, portfolios and clients by their numbers; what binds them by numbers of its own."""

    facts: Facts = field(default_factory=dict)
    last: int = 0

    def copy(self) -> Oracle:
        """The same, to be changed by itself."""
        return Oracle(deepcopy(self.facts), self.last)

    def all(self, kind: str, **wanted: Any) -> Iterator[tuple[Key, dict[str, Any]]]:
        """The facts of a kind with these values, in their order."""
        for key, values in sorted(self.facts.items()):
            if key[0] == kind and all(values[name] == want for name, want in wanted.items()):
                yield key, values

    def add(self, kind: str, **values: Any) -> None:
        """One fact more."""
        self.last += 1
        self.facts[kind, self.last] = values

    # ---- what is seen

    def granted(self, member: int, at: datetime) -> set[int]:
        """The portfolios open to a member at a moment, granted or lent, archived ones left out."""
        return {
            grant["portfolio"]
            for _, grant in self.all("grant", member=member)
            if (grant["start"] is None or grant["start"] <= at)
            and (grant["end"] is None or at < grant["end"])
            and not self.facts["portfolio", grant["portfolio"]]["archived"]
        }

    def names(self, client: int) -> set[int] | None:
        """Whom a confidential client names; None for one that is open."""
        if not list(self.all("closed", client=client)):
            return None
        return {name["member"] for _, name in self.all("name", client=client)}

    def portfolios(self, client: int) -> set[int]:
        """Where a client is placed."""
        return {placed["portfolio"] for _, placed in self.all("placed", client=client)}

    def seen(self, at: datetime) -> dict[int, set[int]]:
        """What each member sees at a moment."""
        clients = {key[1] for key, _ in self.all("client", removed=False)}
        closed = {client: self.names(client) for client in clients}
        where = {client: self.portfolios(client) for client in clients}
        found: dict[int, set[int]] = {}
        for (_, member), values in self.all("member"):
            mine = self.granted(member, at)
            everything = values["role"] == "administrator"
            found[member] = {
                client
                for client in clients
                if not (values["out"] or values["left"])
                and (
                    member in names
                    if (names := closed[client]) is not None
                    else everything or where[client] & mine
                )
            }
        return found

    # ---- what is changed

    def since(self, before: Facts) -> Step:
        """The change from `before` to now."""
        keys = before.keys() | self.facts.keys()
        pairs = {key: (before.get(key), self.facts.get(key)) for key in keys}
        return Step(
            before,
            {key: deepcopy(pair) for key, pair in pairs.items() if pair[0] != pair[1]},
        )

    def undo(self, step: Step) -> None:
        """What a change touched is again as it was before it."""
        for key, (before, after) in step.touched.items():
            if before is None:
                del self.facts[key]
            elif after is None:
                self.facts[key] = dict(before)
            else:
                changed = {name: before[name] for name in before if before[name] != after[name]}
                self.facts[key] |= changed

    def drop(self, kind: str, **wanted: Any) -> None:
        """No such fact any more."""
        for key, _ in list(self.all(kind, **wanted)):
            del self.facts[key]

    def grant(
        self, member: int, portfolio: int, start: datetime | None, end: datetime | None
    ) -> None:
        """Granted for themselves, from–until."""
        mine = {"member": member, "portfolio": portfolio, "cover": None}
        have = [values for _, values in self.all("grant", **mine)]
        for values in have:
            values |= {"start": start, "end": end}
        if not have:
            self.add("grant", start=start, end=end, **mine)

    def place(self, clients: Iterable[int], portfolio: int) -> None:
        """Clients into a portfolio."""
        for client in clients:
            if portfolio not in self.portfolios(client):
                self.add("placed", client=client, portfolio=portfolio)

    def move(self, clients: Iterable[int], source: int, target: int) -> None:
        """Clients from one portfolio to another."""
        for client in clients:
            there = target in self.portfolios(client)
            for key, values in list(self.all("placed", client=client, portfolio=source)):
                if there:
                    del self.facts[key]
                else:
                    values["portfolio"] = target

    def end_loans(self, member: int, now: datetime) -> None:
        """What a member lent and what was lent to them ends, or never begins."""
        for key, values in list(self.all("grant")):
            if values["cover"] is None or member not in {values["cover"], values["member"]}:
                continue
            if values["start"] >= now:
                del self.facts[key]
            elif values["end"] > now:
                values["end"] = now

    def leave(
        self, member: int, successor: int, takers: dict[int, int | None], now: datetime
    ) -> None:
        """Their portfolios to those who take them, their loans and names ended, and never in again.

        Where a confidential client names nobody else, the successor is named.
        """
        self.drop("grant", member=member, cover=None)
        for portfolio, who in takers.items():
            if who is not None:
                self.grant(who, portfolio, None, None)
        self.end_loans(member, now)
        for _, name in list(self.all("name", member=member)):
            if self.names(name["client"]) == {member}:
                self.add("name", client=name["client"], member=successor)
        self.drop("name", member=member)
        self.facts["member", member]["left"] = True

    def merge(self, sources: Iterable[int], target: int) -> None:
        """Clients and grants go to the target, which keeps its own; the sources are archived."""
        for source in sorted(sources):
            self.move([one["client"] for _, one in self.all("placed")], source, target)
            for key, values in list(self.all("grant", portfolio=source)):
                own = {"member": values["member"], "portfolio": target, "cover": None}
                if values["cover"] is None and list(self.all("grant", **own)):
                    del self.facts[key]
                else:
                    values["portfolio"] = target
            self.facts["portfolio", source]["archived"] = True


def effect(
    before: Oracle, after: Oracle, viewer: int | None, at: datetime
) -> dict[int, tuple[int, int]]:
    """Clients gained and lost by each member who sees others than before.

    What was confidential before is left out where its list names `viewer` neither before nor
    after; None leaves nothing out.
    """
    old, new = before.seen(at), after.seen(at)
    hidden = set()
    for (_, client), _ in before.all("client"):
        were = before.names(client)
        named = (were or set()) | (after.names(client) or set())
        if viewer is not None and were is not None and viewer not in named:
            hidden.add(client)
    lines = {
        member: (len(new[member] - seen - hidden), len(seen - new[member] - hidden))
        for member, seen in old.items()
    }
    return {member: line for member, line in lines.items() if line != (0, 0)}

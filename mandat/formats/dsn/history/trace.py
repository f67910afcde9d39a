"""What is remembered of a declaration, to compare it with its neighbours: no name, no number."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

MONTHLY, END = "01", "07"
"""S20.G00.05.001: the monthly declaration; the end of a contract (FCTU)."""
REPLACES, CANCELS = frozenset({"03", "04", "05"}), "04"
"""S20.G00.05.002."""


class Stint(NamedTuple):
    """One contract. `key`: keyed digest of its number; `rate` in thousandths of a percent.

    `end` and `reason` are those of block 62, None and empty while it runs.
    """

    key: str
    nature: str
    start: date | None
    end: date | None
    reason: str
    risk: str
    rate: int | None
    line: int
    end_line: int
    rate_line: int


class Worker(NamedTuple):
    """One employee. `number`, `name`: keyed digests of the number, and of names and birth.

    `rank` in the declaration, from 1; `is_temporary`: known by a temporary number (NTT) alone;
    `gross`: cents of S21.G00.51.013 of type 001.
    """

    rank: int
    line: int
    number: str
    name: str
    is_temporary: bool
    gross: int
    stints: tuple[Stint, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """One declaration. `month` is the first of it, None for an event.

    `is_extract`: the platform kept only a part of it, so what is absent proves nothing.
    `paid_on`: the last day on which an employee was paid (S21.G00.50.001).
    """

    siret: str
    nature: str
    type: str
    month: date | None
    fraction: str
    order: int
    file_date: date | None
    replaces: str
    is_test: bool
    is_extract: bool
    line: int
    headcount: int
    gross: int
    paid_on: date | None
    workers: tuple[Worker, ...]

    @property
    def identifier(self) -> str:
        """What a later event writes in S20.G00.05.006 to replace this one."""
        return f"{self.file_date:%d%m%Y}{self.order}" if self.file_date else ""

    def packed(self) -> dict[str, Any]:
        """The same, as small JSON says it; `unpacked` is its inverse."""
        head = [
            self.siret, self.nature, self.type, _iso(self.month), self.fraction, self.order,
            _iso(self.file_date), self.replaces, self.is_test, self.is_extract, self.line,
            self.headcount, self.gross, _iso(self.paid_on),
        ]  # fmt: skip
        return {"v": 1, "head": head, "workers": [_packed(one) for one in self.workers]}

    @classmethod
    def unpacked(cls, kept: dict[str, Any]) -> "Trace":
        """What `packed` gave; `ValueError` for another version."""
        if kept.get("v") != 1:
            raise ValueError("a trace of another version")
        (siret, nature, kind, month, fraction, order, file_date, replaces, is_test, is_extract,
         line, headcount, gross, paid_on) = kept["head"]  # fmt: skip
        return cls(
            siret, nature, kind, _day(month), fraction, order, _day(file_date), replaces, is_test,
            is_extract, line, headcount, gross, _day(paid_on),
            tuple(_worker(one) for one in kept["workers"]),
        )  # fmt: skip


def _packed(one: Worker) -> list[Any]:
    stints = [
        [each.key, each.nature, _iso(each.start), _iso(each.end), *each[4:]] for each in one.stints
    ]
    return [*one[:6], stints]


def _worker(kept: list[Any]) -> Worker:
    rank, line, number, name, is_temporary, gross, stints = kept
    contracts = tuple(_stint(each) for each in stints)
    return Worker(rank, line, number, name, is_temporary, gross, contracts)


def _stint(kept: list[Any]) -> Stint:
    key, nature, start, end, reason, risk, rate, line, end_line, rate_line = kept
    return Stint(
        key, nature, _day(start), _day(end), reason, risk, rate, line, end_line, rate_line
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

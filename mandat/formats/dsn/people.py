"""The people of a declaration: their contracts, their absences, never their national number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mandat.formats.dsn.figures import Absence, Contract, Person
from mandat.formats.dsn.model import Block
from mandat.formats.dsn.values import day, quantity

CANCELLED_END = "099"
CANCELLED_STOP = "99"
# S21.G00.60.001 by family. Therapeutic part-time (15-18) is work, not absence.
GROUPS: Mapping[str, str] = {
    "01": "illness",
    "02": "family",
    "03": "family",
    "04": "accident",
    "05": "accident",
    "06": "accident",
    "07": "family",
    "09": "family",
    "10": "accident",
    "11": "illness",
    "12": "illness",
    "13": "illness",
    "14": "accident",
    "19": "family",
}
PART_TIME = frozenset({"15", "16", "17", "18"})
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """The days a declaration is about."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def holds(self, when: date | None) -> bool:
        """Whether a date falls in it."""
        return when is not None and self.first <= when <= self.last


@dataclass(frozen=True, slots=True)
class Individual:
    """A person with what the count needs and the summary leaves out."""

    key: tuple[str, ...]
    person: Person
    away: Mapping[int, str]
    """Day of absence within the month (ordinal) → group."""


def individual(block: Block, month: Month | None) -> Individual:
    """Read one block S21.G00.30. The key tells people apart inside one declaration only."""
    contracts, absences = [], []
    away: dict[int, str] = {}
    for child in block.children:
        if child.code != "S21.G00.40":
            continue
        contracts.append(_contract(child))
        for stop in child.children:
            absence = _absence(stop, month) if stop.code == "S21.G00.60" else None
            if absence:
                absences.append(absence)
                for ordinal in _days_within(absence.first_day, absence.last_day, month):
                    away.setdefault(ordinal, absence.group)
    values = {record.number: record.value for record in block.records}
    family, first = values.get("003") or values.get("002", ""), values.get("004", "")
    name = " ".join(part for part in (family, first) if part)
    number = values.get("001") or values.get("020")
    birth = values.get("006", "")
    key = (number,) if number else (name, birth, values.get("019", ""))
    person = Person(name, values.get("019", ""), tuple(contracts), tuple(absences))
    return Individual(key, person, away)


def _contract(block: Block) -> Contract:
    values = {record.number: record.value for record in block.records}
    ended, reason = None, ""
    for child in block.children:
        if child.code == "S21.G00.62" and child.value("002") != CANCELLED_END:
            ended, reason = day(child.value("001")), child.value("002")
    return Contract(
        number=values.get("009", ""),
        nature=values.get("007", ""),
        disposition=values.get("008", ""),
        started=day(values.get("001", "")),
        planned_end=day(values.get("010", "")),
        ended=ended,
        end_reason=reason,
        quota=quantity(values.get("013", "")),
        reference=quantity(values.get("012", "")),
        unit=values.get("011", ""),
        job_title=values.get("006", ""),
    )


def _absence(block: Block, month: Month | None) -> Absence | None:
    """From the day after the last one worked to the day before coming back, or the planned end."""
    reason = block.value("001")
    last_worked = day(block.value("002"))
    if reason == CANCELLED_STOP or reason in PART_TIME or last_worked is None:
        return None
    if last_worked == date.max:
        return None
    first = last_worked + _DAY
    back = day(block.value("010"))
    ends = [
        end
        for end in (back - _DAY if back and back > date.min else None, day(block.value("003")))
        if end is not None
    ]
    last = min(ends) if ends else None
    group = GROUPS.get(reason, "other")
    days = len(_days_within(first, last, month))
    return Absence(reason, group, first, last, days)


def _days_within(first: date, last: date | None, month: Month | None) -> range:
    """The days (ordinals) of an absence that fall in the month."""
    if month is None:
        return range(0)
    end = min(last, month.last) if last else month.last
    return range(max(first, month.first).toordinal(), end.toordinal() + 1)

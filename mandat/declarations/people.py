"""Keeps the people of a declaration encrypted: contracts and absences, no national number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mandat.declarations.models import Declaration
from mandat.formats.dsn.figures import Absence, Contract, Person
from mandat.vault.keys import keyring


@dataclass(frozen=True, slots=True)
class Stint:
    """One contract as a page shows it; codes are those of the norm."""

    number: str
    nature: str
    started: date | None
    planned_end: date | None
    ended: date | None
    end_reason: str
    quota: Decimal | None
    reference: Decimal | None
    job_title: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One absence; `days` are the calendar days within the declared month."""

    reason: str
    group: str
    first_day: date
    last_day: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Employee:
    """One person of a declaration."""

    name: str
    matricule: str
    contracts: tuple[Stint, ...]
    absences: tuple[Stop, ...]


def seal(people: tuple[Person, ...], context: str) -> bytes | None:
    """The people as encrypted JSON bound to `context`; None when there is nobody."""
    if not people:
        return None
    plain = json.dumps([_person(one) for one in people], separators=(",", ":"))
    return keyring().encrypt(plain.encode(), context=context)


def people_of(declaration: Declaration) -> list[Employee]:
    """The people of a declaration, decrypted; `DecryptionError` where the row was tampered with."""
    if not declaration.people:
        return []
    plain = keyring().decrypt(bytes(declaration.people), context=declaration.people_context)
    return [_employee(one) for one in json.loads(plain)]


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "matricule": person.matricule,
        "contracts": [_contract(one) for one in person.contracts],
        "absences": [_absence(one) for one in person.absences],
    }


def _contract(one: Contract) -> list[str]:
    return [
        one.number, one.nature, _iso(one.started), _iso(one.planned_end), _iso(one.ended),
        one.end_reason, _text(one.quota), _text(one.reference), one.job_title,
    ]  # fmt: skip


def _absence(one: Absence) -> list[str]:
    return [one.reason, one.group, _iso(one.first_day), _iso(one.last_day), str(one.days)]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text(number: Decimal | None) -> str:
    return "" if number is None else str(number)


def _employee(kept: dict[str, Any]) -> Employee:
    return Employee(
        name=kept["name"],
        matricule=kept["matricule"],
        contracts=tuple(_stint(one) for one in kept["contracts"]),
        absences=tuple(_stop(one) for one in kept["absences"]),
    )


def _stint(kept: list[str]) -> Stint:
    number, nature, started, planned, ended, reason, quota, reference, title = kept
    return Stint(
        number, nature, _day(started), _day(planned), _day(ended), reason,
        Decimal(quota) if quota else None, Decimal(reference) if reference else None, title,
    )  # fmt: skip


def _stop(kept: list[str]) -> Stop:
    reason, group, first, last, days = kept
    return Stop(reason, group, date.fromisoformat(first), _day(last), int(days))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

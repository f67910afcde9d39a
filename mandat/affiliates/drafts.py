"""Rows of an affiliates file as drafts: keys and values read and judged, nothing looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from mandat.affiliates import cells
from mandat.affiliates.cells import CellError
from mandat.affiliates.national import number_hash
from mandat.affiliates.records import (
    ACCOUNT,
    ACCOUNT_KIND,
    AFFILIATE,
    AMOUNT,
    CONTACT_NAME,
    ESTABLISHMENT,
    LANGUAGE_OF_OFFICE,
    Record,
)
from mandat.affiliates.reports import Report
from mandat.firms.choices import Country
from mandat.firms.models import Office
from mandat.identifiers import Kind, classify, is_personal, siren_of

_OWN: Final = {
    Country.FRANCE: (Kind.SIREN, Kind.SIRET, Kind.NIR),
    Country.BELGIUM: (Kind.ENTERPRISE, Kind.NISS),
}
_REMEMBERED: Final = 5000
_PLACE: Final = {Country.FRANCE: Kind.SIRET, Country.BELGIUM: Kind.ESTABLISHMENT}


class _Bad(Exception):
    """A cell of this line cannot be used."""

    def __init__(self, column: str, code: str) -> None:
        super().__init__(column, code)
        self.column = column
        self.code = code


@dataclass
class Draft:
    """One line: whose it is, which record of theirs, and what it says."""

    line: int
    owner: str  # number of a company, keyed hash of a person
    key: tuple[Any, ...]  # among the records of the owner
    values: dict[str, Any] = field(default_factory=dict)
    person: str = field(default="", repr=False)  # the national number, of an affiliate line alone


def _once(draft: Draft, seen: set[int]) -> None:
    """Refuse a second line about the same thing; marks are small, a file may be long."""
    mark = hash((draft.owner, draft.key))
    if mark in seen:
        raise _Bad("record", "twice")
    seen.add(mark)


class Reader:
    """Reads the lines of one record after another, for one office on one day."""

    def __init__(self, office: Office, columns: list[str], report: Report, *, today: date) -> None:
        self.office = office
        self.report = report
        self.today = today
        self.at = {column: place for place, column in enumerate(columns) if column}
        self.owners: dict[str, tuple[str, str, str]] = {}
        self.broken: set[tuple[Any, ...]] = set()  # keys of lines with a problem of their own

    def drafts(self, record: Record, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Draft]:
        """The good lines of `record`; the others are in the report."""
        seen: set[int] = set()
        for line, row in rows:
            if self.cell(row, "record").strip().lower() != record.name:
                continue
            draft = None
            try:
                draft = self._keys(record, line, row)
                self._fill(record, row, draft)
                _once(draft, seen)
            except _Bad as bad:
                self.report.blame(line, bad.column, bad.code)
                if draft is not None:
                    self.broken.add((record.name, draft.owner, *draft.key))
                continue
            yield draft

    def cell(self, row: list[str], column: str) -> str:
        """What stands in a column; '' where the file has none."""
        place = self.at.get(column, -1)
        return row[place] if 0 <= place < len(row) else ""

    def _keys(self, record: Record, line: int, row: list[str]) -> Draft:
        number, person, owner = self._owner(self.cell(row, "affiliate"))
        if record is AFFILIATE:
            return Draft(line, owner, (), person=person)
        if record is ACCOUNT:
            kind = self._read(row, "account_kind", ACCOUNT_KIND, required=True)
            return Draft(line, owner, (kind, self._read(row, "account", cells.account)))
        if record is AMOUNT:
            return self._amount(line, owner, row)
        if record is ESTABLISHMENT:
            return Draft(line, owner, (self._place(row, number),))
        return Draft(line, owner, (self._read(row, "name", CONTACT_NAME, required=True),))

    def _amount(self, line: int, owner: str, row: list[str]) -> Draft:
        named = self.has(row, "account_kind")
        kind = self._read(row, "account_kind", ACCOUNT_KIND) if named else ""
        account = self._read(row, "account", cells.account)
        first, quarterly = self._read(row, "period", cells.period, required=True)
        return Draft(line, owner, (kind, account, first), {"quarterly": quarterly})

    def has(self, row: list[str], column: str) -> bool:
        """Whether the cell is filled."""
        return bool(self.cell(row, column).strip())

    def _owner(self, text: str) -> tuple[str, str, str]:
        """The number of a company or '', a person's or '', and what finds either again.

        Most lines repeat the number of a line near them, so the last ones are remembered.
        """
        known = self.owners.get(text)
        if known is None:
            if len(self.owners) >= _REMEMBERED:
                self.owners.clear()
            number, person = self._number(text)
            found_by = number or number_hash(self.office.pk, person)
            known = self.owners[text] = (number, person, found_by)
        return known

    def _number(self, text: str) -> tuple[str, str]:
        reading = classify(
            text,
            today=self.today,
            country=self.office.country,
            kinds=_OWN[Country(self.office.country)],
        )
        if not reading.valid:
            raise _Bad("affiliate", f"number_{reading.reason}")
        if is_personal(reading.kind):
            return "", reading.normalized
        if reading.kind is Kind.SIRET:
            return siren_of(reading.normalized), ""
        return reading.normalized, ""

    def _place(self, row: list[str], number: str) -> str:
        kind = _PLACE[Country(self.office.country)]
        reading = classify(
            self.cell(row, "establishment"),
            today=self.today,
            country=self.office.country,
            kinds=[kind],
        )
        if not reading.valid:
            raise _Bad("establishment", f"number_{reading.reason}")
        if kind is Kind.SIRET and number and siren_of(reading.normalized) != number:
            raise _Bad("establishment", "other_affiliate")
        return reading.normalized

    def _read(self, row: list[str], column: str, read: Any, *, required: bool = False) -> Any:
        if required and not self.has(row, column):
            raise _Bad(column, "missing")
        try:
            return read(self.cell(row, column))
        except CellError as error:
            raise _Bad(column, error.code) from None

    def _fill(self, record: Record, row: list[str], draft: Draft) -> None:
        """The values of the columns that the file has; a column that it lacks changes nothing."""
        for cell in record.cells:
            if cell.column not in self.at and not cell.required:
                continue
            value = self._read(row, cell.column, cell.read, required=cell.required)
            draft.values[cell.attribute] = cell.empty if value is None else value
        if draft.values.get("language") == LANGUAGE_OF_OFFICE:
            draft.values["language"] = self.office.language
        opened, closed = draft.values.get("opened_on"), draft.values.get("closed_on")
        if opened and closed and closed < opened:
            raise _Bad("closed_on", "order")

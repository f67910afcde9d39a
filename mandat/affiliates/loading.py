"""Writes the drafts of an affiliates file, a thousand at a time, over what is there.

The file is read once per kind of record, so its lines may stand in any order and half a million
of them need no more memory than a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import models
from django.db.models import Q

from mandat.affiliates.choices import AffiliateKind
from mandat.affiliates.drafts import Draft, Reader
from mandat.affiliates.models import Account, Affiliate, AmountDue, Contact, Establishment
from mandat.affiliates.national import seal_person
from mandat.affiliates.records import (
    ACCOUNT,
    AFFILIATE,
    AMOUNT,
    COLUMNS,
    ESTABLISHMENT,
    NAMES,
    RECORDS,
    Record,
)
from mandat.affiliates.reports import Counts, Report
from mandat.affiliates.tables import Table, TableError
from mandat.firms.models import Office

MAX_LINES: Final = 500_000
_CHUNK: Final = 1000
_UPDATE_BATCH: Final = 200

Progress = Callable[[int, int], None]


class Loader:
    """One file for one office; `run` writes and reports, its caller commits or rolls back."""

    def __init__(
        self, office: Office, table: Table, *, at: datetime, max_lines: int, progress: Progress
    ) -> None:
        self.office = office
        self.table = table
        self.at = at
        self.max_lines = max_lines
        self.progress = progress
        self.report = Report(counts={record.name: Counts() for record in RECORDS})
        self.written = 0
        self.amounts: set[tuple[int, Any]] = set()  # account and period of each amount line

    def run(self) -> Report:
        """Every record in turn; lines with a problem are reported and left out."""
        try:
            self.reader = Reader(self.office, self._columns(), self.report, today=self.at.date())
            self._look_over()
            for record in RECORDS:
                self._load(record)
        except TableError as error:
            self.report.blame(error.line, "", error.code)
        self.report.problems.sort(key=lambda problem: problem.line)
        return self.report

    def _columns(self) -> list[str]:
        columns = self.table.columns
        for column in ("record", "affiliate"):
            if column not in columns:
                raise TableError(f"no_{column}")
        for column in dict.fromkeys(columns):
            if column and column not in COLUMNS:
                # A file without its head begins with numbers: they are never repeated.
                plain = not any(sign.isdigit() for sign in column)
                self.report.blame(1, column[:40] if plain else "", "column")
            elif column and columns.count(column) > 1:
                self.report.blame(1, column, "column_twice")
        return columns

    def _look_over(self) -> None:
        """Count the lines; name those whose record is unknown or that have too many cells."""
        width = len(self.table.columns)
        for line, row in self.table.rows():
            self.report.lines += 1
            if self.report.lines > self.max_lines:
                raise TableError("too_many_lines", line)
            if self.reader.cell(row, "record").strip().lower() not in NAMES:
                self.report.blame(line, "record", "record")
            if any(cell.strip() for cell in row[width:]):
                self.report.blame(line, "", "cells")

    def _load(self, record: Record) -> None:
        drafts = self.reader.drafts(record, self.table.rows())
        while chunk := list(islice(drafts, _CHUNK)):
            if record is AFFILIATE:
                self._write(record, chunk, self._affiliates(chunk))
            else:
                owned = list(self._owned(chunk))
                if record is AMOUNT:
                    owned = list(self._of_accounts(owned))
                self._write(record, [draft for draft, _ in owned], self._theirs(record, owned))
            self.written += len(chunk)
            self.progress(self.written, self.report.lines)

    # ---- what is there already, by the place of its draft in the chunk ----

    def _known(self, owners: Iterable[str]) -> dict[str, Affiliate]:
        wanted = set(owners)
        rows = Affiliate.objects.filter(office=self.office).filter(
            Q(number__in={owner for owner in wanted if len(owner) < 64})
            | Q(number_hash__in={owner for owner in wanted if len(owner) == 64})
        )
        return {row.number or row.number_hash: row for row in rows}

    def _affiliates(self, chunk: list[Draft]) -> list[tuple[models.Model | None, dict[str, Any]]]:
        known = self._known(draft.owner for draft in chunk)
        return [(known.get(draft.owner), self._identity(draft)) for draft in chunk]

    def _identity(self, draft: Draft) -> dict[str, Any]:
        """What a new affiliate is besides its values; sealing is left to the moment of writing."""
        facts: dict[str, Any] = {"office": self.office, "country": self.office.country}
        if draft.person:
            return facts | {"kind": AffiliateKind.PERSON, "number_hash": draft.owner}
        return facts | {"kind": AffiliateKind.COMPANY, "number": draft.owner}

    def _owned(self, chunk: list[Draft]) -> Iterator[tuple[Draft, int]]:
        """Each draft with the id of its affiliate; those without one are reported."""
        known = self._known(draft.owner for draft in chunk)
        for draft in chunk:
            if draft.owner in known:
                yield draft, known[draft.owner].pk
            elif (AFFILIATE.name, draft.owner) not in self.reader.broken:
                self.report.blame(draft.line, "affiliate", "unknown")

    def _of_accounts(self, owned: list[tuple[Draft, int]]) -> Iterator[tuple[Draft, int]]:
        """Each amount with the id of its account instead of its affiliate's."""
        known: dict[tuple[int, str], list[Account]] = {}
        numbers = {draft.key[1] for draft, _ in owned}
        for row in Account.objects.filter(
            affiliate__in={owner for _, owner in owned}, number__in=numbers
        ):
            known.setdefault((row.affiliate_id, row.number), []).append(row)
        for draft, owner in owned:
            kind, number, _period = draft.key
            rows = [row for row in known.get((owner, number), []) if kind in ("", row.kind)]
            if len(rows) == 1:
                # The kind of an account may be left out: two lines may mean one amount.
                if (rows[0].pk, draft.key[2]) in self.amounts:
                    self.report.blame(draft.line, "record", "twice")
                    continue
                self.amounts.add((rows[0].pk, draft.key[2]))
                yield draft, rows[0].pk
            elif rows:
                self.report.blame(draft.line, "account_kind", "which_account")
            elif not any(
                broken[:2] == (ACCOUNT.name, draft.owner) and broken[3] == number
                for broken in self.reader.broken
            ):
                self.report.blame(draft.line, "account", "unknown")

    def _theirs(
        self, record: Record, owned: list[tuple[Draft, int]]
    ) -> list[tuple[models.Model | None, dict[str, Any]]]:
        owners = {owner for _, owner in owned}
        known: dict[tuple[Any, ...], models.Model]
        if record is AMOUNT:
            amounts = AmountDue.objects.filter(
                account__in=owners, period__in={draft.key[2] for draft, _ in owned}
            )
            known = {(row.account_id, row.period): row for row in amounts}
            keys = [{"account_id": owner, "period": draft.key[2]} for draft, owner in owned]
        elif record is ACCOUNT:
            accounts = Account.objects.filter(affiliate__in=owners)
            known = {(row.affiliate_id, row.kind, row.number): row for row in accounts}
            keys = [
                {"affiliate_id": owner, "kind": draft.key[0], "number": draft.key[1]}
                for draft, owner in owned
            ]
        elif record is ESTABLISHMENT:
            places = Establishment.objects.filter(affiliate__in=owners)
            known = {(row.affiliate_id, row.number): row for row in places}
            keys = [{"affiliate_id": owner, "number": draft.key[0]} for draft, owner in owned]
        else:
            people = Contact.objects.filter(affiliate__in=owners)
            known = {(row.affiliate_id, row.name): row for row in people}
            keys = [{"affiliate_id": owner, "name": draft.key[0]} for draft, owner in owned]
        return [(known.get(tuple(key.values())), key) for key in keys]

    # ---- writing ----

    def _write(
        self,
        record: Record,
        drafts: list[Draft],
        places: list[tuple[models.Model | None, dict[str, Any]]],
    ) -> None:
        counts, new, changed = self.report.counts[record.name], [], []
        attributes: set[str] = set()
        for draft, (row, identity) in zip(drafts, places, strict=True):
            if row is None:
                new.append(self._made(record, draft, identity))
                continue
            differs = {name for name, value in draft.values.items() if getattr(row, name) != value}
            if not differs:
                counts.unchanged += 1
                continue
            for name in differs:
                setattr(row, name, draft.values[name])
            attributes |= differs
            changed.append(row)
        counts.added += len(new)
        counts.changed += len(changed)
        if self.report.problem_count:
            # Nothing will be kept; only what later lines refer to is still written.
            changed = []
        rows: models.QuerySet[models.Model] = models.QuerySet(record.model)
        rows.bulk_create(new, batch_size=_CHUNK)
        if changed:
            if record is AFFILIATE:
                attributes.add("updated_at")
                for row in changed:
                    setattr(row, "updated_at", self.at)  # noqa: B010 - a row of any record
            rows.bulk_update(changed, sorted(attributes), batch_size=_UPDATE_BATCH)

    def _made(self, record: Record, draft: Draft, identity: dict[str, Any]) -> models.Model:
        values = identity | draft.values
        if record is AFFILIATE:
            values["updated_at"] = self.at
            if draft.person:
                values["national_number"], _ = seal_person(self.office, draft.person)
        return record.model(**values)

"""Keeps what files hold: several of one firm in a transaction, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mandat.clients.models import Client
from mandat.declarations import rows
from mandat.declarations.choices import FileState
from mandat.declarations.claiming import Claim
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile, DeclaredAmount
from mandat.declarations.replacing import settle
from mandat.declarations.standing import refresh_anomaly_counts
from mandat.firms import audit
from mandat.firms.choices import Country
from mandat.firms.models import Firm
from mandat.formats.dsn.model import Reading

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that was read, and its rows, not saved yet."""

    file: DeclarationFile
    reading: Reading
    kept: list[rows.Kept]

    @property
    def declarations(self) -> list[Declaration]:
        """In the order of the file."""
        return [one.declaration for one in self.kept]


def keep(held: Claim, ready: Iterable[Ready], *, at: datetime) -> int:
    """Save the files that are still held, in the caller's transaction; how many.

    All are of one firm. Its row is locked first: two groups of one firm are kept one after the
    other, so that each sees what the other replaces, and a client added meanwhile misses nothing.
    """
    firm = Firm.objects.select_for_update().get(pk=held.files[0].firm_id)
    mine = [one for one in ready if _mark_read(held, one, at)]
    if not mine:
        return 0
    files = [one.file.pk for one in mine]
    Declaration.objects.filter(file__in=files).delete()
    Anomaly.objects.filter(file__in=files).delete()
    _attach(firm, [row for one in mine for row in one.declarations])
    touched: set[int] = set()
    for part in rounds(mine):
        _save(part, at)
        fresh = [row for one in part for row in one.declarations]
        touched |= {row.client_id for row in fresh if row.client_id}
        touched |= settle(firm.pk, fresh, at=at)
    refresh_anomaly_counts(firm, touched)
    told = [
        (one.file, {"declarations": len(one.kept), "problems": len(one.reading.problems)})
        for one in mine
    ]
    audit.record_all(firm, "declaration_file.read", told, by=None, at=at)
    return len(mine)


def rounds(ready: Sequence[Ready]) -> list[list[Ready]]:
    """The files in rounds, each establishment once a round, its files in their order.

    So what becomes of each is what it would be if the files were kept one by one.
    """
    found: list[list[Ready]] = []
    last: dict[str, int] = {}  # establishment → the round of its last file
    for one in ready:
        sirets = {row.siret for row in one.declarations}
        at = max((last[siret] + 1 for siret in sirets if siret in last), default=0)
        last.update(dict.fromkeys(sirets, at))
        if at == len(found):
            found.append([])
        found[at].append(one)
    return found


def _mark_read(held: Claim, one: Ready, at: datetime) -> bool:
    """Whether the file was still in our hands; its row is locked from now on."""
    moved = held.mine([one.file]).update(
        state=FileState.READ,
        claimed_by="",
        read_at=at,
        done_declarations=len(one.kept),
        is_lot=one.reading.is_lot,
        encoding=one.reading.encoding[:20],
        line_count=one.reading.line_count,
        envois=rows.envois(one.reading),
    )
    return bool(moved)


def _save(part: Sequence[Ready], at: datetime) -> None:
    kept = [row for one in part for row in one.kept]
    Declaration.objects.bulk_create([one.declaration for one in kept], batch_size=_CHUNK)
    amounts = [amount for one in kept for amount in one.amounts]
    for amount in amounts:
        amount.declaration_id = amount.declaration.pk
    DeclaredAmount.objects.bulk_create(amounts, batch_size=_CHUNK)
    rows.save_traces(kept)
    anomalies = []
    for one in part:
        by_rank = {row.rank: row for row in one.declarations}
        anomalies += rows.anomalies(one.file, one.reading, by_rank, at=at)
    Anomaly.objects.bulk_create(anomalies, batch_size=_CHUNK)


def _attach(firm: Firm, declarations: Sequence[Declaration]) -> None:
    """Give each declaration the firm's client of its SIREN, where there is one."""
    sirens = sorted({one.siren for one in declarations if one.siren})
    clients: dict[str, int] = {}
    for start in range(0, len(sirens), _CHUNK):
        clients.update(
            Client.objects.of(firm)
            .filter(
                country=Country.FRANCE,
                number__in=sirens[start : start + _CHUNK],
                removed_at=None,
            )
            .values_list("number", "pk")
        )
    for one in declarations:
        one.client_id = clients.get(one.siren)

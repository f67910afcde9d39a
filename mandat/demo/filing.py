"""Twelve months of DSN files, stored and read like dropped ones, but in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from mandat.clients.models import Client
from mandat.declarations import rows
from mandat.declarations.choices import FileState
from mandat.declarations.gathering import Gathering
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile, DeclaredAmount
from mandat.declarations.remembering import key_of
from mandat.declarations.replacing import settle
from mandat.declarations.standing import refresh_anomaly_counts
from mandat.demo.subjects import Subject
from mandat.demo.world import FirmWorld, World
from mandat.formats.dsn.generate import Emitter, Life, monthly
from mandat.formats.dsn.generate.faults import CannotSowError, sow
from mandat.formats.dsn.generate.people import Address
from mandat.formats.dsn.generate.rates import PMSS
from mandat.formats.dsn.model import Reading
from mandat.formats.dsn.reader import check
from mandat.identifiers.making import make_siren, make_siret
from mandat.lib.dates import Month, dsn_deadline
from mandat.vault import files

_BATCH = 100
_FAULTS = (
    "unknown-rubric", "wrong-s90-count", "bad-amount-format", "trailing-blank", "bad-siret-key",
    "missing-s90", "line-too-long", "empty-value", "wrong-declaration-count",
)  # fmt: skip


@dataclass
class Filing:
    """What was filed: the months of each employer, and what the Urssaf was told, in cents."""

    dues: dict[tuple[str, date], int] = field(default_factory=dict)  # SIREN, month
    missing: dict[str, date] = field(default_factory=dict)  # SIREN → last month, not received


@dataclass(frozen=True)
class _Drop:
    """One file to store."""

    subject: Subject
    client: Client
    month: date
    data: bytes


@dataclass(frozen=True)
class _Read:
    """A file's row with its reading and what will be saved."""

    drop: _Drop
    row: DeclarationFile
    reading: Reading
    kept: list[rows.Kept]


def build(world: World) -> Filing:
    """File every month of every French employer of every firm."""
    filing = Filing()
    for slug, firm in world.firms.items():
        rng = world.rng(f"filing-{slug}")
        drops = _drops(world, rng, firm, filing)
        for part in _parts(drops):
            _import(world, rng, firm, part, filing)
        refresh_anomaly_counts(firm.firm, [client.pk for client in firm.clients])
    return filing


def _emitter(rng: Random, firm: FirmWorld) -> Emitter:
    siren = make_siren(rng)
    nic = make_siret(rng, siren)[9:]
    place = Address("4 RUE DES TILLEULS", "69003", "LYON")
    return Emitter(siren, nic, "CABINET COMPTABLE", place, email="paie@example.test")


def _drops(world: World, rng: Random, firm: FirmWorld, filing: Filing) -> Iterator[_Drop]:
    """The files of a firm, employer by employer, some with faults, some not there."""
    emitter = _emitter(rng, firm)
    last = world.last_month.first_day
    for subject, client in firm.pairs():
        if subject.life is None:
            continue
        months = [month for month in subject.life.months if month.year in PMSS]
        for month in months:
            if month == last and _is_missing(world, rng, subject):
                filing.missing[subject.number] = month
                continue
            data = monthly(subject.life.company, month, emitter=emitter)
            odds = 0.12 if month == last else 0.02
            faulty = _sown(data, rng) if rng.random() < odds else data
            yield _Drop(subject, client, month, faulty)
            if faulty != data and month != last and rng.random() < 0.7:
                yield _Drop(subject, client, month, _replacing(subject.life, month, emitter))


def _is_missing(world: World, rng: Random, subject: Subject) -> bool:
    """Few are late; before the deadline many are still to come."""
    due = dsn_deadline(
        world.last_month, headcount=subject.size, paid_same_month=subject.size >= 50
    ).date()
    return rng.random() < (0.07 if due < world.today else 0.45)


def _replacing(life: Life, month: date, emitter: Emitter) -> bytes:
    order = (month.year * 100 + month.month) * 100 + 1  # what the generator gave the first one
    built = month + timedelta(days=33)
    return monthly(life.company, month, replaces=order, emitter=emitter, built=built)


def _sown(data: bytes, rng: Random) -> bytes:
    """The file with one to three faults, those that find a place in it."""
    for name in rng.sample(_FAULTS, rng.choice((1, 1, 2, 3))):
        try:
            data = sow(data, [name], rng)
        except CannotSowError:
            continue
    return data


def _parts(drops: Iterable[_Drop]) -> Iterator[list[_Drop]]:
    """In batches, an employer's files in one: the months are compared when all are there."""
    part: list[_Drop] = []
    for drop in drops:
        if len(part) >= _BATCH and part[-1].client != drop.client:
            yield part
            part = []
        part.append(drop)
    if part:
        yield part


def _import(world: World, rng: Random, firm: FirmWorld, part: list[_Drop], filing: Filing) -> None:
    """Store, read and save a batch; what a later file replaces is settled after it."""
    found = [_read(world, rng, firm, drop) for drop in part]
    DeclarationFile.objects.bulk_create([one.row for one in found])
    declarations = [kept.declaration for one in found for kept in one.kept]
    Declaration.objects.bulk_create(declarations)
    amounts = [amount for one in found for kept in one.kept for amount in kept.amounts]
    DeclaredAmount.objects.bulk_create(amounts)
    rows.save_traces(kept for one in found for kept in one.kept)
    anomalies: list[Anomaly] = []
    for one in found:
        by_rank = {kept.declaration.rank: kept.declaration for kept in one.kept}
        at = one.row.dropped_at
        anomalies += rows.anomalies(one.row, one.reading, by_rank, at=at)
        _note_dues(one, filing)
    Anomaly.objects.bulk_create(anomalies)
    settle(firm.firm.pk, declarations, at=world.ago(1))


def _read(world: World, rng: Random, firm: FirmWorld, drop: _Drop) -> _Read:
    context = f"declaration-file:{firm.firm.pk}"
    stored = files.store([drop.data], context=context, max_bytes=len(drop.data), sync=False)
    world.stored.append(stored.name)
    gathering = Gathering(key_of(firm.firm.pk))
    reading = check(
        drop.data, today=world.today, keep=False,
        each_person=gathering.each_person, each_declaration=gathering.each_declaration,
    )  # fmt: skip
    due = Month.of(drop.month).next.first_day
    at = world.moment(due + timedelta(days=rng.randrange(2, 12)), rng)
    row = DeclarationFile(
        firm=firm.firm, dropped_by=rng.choice(firm.members[:5]), dropped_at=at, read_at=at,
        name=f"DSN_{drop.subject.places[0]}_{drop.month:%Y-%m}.dsn", sha256=stored.sha256,
        size=stored.size, stored_name=stored.name, state=FileState.READ, attempts=1,
        done_declarations=len(reading.declarations), is_lot=reading.is_lot,
        encoding=reading.encoding, line_count=reading.line_count, envois=rows.envois(reading),
    )  # fmt: skip
    kept = rows.declarations(row, reading, gathering)
    for one in kept:
        one.declaration.client = drop.client
    return _Read(drop, row, reading, kept)


def _note_dues(one: _Read, filing: Filing) -> None:
    """What the Urssaf is due by the file: the amount that proves a mandate."""
    life = one.drop.subject.life
    assert life is not None
    urssaf = {place.urssaf for place in life.company.establishments}
    filing.dues[one.drop.subject.number, one.drop.month] = sum(
        amount.due_cents or 0
        for kept in one.kept
        for amount in kept.amounts
        if amount.organisation in urssaf
    )

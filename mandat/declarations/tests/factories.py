"""Clients and DSN files for the tests of declarations."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from random import Random

from mandat.clients.choices import ClientKind
from mandat.clients.indexing import index_fields
from mandat.clients.models import Client, Placement
from mandat.declarations import actions
from mandat.declarations.models import DeclarationFile
from mandat.firms.models import Firm, Member, Portfolio
from mandat.formats.dsn.generate import Company, make_company, monthly
from mandat.formats.dsn.generate.faults import sow

NOW = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
MONTH = date(2026, 3, 1)
SAMPLE = Path(__file__).resolve().parents[4] / "shared/dsn/samples/fctu-lot-P25V01.dsn"
# Each is told once by the reader: two about the declaration, one about the envoi's total.
FAULTS = ("bad-siret-key", "bad-amount-format", "wrong-s90-count")


def make_client(
    firm: Firm, number: str, name: str = "Menuiserie Arlette", portfolio: Portfolio | None = None
) -> Client:
    """A French employer of the firm."""
    client = Client(
        firm=firm, country="FR", kind=ClientKind.EMPLOYER, name=name, number=number, identity=number
    )
    index_fields(client)
    client.save()
    if portfolio:
        Placement.objects.create(firm=firm, portfolio=portfolio, client=client)
    return client


def company(seed: int = 1, size: int = 3, month: date = MONTH) -> Company:
    """An invented company; same seed, same company."""
    return make_company(Random(seed), size=size, month=month)


def dsn(one: Company, month: date = MONTH, *faults: str, **options: object) -> bytes:
    """The company's monthly file, with faults."""
    data = monthly(one, month, **options)  # type: ignore[arg-type]  # options of monthly
    return sow(data, faults, Random(7)) if faults else data


def receive(
    firm: Firm, data: bytes, *, name: str = "dsn.dsn", by: Member | None = None
) -> DeclarationFile:
    """A file received, not read yet."""
    file, _ = actions.receive_file(firm, BytesIO(data), name=name, by=by, at=NOW, queue=False)
    return file


def received(
    firm: Firm, data: bytes, *, name: str = "dsn.dsn", by: Member | None = None
) -> DeclarationFile:
    """A file received and read."""
    file = receive(firm, data, name=name, by=by)
    actions.read_file(file.pk, at=NOW)
    file.refresh_from_db()
    return file

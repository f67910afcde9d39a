"""Documents about clients and the guides of both offices, as small PDFs that open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from mandat.clients.models import Client
from mandat.demo import pdf
from mandat.demo.phrases import DOCUMENTS, GUIDES
from mandat.demo.subjects import Subject
from mandat.demo.world import BATCH, World
from mandat.documents.choices import DocumentGroup
from mandat.documents.models import Document, Guide
from mandat.lib.text import fold
from mandat.vault import files
from mandat.vault.files import StoredFile

_MOST = 1_000_000
_NOTICE = {
    "fr": "Document d'exemple de la démonstration : sans valeur.",
    "nl": "Voorbeeld uit de demonstratie: zonder waarde.",
    "de": "Beispiel aus der Vorführung: ohne Wert.",
    "en": "A sample of the demonstration: of no value.",
}


def build(world: World) -> None:
    """Store and write the documents of every firm and the guides of both offices."""
    for slug, firm in world.firms.items():
        rng = world.rng(f"papers-{slug}")
        rows = [row for one, client in firm.pairs() for row in _of_client(world, rng, one, client)]
        Document.objects.bulk_create(rows, batch_size=BATCH)
    Guide.objects.bulk_create(list(_guides(world)))


def _kept(world: World, data: bytes, context: str) -> StoredFile:
    stored = files.store([data], context=context, max_bytes=_MOST, sync=False)
    world.stored.append(stored.name)
    return stored


def _of_client(world: World, rng: Random, one: Subject, client: Client) -> Iterator[Document]:
    """Up to three papers, in the client's language and in the group they belong to."""
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        groups = DocumentGroup.values if one.is_employer else [DocumentGroup.SOCIAL_STATUS]
        group = rng.choice(groups)
        yield _document(world, rng, client, group)


def _document(world: World, rng: Random, client: Client, group: str) -> Document:
    title, line = rng.choice(DOCUMENTS[client.language][group])
    month = world.last_month.shifted(-rng.randrange(12)).first_day
    title = f"{title} {month:%m/%Y}"
    lines = [client.name, line, f"{month:%m/%Y}", "", _NOTICE[client.language]]
    stored = _kept(world, pdf.page(title, lines), f"document:{client.firm_id}")
    at = world.moment(month + timedelta(days=rng.randrange(31, 50)), rng)
    return Document(
        firm_id=client.firm_id, office_id=client.office_id, client=client, group=group,
        title=title, language=client.language, period=month, stored_name=stored.name,
        file_name=f"{fold(title).replace(' ', '-')}.pdf", size=stored.size, sha256=stored.sha256,
        published_at=at, published_by=world.staff[client.country][2].user,
    )  # fmt: skip


def _guides(world: World) -> Iterator[Guide]:
    rng = world.rng("guides")
    for country, guides in GUIDES.items():
        office, publisher = world.offices[country], world.staff[country][2].user
        for language, title, summary in guides:
            lines = [summary, "", office.name, _NOTICE[language]]
            stored = _kept(world, pdf.page(title, lines), f"guide:{office.pk}")
            dated = world.today - timedelta(days=rng.randrange(10, 300))
            yield Guide(
                office=office, title=title, summary=summary, language=language, dated=dated,
                search_text=fold(f"{title} {summary}"), stored_name=stored.name,
                file_name=f"{fold(title).replace(' ', '-')}.pdf", size=stored.size,
                sha256=stored.sha256, published_at=world.moment(dated, rng),
                published_by=publisher,
            )  # fmt: skip

"""The demonstration world: right in its sums, closed in its tenants, readable in its files."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.db.models import Count, Min

from mandat.clients.choices import Attention
from mandat.clients.indexing import index_fields
from mandat.clients.models import Client
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.demo.tests.conftest import TODAY
from mandat.demo.tests.digest import our_models
from mandat.demo.world import World
from mandat.documents.models import Document, Guide
from mandat.firms import audit
from mandat.firms.models import Firm, Office
from mandat.incidents.models import Incident
from mandat.vault import files


def test_the_kept_columns_are_right(world: World) -> None:
    incidents = dict(Incident.objects.open().order_by().values_list("client").annotate(Count("pk")))
    dues = dict(Incident.objects.open().order_by().values_list("client").annotate(Min("due_on")))
    anomalies = dict(Anomaly.objects.open().order_by().values_list("client").annotate(Count("pk")))
    assert incidents
    assert anomalies
    for client in Client.objects.all():
        assert client.open_incidents == incidents.get(client.pk, 0)
        assert client.next_due_on == dues.get(client.pk)
        assert client.open_anomalies == anomalies.get(client.pk, 0)
        months = Declaration.objects.filter(client=client).in_force().monthly()
        last = months.order_by("-month").first()
        assert client.last_declared_month == (last.month if last else None)
        assert client.headcount == (last.headcount if last else None)
        wanted = Attention.ACT if client.open_incidents else Attention.FINE
        assert client.attention == (
            Attention.WATCH if wanted == Attention.FINE and client.open_anomalies else wanted
        )
        kept = client.sort_name, client.search_text
        index_fields(client)
        assert kept == (client.sort_name, client.search_text)


def belongs(model: type[models.Model]) -> list[Any]:
    """The relations of a tenant's table to other tables of tenants."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.name != "firm"
        and any(other.name == "firm" for other in field.related_model._meta.concrete_fields)
    ]


def test_no_row_of_a_firm_points_at_another_firm(world: World) -> None:
    seen = 0
    for model in our_models():
        if not any(field.name == "firm" for field in model._meta.concrete_fields):
            continue
        for field in belongs(model):
            strays = model._base_manager.exclude(**{field.name: None}).exclude(
                **{f"{field.name}__firm": models.F("firm")}
            )
            seen += 1
            assert not strays.exists(), f"{model.__name__}.{field.name}"
    assert seen > 15


def test_the_stranger_shares_companies_and_nothing_else(world: World) -> None:
    mine, theirs = world.firms["arvensis"], world.firms["treviere"]
    companies = Client.objects.of(mine.firm).values("affiliate")
    assert Client.objects.of(theirs.firm).filter(affiliate__in=companies).exists()
    shas = DeclarationFile.objects.filter(firm=mine.firm).values("sha256")
    assert not DeclarationFile.objects.filter(firm=theirs.firm, sha256__in=shas).exists()


def test_every_stored_file_opens_in_its_context(world: World) -> None:
    found = [
        *((row.stored_name, row.storage_context, row) for row in DeclarationFile.objects.all()),
        *((row.stored_name, f"document:{row.firm_id}", row) for row in Document.objects.all()),
        *((row.stored_name, f"guide:{row.office_id}", row) for row in Guide.objects.all()),
    ]
    assert len(found) > 50
    for name, context, row in found:
        content = b"".join(files.open_plain(name, context=context))
        assert hashlib.sha256(content).hexdigest() == row.sha256
        assert content.startswith(b"S10." if isinstance(row, DeclarationFile) else b"%PDF-")


def test_everything_in_it_has_happened_already(world: World) -> None:
    assert not Declaration.objects.filter(received_at__gt=world.now).exists()
    assert not Incident.objects.filter(opened_at__gt=world.now).exists()
    assert not Declaration.objects.filter(is_test=False).exists()
    assert Declaration.objects.order_by("-month").first().month == TODAY.replace(day=1, month=10)


def test_the_audit_chains_hold(world: World) -> None:
    for owner in [*Office.objects.all(), *Firm.objects.all()]:
        assert audit.first_break(owner) is None

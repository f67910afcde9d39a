"""What the space shows, page by page, beside what the oracle says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from mandat.clients.filters import Filters
from mandat.clients.listing import page_of
from mandat.clients.models import Client, Placement
from mandat.clients.tests.factories import ClientFactory
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.declarations.tests import factories as dsn
from mandat.desk.stats import stats_of
from mandat.documents.actions import Upload, publish_document
from mandat.documents.models import Document
from mandat.firms.models import Grant, Member
from mandat.firms.permissions import Role
from mandat.firms.tests.factories import MemberFactory, PortfolioFactory, make_cast
from mandat.incidents.models import Incident
from mandat.incidents.tests.factories import make_incident
from mandat.messages.actions import open_thread
from mandat.messages.models import Thread
from mandat.rights.edits import TABLES
from mandat.rights.models import RightsChange
from tests.rights.oracle import Oracle

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_CLIENTS, _PORTFOLIOS = 8, 4
# The first eight ask other letters each, so that a search meets one alone.
_NAMES = ("Aubépine", "Bouleau", "Cèdre", "Dracéna", "Érable", "Fougère", "Genêt", "Houblon")


class Lists:
    """What `visible_to` finds; its statement is made once for each member and role.

    To make it anew takes the most of the time, and it differs by nothing but the moment.
    """

    def __init__(self) -> None:
        self.made: dict[tuple[int, str], tuple[str, list[Any]]] = {}

    def of(self, member: Member, now: datetime) -> set[int]:
        """The clients of a member at `now`, which is what the space takes for now."""
        key = (member.pk, member.role)
        moment = connection.ops.adapt_datetimefield_value(now)
        if key not in self.made:
            found = Client.objects.visible_to(member).values_list("pk")
            sql, params = found.query.sql_with_params()
            self.made[key] = sql, [None if one == moment else one for one in params]
            assert found.query.sql_with_params()[1].count(moment) in {0, 2}
        sql, params = self.made[key]
        with connection.cursor() as cursor:
            cursor.execute(sql, [moment if one is None else one for one in params])
            return {row[0] for row in cursor.fetchall()}


@dataclass(frozen=True)
class World:
    """The firm that every example begins with, and the facts of it."""

    firm: int
    now: datetime
    members: list[int]
    clients: list[int]
    addresses: dict[int, list[str]]  # of each client, all that shows it
    dropper: int  # who dropped a declaration for each of them
    oracle: Oracle
    lists: Lists


def make_world() -> World:
    """Eight clients with a record of each kind, four portfolios, people of every role."""
    cast, oracle, now = make_cast(), Oracle(), timezone.now()
    MemberFactory.create(firm=cast.firm, role=Role.ADMINISTRATOR)
    people = list(Member.objects.filter(firm=cast.firm).order_by("pk"))
    shelves = [cast.portfolio, cast.other_portfolio] + [
        PortfolioFactory.create(firm=cast.firm) for _ in range(_PORTFOLIOS - 2)
    ]
    addresses: dict[int, list[str]] = {}
    for rank, name in enumerate(_NAMES[:_CLIENTS]):
        company = dsn.company(rank + 1, size=1)
        client = ClientFactory.create(
            firm=cast.firm, office=cast.office, name=name, number=company.siren
        )
        oracle.facts["client", client.pk] = {"removed": False}
        for bit, shelf in enumerate(shelves):
            if rank >> bit & 1:
                Placement.objects.create(firm=cast.firm, client=client, portfolio=shelf)
                oracle.add("placed", client=client.pk, portfolio=shelf.pk)
        addresses[client.pk] = _records(client, cast, company)
    for shelf in shelves:
        oracle.facts["portfolio", shelf.pk] = {"archived": False, "name": shelf.name}
    for person in people:
        oracle.facts["member", person.pk] = {
            "role": str(person.role),
            "out": False,
            "left": False,
        }
    for grant in Grant.objects.filter(firm=cast.firm).order_by("pk"):
        oracle.grant(grant.member_id, grant.portfolio_id, grant.starts_at, grant.ends_at)
    return World(
        cast.firm.pk, now, [one.pk for one in people], sorted(addresses), addresses,
        cast.administrator.pk, oracle, Lists(),
    )  # fmt: skip


def _records(client: Client, cast: Any, company: Any) -> list[str]:
    """A record of each kind about a client, and the addresses that show it."""
    now, office, by = timezone.now(), cast.office, cast.staff.user
    incident = make_incident(client)
    document = publish_document(
        client, office, group="social_status", title="Avis", upload=Upload(BytesIO(PDF), "a.pdf"),
        language="fr", by=by, at=now,
    )  # fmt: skip
    thread = open_thread(
        client.firm, office, subject="Un mot", body="Oui ?", by=by, at=now, client=client
    )
    file = dsn.received(
        client.firm, dsn.dsn(company, dsn.MONTH, *dsn.FAULTS), by=cast.administrator
    )
    declaration = file.declarations.get()
    anomaly = declaration.anomalies.first()
    return [
        reverse("desk:client", args=[client.pk]),
        reverse("desk:client_documents", args=[client.pk]),
        reverse("incidents:detail", args=[incident.pk]),
        reverse("documents:document_file", args=[document.pk]),
        reverse("messages:thread", args=[thread.pk]),
        reverse("declarations:declaration", args=[declaration.pk]),
        reverse("declarations:anomaly", args=[anomaly.pk]),
    ]


def rows(firm_id: int) -> dict[str, list[Any]]:
    """Every row of the tables of rights."""
    return {
        name: list(model._default_manager.filter(firm_id=firm_id).order_by("pk").values())
        for name, model in TABLES.items()
    }


def lines_of(change: RightsChange) -> dict[int, tuple[int, int]]:
    """What a change told that it would do: member → clients gained and lost."""
    return {member: (gained, lost) for member, gained, lost in change.effect}


def compare(
    world: World, oracle: Oracle, seen: dict[int, set[int]], now: datetime, deep: int | None
) -> None:
    """Everybody's list; `deep` chooses whose every other list is looked at too."""
    people = list(
        Member.objects.filter(pk__in=world.members).select_related("user", "firm").order_by("pk")
    )
    for member in people:
        found = world.lists.of(member, now) if member.is_in else set()
        assert found == seen[member.pk], (member.pk, member.role, found, seen[member.pk])
    if deep is not None:
        member = people[deep % len(people)]
        if member.is_in:
            compare_lists(world, oracle, member, seen[member.pk], deep)


def compare_lists(world: World, oracle: Oracle, member: Member, seen: set[int], deep: int) -> None:
    """The list of one member with its counts, and in turn everything else that they see."""
    assert set(Client.objects.visible_to(member).values_list("pk", flat=True)) == seen
    listing = page_of(member, Filters())
    assert {client.pk for client in listing.clients} == seen
    assert (listing.total, listing.tally.count()) == (len(seen), len(seen))
    open_ones = {client for client in seen if oracle.names(client) is None}
    for portfolio, _, count in listing.tally.by_portfolio():
        placed = {one for one in open_ones if portfolio in oracle.portfolios(one)}
        assert count == len(placed)
        if portfolio % 8 == deep % 8:
            shown = page_of(member, Filters(portfolio=portfolio))
            assert {client.pk for client in shown.clients} == placed
    _LOOKS[deep // len(world.members) % len(_LOOKS)](world, oracle, member, seen, deep)


def _counts(world: World, oracle: Oracle, member: Member, seen: set[int], deep: int) -> None:
    stats = stats_of(member, today=timezone.localdate())
    assert (stats.clients, stats.incidents, stats.to_settle) == (len(seen),) * 3
    rank = deep % len(world.clients)
    found = page_of(member, Filters(q=_NAMES[rank])).clients
    assert {client.pk for client in found} == {world.clients[rank]} & seen


def _records_seen(world: World, oracle: Oracle, member: Member, seen: set[int], deep: int) -> None:
    for rows_of_clients in (
        Incident.objects.visible_to(member).values_list("client"),
        Document.objects.visible_to(member).values_list("client"),
        Thread.objects.visible_to(member).values_list("client"),
        Declaration.objects.visible_to(member).values_list("client"),
        Anomaly.objects.visible_to(member).values_list("client"),
    ):
        assert {key for (key,) in rows_of_clients} == seen, rows_of_clients.model


def _in_order(world: World, oracle: Oracle, member: Member, seen: set[int], deep: int) -> None:
    for rows_of_clients in (
        Client.objects.visible_to(member, in_order=True).values_list("pk"),
        Incident.objects.visible_to(member, in_order=True).values_list("client"),
        Declaration.objects.visible_to(member, few=True).values_list("client"),
    ):
        assert {key for (key,) in rows_of_clients} == seen, rows_of_clients.model


def _files(world: World, oracle: Oracle, member: Member, seen: set[int], deep: int) -> None:
    """An administrator sees all that hold nothing closed to them, everybody what they dropped."""
    chief = oracle.facts["member", member.pk]["role"] == Role.ADMINISTRATOR
    files = DeclarationFile.objects.visible_to(member)
    shown = set(files.values_list("declarations__client", flat=True))
    assert shown == {
        client
        for client in world.clients
        if member.pk == world.dropper
        or (chief and ((names := oracle.names(client)) is None or member.pk in names))
    }


_LOOKS = (_counts, _records_seen, _in_order, _files)


def compare_pages(world: World, seen: dict[int, set[int]], number: int) -> None:
    """Every address of one client opens to one member, or is absent, as the client is."""
    key = world.members[number % len(world.members)]
    member = Member.objects.select_related("user", "firm").get(pk=key)
    browser = Browser()
    browser.force_login(member.user, backend="mandat.firms.backend.MandatBackend")
    if not member.is_in:
        assert browser.get("/clients/").status_code == 302
        return
    client = world.clients[number % len(world.clients)]
    for address in world.addresses[client]:
        status = browser.get(address).status_code
        assert status == (200 if client in seen[key] else 404), (member.role, address, status)
    text = browser.get("/clients/").content.decode()
    for rank, one in enumerate(world.clients):
        assert (_NAMES[rank] in text) == (one in seen[key]), (member.role, one)

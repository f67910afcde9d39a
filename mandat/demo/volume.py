"""A world of any size for measuring: bulk rows, no files, bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import connection, transaction

from mandat.affiliates.choices import Service
from mandat.clients.choices import Attention, ClientKind, ServiceState
from mandat.clients.indexing import index_fields
from mandat.clients.models import Client
from mandat.declarations.choices import AnomalyLevel, FileState
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.demo import words
from mandat.demo.building import check, mark
from mandat.demo.world import PASSWORD, World
from mandat.firms.choices import ProofPolicy
from mandat.firms.models import Firm, Grant, Member, Office, Portfolio, User
from mandat.firms.permissions import Role
from mandat.identifiers.making import make_siren
from mandat.incidents.choices import IncidentKind
from mandat.incidents.models import Incident
from mandat.lib.text import fold
from mandat.messages.models import Message, Thread

PORTFOLIOS = 20
PART = 2  # portfolios of the collaborator who sees a tenth
MEASURED = "mesure-"  # and the number of clients: the slug of a firm that people sign in to
_BLOCK = 10_000  # clients in memory at once
_OTHERS = 5_000  # clients of each firm that only fills the database
_ROWS = 400  # rows of one statement: SQLite takes so many values at once
_SERVICES = tuple(Service.values)


@dataclass(frozen=True)
class _Site:
    """Where a block of clients goes."""

    world: World
    firm: Firm
    office: Office
    clerk: User
    portfolios: list[Portfolio]
    file: DeclarationFile


def build(world: World, *sizes: int, others: int = 0) -> None:
    """One firm of each size, its clients in twenty portfolios; `others` in firms around them.

    Who signs in, each at `mesure-SIZE.example`: an administrator (admin), a collaborator who sees
    all through the portfolios (tout), one who sees a tenth (partie), one who sees nothing (rien).
    `Refused` as in `building.check`.
    """
    check()
    with transaction.atomic():
        office = Office.objects.create(
            name="Caisse de mesure", slug="caisse-mesure", country="FR",
            proof_policy=ProofPolicy.DECLARATION, services=list(_SERVICES),
        )  # fmt: skip
        world.offices["FR"] = office
        for size in sizes:
            _fill(world, f"{MEASURED}{size}", office, size)
        for rank in range(-(-others // _OTHERS)):
            size = min(_OTHERS, others - rank * _OTHERS)
            _fill(world, f"autre-{rank + 1}", office, size)
        mark(world)


def _fill(world: World, slug: str, office: Office, count: int) -> None:
    """One firm with its people and `count` clients, block by block."""
    site = _site(world, slug, office)
    rng = world.rng(f"volume-{slug}")
    numbers = _numbers(rng)
    for start in range(0, count, _BLOCK):
        world.tell(f"{slug}: {start}")
        ranks = range(start, min(start + _BLOCK, count))
        _write(site, [_invented(site, rng, rank, next(numbers)) for rank in ranks])


def _numbers(rng: Random) -> Iterator[str]:
    """SIRENs, each once in its firm."""
    seen: set[str] = set()
    while True:
        number = make_siren(rng)
        if number not in seen:
            seen.add(number)
            yield number


def _site(world: World, slug: str, office: Office) -> _Site:
    firm = Firm.objects.create(name=f"Cabinet {slug}", slug=slug, country="FR")
    portfolios = Portfolio.objects.bulk_create(
        [Portfolio(firm=firm, name=f"Portefeuille {n + 1:02d}") for n in range(PORTFOLIOS)]
    )
    plans = {"admin": PORTFOLIOS, "tout": PORTFOLIOS, "partie": PART, "rien": 0}
    members = {}
    measured = slug.startswith(MEASURED)
    for name, granted in plans.items() if measured else [("admin", 0)]:
        user = User(email=f"{name}@{slug}.example", name=f"{name.title()} {slug}")
        user.set_password(PASSWORD if measured else None)
        user.save()
        role = Role.ADMINISTRATOR if name == "admin" else Role.COLLABORATOR
        member = members[name] = Member.objects.create(user=user, firm=firm, role=role)
        Grant.objects.bulk_create(
            [Grant(firm=firm, member=member, portfolio=one) for one in portfolios[:granted]]
        )
    file = DeclarationFile.objects.create(
        firm=firm, name="mesure.dsn", sha256="0" * 64, size=0, stored_name="", state=FileState.READ
    )
    return _Site(world, firm, office, members["admin"].user, portfolios, file)


def _invented(site: _Site, rng: Random, rank: int, number: str) -> Client:
    """A French company with its kept columns as the rows of `_write` will bear them out."""
    patterns = words.FRENCH_EMPLOYERS[rng.choice(tuple(words.FRENCH_EMPLOYERS))][1]
    employer = rank % 2 == 0
    town = rng.choice(words.FRENCH_TOWNS)
    late, faulty = rank % 10 == 0, rank % 14 == 0 and employer
    due = site.world.today + timedelta(days=rng.randrange(-20, 60)) if late else None
    client = Client(
        firm=site.firm, office=site.office, country="FR",
        kind=ClientKind.EMPLOYER if employer else ClientKind.COMPANY,
        name=f"{words.company(rng, patterns, 'fr')} {rank}", number=number, identity=number,
        account_number=f"{rng.randrange(10**17, 10**18)}", postcode=town.postcode, city=town.name,
        added_at=site.world.now - timedelta(minutes=rank), open_incidents=int(late),
        open_anomalies=int(faulty), next_due_on=due,
        attention=Attention.ACT if late else Attention.WATCH if faulty else Attention.FINE,
        headcount=rng.randrange(1, 40) if employer else None,
        last_declared_month=site.world.last_month.first_day if employer else None,
    )  # fmt: skip
    index_fields(client)
    return client


def _write(site: _Site, clients: list[Client]) -> None:
    """Save a block, and the share of incidents, declarations and threads that goes with it."""
    Client.objects.bulk_create(clients, batch_size=_ROWS)
    _place_and_open(site, clients[0].pk, clients[-1].pk)
    Incident.objects.bulk_create(list(_incidents(site, clients)), batch_size=_ROWS)
    _declare(site, clients)
    _talk(site, clients[::33])


def _place_and_open(site: _Site, first: int, last: int) -> None:
    """Placements and services of a run of clients, made inside the database."""
    at, firm = site.world.ago(60), site.firm.pk
    portfolios = [one.pk for one in site.portfolios]
    run = "FROM clients_client WHERE firm_id = %s AND id BETWEEN %s AND %s"
    with connection.cursor() as cursor:
        for rank, portfolio in enumerate(portfolios):
            cursor.execute(
                "INSERT INTO clients_placement (firm_id, portfolio_id, client_id, placed_at) "
                f"SELECT firm_id, %s, id, %s {run} AND id %% %s = %s",  # ours
                [portfolio, at, firm, first, last, len(portfolios), rank],
            )
        for rank, service in enumerate(_SERVICES):
            cursor.execute(
                "INSERT INTO clients_clientservice (firm_id, client_id, service, state, changed_at)"
                " SELECT firm_id, id, %s, CASE (id + %s) %% 10 WHEN 0 THEN %s WHEN 1 THEN %s "
                f"ELSE %s END, %s {run}",  # ours
                [
                    service, rank, ServiceState.PENDING, ServiceState.NONE, ServiceState.ACTIVE,
                    at, firm, first, last,
                ],
            )  # fmt: skip


def _incidents(site: _Site, clients: list[Client]) -> Iterator[Incident]:
    for one in clients:
        if one.open_incidents:
            yield Incident(
                firm=site.firm, office=site.office, client=one, kind=IncidentKind.UNPAID,
                due_on=one.next_due_on, amount_cents=one.pk % 9_000 * 100,
                opened_at=site.world.ago(20), opened_by=site.clerk,
            )  # fmt: skip


def _declare(site: _Site, clients: list[Client]) -> None:
    """The last month of every employer, and the anomaly of some."""
    declarations = Declaration.objects.bulk_create(
        [
            Declaration(
                firm=site.firm, file=site.file, client=one, rank=one.pk, siren=one.number,
                siret=f"{one.number}00019", nature="01", type="01", fraction="11", is_test=True,
                month=one.last_declared_month, first_line=1, last_line=2, headcount=one.headcount,
                gross_cents=(one.headcount or 0) * 260_000, received_at=site.world.ago(9),
            )
            for one in clients
            if one.headcount
        ],
        batch_size=_ROWS,
    )  # fmt: skip
    owners = {one.pk: one for one in clients if one.open_anomalies}
    Anomaly.objects.bulk_create(
        [
            Anomaly(
                firm=site.firm, file=site.file, declaration=each, client_id=each.client_id,
                siren=each.siren, code="unknown-rubric", level=AnomalyLevel.BLOCKING, line=1,
                found_at=site.world.ago(9),
            )
            for each in declarations
            if each.client_id in owners
        ],
        batch_size=_ROWS,
    )  # fmt: skip


def _talk(site: _Site, clients: list[Client]) -> None:
    """One message of the office about each of them, unread by all."""
    at = site.world.ago(3)
    subject = "Coordonnées à confirmer"
    threads = Thread.objects.bulk_create(
        [
            Thread(
                firm=site.firm, office=site.office, client=one, subject=subject, opened_at=at,
                search_text=fold(subject), opened_by=site.clerk, wrote_at=at, office_wrote_at=at,
            )
            for one in clients
        ],
        batch_size=_ROWS,
    )  # fmt: skip
    Message.objects.bulk_create(
        [
            Message(
                firm=site.firm, office=site.office, thread=thread, author=site.clerk,
                from_office=True, body="Merci de confirmer.", sent_at=at,
            )
            for thread in threads
        ],
        batch_size=_ROWS,
    )  # fmt: skip

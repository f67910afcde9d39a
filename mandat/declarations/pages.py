"""What the pages of dropped files show, for one member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from mandat.clients.models import Client
from mandat.declarations.explain import Explanation, explain
from mandat.declarations.links import add_url, client_url
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.firms.models import Member

ROWS: Final = 50
MOST_ANOMALIES: Final = 200


@dataclass(slots=True)
class Found:
    """One anomaly with its sentences; `url` only where its client is visible."""

    anomaly: Anomaly
    says: Explanation
    url_pk: int | None


@dataclass(slots=True)
class Shown:
    """One declaration of a file, its visible client if any, and its anomalies."""

    declaration: Declaration
    client: Client | None
    client_url: str
    add_url: str
    problems: int
    found: list[Found] = field(default_factory=list)


def files_page(member: Member, number: str | None) -> dict[str, Any]:
    """The files that the member may see, latest first, with what was found in each."""
    latest = "-dropped_at" if member.is_administrator else "-shown_at"
    rows = DeclarationFile.objects.visible_to(member).as_dropped_by(member)
    page = Paginator(rows.order_by(latest, "-pk"), ROWS).get_page(number)
    problems = _problems_by_file(page)
    files = [{"file": file, "problems": problems.get(file.pk, 0)} for file in page]
    return {"page": page, "files": files, "waiting": any(file.is_waiting for file in page)}


def _problems_by_file(page: Page[DeclarationFile]) -> dict[int, int]:
    """How many problems a reading found, whatever became of them since."""
    ids = [file.pk for file in page]
    counted = Anomaly.objects.filter(file__in=ids).exclude(level="info").order_by()
    return dict(counted.values_list("file").annotate(Count("pk")))


def file_page(
    member: Member, file: DeclarationFile, *, number: str | None, rank: str | None
) -> dict[str, Any]:
    """One file: its declarations, and the anomalies of those shown.

    What concerns a client that the member does not see looks like what concerns none.
    """
    declarations = Declaration.objects.filter(firm_id=file.firm_id, file=file).order_by("rank")
    if rank and rank.isdecimal():
        declarations = declarations.filter(rank=int(rank[:9]))
    page = Paginator(declarations.defer("people", "summary"), ROWS).get_page(number)
    shown = _shown(member, list(page))
    anomalies = _anomalies(file, shown, with_file=page.number == 1 and not rank)
    general = _distribute(member, anomalies, shown)
    return {
        "page": page,
        "shown": list(shown.values()),
        "general": general,
        "left_out": max(0, anomalies.count() - MOST_ANOMALIES),
        "strangers": _strangers(shown.values()),
        "only_rank": rank,
    }


def _shown(member: Member, declarations: list[Declaration]) -> dict[int, Shown]:
    ids = {one.client_id for one in declarations if one.client_id}
    clients = Client.objects.visible_to(member).in_bulk(ids)
    counted = dict(
        Anomaly.objects.filter(declaration__in=[one.pk for one in declarations])
        .exclude(level="info")
        .order_by()
        .values_list("declaration")
        .annotate(Count("pk"))
    )
    return {
        one.pk: Shown(
            declaration=one,
            client=clients.get(one.client_id or 0),
            client_url=client_url(one.client_id) if one.client_id in clients else "",
            add_url="" if one.client_id in clients else add_url(one.siren),
            problems=counted.get(one.pk, 0),
        )
        for one in declarations
    }


def _anomalies(file: DeclarationFile, shown: dict[int, Shown], *, with_file: bool) -> Any:
    wanted = Q(declaration__in=list(shown))
    if with_file:
        wanted |= Q(declaration=None)
    return Anomaly.objects.filter(wanted, firm_id=file.firm_id, file=file).order_by("line", "pk")


def _distribute(member: Member, anomalies: Any, shown: dict[int, Shown]) -> list[Found]:
    """Put each anomaly under its declaration; those of the file or of an envoi come back."""
    rows = list(anomalies[:MOST_ANOMALIES])
    ids = {one.client_id for one in rows if one.client_id}
    visible = set(Client.objects.visible_to(member).filter(pk__in=ids).values_list("pk", flat=True))
    general: list[Found] = []
    for one in rows:
        found = Found(one, explain(one), one.pk if one.client_id in visible else None)
        owner = shown.get(one.declaration_id or 0)
        (owner.found if owner else general).append(found)
    return general


def _strangers(shown: Iterable[Shown]) -> list[dict[str, str]]:
    """The SIREN that are no visible client's, each once, with the address that adds it."""
    found: dict[str, str] = {}
    for one in shown:
        if one.client is None and one.declaration.siren:
            found[one.declaration.siren] = one.add_url
    return [{"siren": siren, "add_url": url} for siren, url in found.items()]

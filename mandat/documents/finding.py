"""For whom an office may publish, and what it published."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet

from mandat.clients.models import Client
from mandat.documents.models import Document
from mandat.firms.models import Staff
from mandat.identifiers import compact
from mandat.lib.text import fold

FEW: Final = 20
LONGEST_QUERY: Final = 100


def clients_of(staff: Staff) -> QuerySet[Client]:
    """The clients, of any firm, that the staff member's office looks after."""
    return Client.objects.filter(office_id=staff.office_id, removed_at=None).select_related("firm")


def _numbered(typed: str, path: str = "") -> Q:
    number = compact(typed).removeprefix("BE")
    if not number:
        return Q(pk__in=())
    return (
        Q(**{f"{path}number": number})
        | Q(**{f"{path}account_number": number})
        | Q(**{f"{path}account_number": typed.strip()})
    )


def clients_numbered(staff: Staff, typed: str) -> list[Client]:
    """Those with exactly this company or account number; spaces, dots and BE do not matter."""
    return list(clients_of(staff).filter(_numbered(typed)).order_by("firm__name", "pk")[:FEW])


def documents_of(staff: Staff, words: str) -> QuerySet[Document]:
    """What the office published for clients, the latest first, narrowed by words or a number."""
    rows = Document.objects.for_staff(staff).select_related(
        "client", "firm", "published_by", "withdrawn_by"
    )
    if fold(words):
        met = Q(title__icontains=words) | Q(client__sort_name__contains=fold(words))
        rows = rows.filter(met | _numbered(words, "client__"))
    return rows.order_by("-published_at", "-pk")

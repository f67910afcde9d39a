"""Which clients an office may open an incident for."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mandat.clients.models import Client
from mandat.firms.models import Staff
from mandat.identifiers import compact
from mandat.lib.text import fold

FEW = 20


def clients_of_office(staff: Staff) -> QuerySet[Client]:
    """The clients, of any firm, that the staff member's office looks after."""
    return Client.objects.filter(office_id=staff.office_id, removed_at=None)


def search_clients(staff: Staff, words: str) -> list[Client]:
    """A few of them by name, company number or account number, spaces and dots forgiven."""
    if not fold(words):
        return []
    number = compact(words)
    met = Q(search_text__contains=fold(words)) | Q(account_number=number)
    if number.removeprefix("BE").isdigit():
        met |= Q(number__startswith=number.removeprefix("BE"))
        met |= Q(account_number__startswith=number)
    return list(
        clients_of_office(staff)
        .filter(met)
        .select_related("firm")
        .order_by("sort_name", "firm__name", "pk")[:FEW]
    )

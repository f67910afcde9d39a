"""Search everywhere: what a member's words meet among what they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mandat.clients.models import Client
from mandat.desk.commands import commands_for
from mandat.documents.models import Guide
from mandat.firms.models import Member
from mandat.incidents.choices import IncidentKind
from mandat.incidents.models import Incident
from mandat.lib.text import fold
from mandat.messages.models import Thread

FEW = 6


@dataclass(frozen=True)
class Hit:
    """One answer: where it leads and what it says."""

    url: str
    icon: str
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Found:
    """The answers by kind; empty kinds are left out on screen."""

    clients: list[Client] = field(default_factory=list)
    groups: list[tuple[str, list[Hit]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything was met."""
        return bool(self.clients) or bool(self.groups)

    @property
    def rows(self) -> int:
        """How many lines are shown."""
        return len(self.clients) + sum(len(hits) for _title, hits in self.groups)


def _incidents(member: Member, words: str) -> list[Hit]:
    kinds = [kind.value for kind in IncidentKind if fold(words) in fold(str(kind.label))]
    rows = (
        Incident.objects.visible_to(member)
        .open()
        .filter(Q(kind__in=kinds) | Q(note__icontains=words))
        .select_related("client")
        .by_cost()[:FEW]
    )
    return [
        Hit(
            reverse("incidents:detail", args=[row.pk]),
            "flag",
            row.get_kind_display(),
            row.client.name,
        )
        for row in rows
    ]


def _threads(member: Member, words: str) -> list[Hit]:
    rows = Thread.objects.visible_to(member).filter(subject__icontains=words)[:FEW]
    return [Hit(reverse("messages:thread", args=[row.pk]), "mail", row.subject) for row in rows]


def _guides(member: Member, words: str) -> list[Hit]:
    rows = Guide.objects.visible_to(member).filter(search_text__contains=fold(words))[:FEW]
    return [
        Hit(reverse("documents:guide_file", args=[row.pk]), "book-open", row.title) for row in rows
    ]


def find(member: Member, words: str) -> Found:
    """Everything that `words` meet, a few of each kind; nothing for no words."""
    if not fold(words):
        return Found()
    met = Client.objects.visible_to(member).search(words, member.firm)
    clients = list(met.best_first(words)[:FEW])
    groups = [
        (_("Go to"), [Hit(url, icon, label) for label, url, icon in commands_for(member, words)]),
        (_("Incidents"), _incidents(member, words)),
        (_("Messages"), _threads(member, words)),
        (_("Guides"), _guides(member, words)),
    ]
    return Found(clients, [(title, hits) for title, hits in groups if hits])


def accounts(member: Member, words: str, recent: Sequence[int]) -> list[Client]:
    """Clients to move to: those that `words` meet, or the ones opened last and then by name."""
    visible = Client.objects.visible_to(member)
    if fold(words):
        return list(visible.search(words, member.firm).best_first(words)[:20])
    last = visible.in_bulk(list(recent))
    first = [last[pk] for pk in recent if pk in last]
    rest = visible.exclude(pk__in=list(last)).order_by("sort_name", "pk")[: 20 - len(first)]
    return [*first, *rest]

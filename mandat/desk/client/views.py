"""The pages of one client; the address always carries which."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from mandat.affiliates.choices import Service
from mandat.clients.models import Client
from mandat.desk.client import dossier, workforce
from mandat.desk.client.header import page
from mandat.documents.choices import DocumentGroup
from mandat.documents.models import Document
from mandat.figures.cards import cards_of
from mandat.figures.series import monthly
from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission

RECENT = "recent_clients"  # session key: ids of the clients opened last, newest first
see_clients = members_only(Permission.SEE_CLIENTS)


def remember(request: HttpRequest, client: Client) -> None:
    """Put `client` first among those opened last (kept in the session, at most eight)."""
    before: list[int] = request.session.get(RECENT, [])
    if before[:1] != [client.pk]:
        request.session[RECENT] = [client.pk, *(pk for pk in before if pk != client.pk)][:8]


@require_GET
@see_clients
def client(request: MemberRequest, pk: int) -> HttpResponse:
    """The client's address without a tab leads to the first."""
    return HttpResponseRedirect(reverse("desk:client", args=[pk]))


@require_GET
@see_clients
def applications(request: MemberRequest, pk: int) -> HttpResponse:
    """The applications that may be opened, in three groups."""
    context = page(request, pk, "client")
    remember(request, context["client"])
    groups = dossier.groups(context["header"], request.LANGUAGE_CODE)
    return render(request, "desk/client/applications.html", {**context, "groups": groups})


@require_GET
@see_clients
def social_status(request: MemberRequest, pk: int) -> HttpResponse:
    """The client's accounts with their amounts and payments."""
    context = page(request, pk, "client", service=Service.SOCIAL_STATUS)
    if not context["header"].is_open(Service.SOCIAL_STATUS):
        return render(request, "desk/client/closed.html", context, status=403)
    today = timezone.localdate(request.now)
    context |= {
        "accounts": dossier.accounts(context["client"]),
        "declared": dossier.declared_amounts(context["client"], request.member),
        "today": today,
    }
    return render(request, "desk/client/social_status.html", context)


@require_GET
@see_clients
def organisation(request: MemberRequest, pk: int) -> HttpResponse:
    """Establishments, online services and e-mail services."""
    context = page(request, pk, "client", service=Service.ORGANISATION)
    if not context["header"].is_open(Service.ORGANISATION):
        return render(request, "desk/client/closed.html", context, status=403)
    context |= {
        "establishments": dossier.establishments(context["client"], request.member),
        "services": dossier.services(context["header"]),
        "email_services": dossier.email_services(context["client"]),
    }
    return render(request, "desk/client/organisation.html", context)


@require_GET
@see_clients
def employees(request: MemberRequest, pk: int) -> HttpResponse:
    """Headcount, contracts and absences of the last month received."""
    context = page(request, pk, "client", service=Service.EMPLOYEES)
    if not context["header"].is_open(Service.EMPLOYEES):
        return render(request, "desk/client/closed.html", context, status=403)
    context["staff"] = workforce.employees(context["client"], request.member)
    return render(request, "desk/client/employees.html", context)


@require_GET
@see_clients
def documents(request: MemberRequest, pk: int) -> HttpResponse:
    """The client's documents in their two groups."""
    context = page(request, pk, "client_documents")
    remember(request, context["client"])
    rows = Document.objects.visible_to(request.member).filter(client=context["client"])[:200]
    groups = [
        (group.label, [row for row in rows if row.group == group.value]) for group in DocumentGroup
    ]
    return render(request, "desk/client/documents.html", {**context, "groups": groups})


@require_GET
@see_clients
def figures(request: MemberRequest, pk: int) -> HttpResponse:
    """Key figures from the declarations received, as charts with their tables."""
    context = page(request, pk, "client_figures")
    remember(request, context["client"])
    series = monthly(context["client"], request.member)
    cards = cards_of(series, request.LANGUAGE_CODE) if series else []
    return render(
        request, "desk/client/figures.html", {**context, "series": series, "cards": cards}
    )


@require_GET
@see_clients
def contact(request: MemberRequest, pk: int) -> HttpResponse:
    """The contact persons that the office knows, and the firm's own."""
    context = page(request, pk, "client_contact")
    remember(request, context["client"])
    known = context["client"].affiliate
    context |= {
        "office_contacts": list(known.contacts.all()) if known else [],
        "own_contacts": list(context["client"].contacts.all()),
        "may_edit": request.member.may(Permission.EDIT_CLIENTS),
    }
    return render(request, "desk/client/contact.html", context)

"""The list of clients, and the contact persons that the firm keeps."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mandat.clients import actions
from mandat.clients.asking import Asked, asked
from mandat.clients.forms import ContactForm
from mandat.clients.listing import page_of
from mandat.clients.models import Client, ClientContact
from mandat.clients.screens import Screen
from mandat.firms.doors import members_only, only_asks
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.ui import notices


@only_asks
@members_only(Permission.SEE_CLIENTS)
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def client_list(request: MemberRequest) -> HttpResponse:
    """The list, searched, filtered and ordered."""
    wanted = asked(request, reverse("clients:list"))
    if not isinstance(wanted, Asked):
        return wanted
    listing = page_of(request.member, wanted.filters, wanted.page)
    screen = Screen(listing, request.member, misplaced=wanted.misplaced)
    kind = ReadingKind.SEARCH if wanted.filters.q else ReadingKind.LIST
    note(request, kind, amount=len(listing.clients))
    part = "#results" if request.htmx and not request.htmx.boosted else ""
    response = render(request, f"clients/list.html{part}", {"screen": screen})
    if request.method == "POST" and request.htmx:
        response.headers["HX-Push-Url"] = "false"
    return response


@members_only(Permission.EDIT_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: MemberRequest, pk: int) -> HttpResponse:
    """A new contact person of a client."""
    client = get_object_or_404(Client.objects.visible_to(request.member), pk=pk)
    return _contact(request, ClientContact(client=client), _("The contact was added."))


@members_only(Permission.EDIT_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: MemberRequest, pk: int, contact_pk: int) -> HttpResponse:
    """A contact person of a client, to change."""
    return _contact(request, _found(request, pk, contact_pk), _("The contact was changed."))


@members_only(Permission.EDIT_CLIENTS)
@require_POST
def contact_deletion(request: MemberRequest, pk: int, contact_pk: int) -> HttpResponse:
    """A contact person, forgotten."""
    actions.delete_contact(_found(request, pk, contact_pk), by=request.member, at=request.now)
    notices.say(request, _("The contact was deleted."))
    return redirect("desk:client_contact", pk)


def _contact(request: MemberRequest, contact: ClientContact, done: str) -> HttpResponse:
    client = contact.client
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        actions.save_contact(form.instance, by=request.member, at=request.now)
        notices.say(request, done)
        return redirect("desk:client_contact", client.pk)
    note(request, ReadingKind.CLIENT, client=client.pk)
    context: dict[str, Any] = {"form": form, "client": client, "contact": contact}
    status = 422 if request.method == "POST" else 200
    return render(request, "clients/contact.html", context, status=status)


def _found(request: MemberRequest, pk: int, contact_pk: int) -> ClientContact:
    """The contact, of a client that the member sees; 404 for any other."""
    client = get_object_or_404(Client.objects.visible_to(request.member), pk=pk)
    return get_object_or_404(
        ClientContact.objects.select_related("client"), pk=contact_pk, client=client
    )

"""Taking a client off the list, by its bin or by "Résilier", and taking that back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandat.clients.models import Client
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.onboarding.actions.adding import AlreadyThere
from mandat.onboarding.actions.asking import NotAllowed
from mandat.onboarding.actions.leaving import remove_client, restore_client, undo_since
from mandat.onboarding.finding import by_any_number, recently_removed
from mandat.onboarding.forms.adding import LookupForm
from mandat.ui import notices


@members_only(Permission.ADD_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once (as a page, or as a dialog for HTMX), then takes the client off the list."""
    client = get_object_or_404(Client.objects.visible_to(request.member), pk=pk)
    if request.method != "POST":
        note(request, ReadingKind.CLIENT, client=client.pk)
        name = "removal_dialog" if request.htmx else "removal"
        context = {"client": client, "undo_days": settings.MANDAT_UNDO_DAYS}
        return render(request, f"onboarding/{name}.html", context)
    remove_client(client, by=request.member, at=request.now)
    notices.say(
        request,
        _("%(name)s is no longer in your list.") % {"name": client.name},
        undo=reverse("onboarding:restore", args=[client.pk]),
    )
    return go(reverse("clients:list"), request)


@members_only(Permission.ADD_CLIENTS)
@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Undoes a removal."""
    gone = Client.objects.recoverable_by(request.member)
    client = get_object_or_404(gone.filter(removed_at__gte=undo_since(request.now)), pk=pk)
    try:
        restore_client(client, by=request.member, at=request.now)
    except (AlreadyThere, NotAllowed):
        words = _("It cannot be taken back: your firm has added it again meanwhile.")
        notices.say(request, words, level=messages.WARNING)
        return go(reverse("onboarding:removed"), request)
    notices.say(request, _("%(name)s is back in your list.") % {"name": client.name})
    seen = Client.objects.visible_to(request.member).filter(pk=client.pk).exists()
    url = reverse("desk:client_home", args=[client.pk]) if seen else reverse("clients:list")
    return go(url, request)


@members_only(Permission.ADD_CLIENTS)
@require_safe
def removed(request: MemberRequest) -> HttpResponse:
    """What can still be taken back."""
    clients = recently_removed(request.member, since=undo_since(request.now))
    note(request, ReadingKind.LIST, amount=len(clients))
    context = {"clients": clients, "undo_days": settings.MANDAT_UNDO_DAYS}
    return render(request, "onboarding/removed.html", context)


@members_only(Permission.ADD_CLIENTS)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def resiliate(request: MemberRequest) -> HttpResponse:
    """U19: look a client up by any of its numbers, then confirm with OK."""
    form = LookupForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        today = timezone.localdate(request.now)
        found = by_any_number(form.cleaned_data["number"], request.member, today=today)
        if not found:
            form.add_error("number", _("No client of your list has this number."))
    note(request, ReadingKind.SEARCH, amount=len(found or ()))
    context = {"form": form, "clients": found, "undo_days": settings.MANDAT_UNDO_DAYS}
    return render(request, "onboarding/resiliate.html", context)

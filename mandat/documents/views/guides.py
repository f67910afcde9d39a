"""What an office does with its guides."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandat.documents.actions import Refused, publish_guide, restore_guide, withdraw_guide
from mandat.documents.finding import LONGEST_QUERY
from mandat.documents.forms import GuideForm
from mandat.documents.kinds import WrongKind
from mandat.documents.models import Guide
from mandat.documents.sending import send
from mandat.firms.doors import go, staff_only
from mandat.firms.http import StaffRequest
from mandat.firms.permissions import StaffPermission
from mandat.ui.notices import say
from mandat.vault.files import TooLarge

PER_PAGE = 50
publishers = staff_only(StaffPermission.PUBLISH)


def _guide(request: StaffRequest, pk: int) -> Guide:
    mine = Guide.objects.for_staff(request.staff).select_related("office")
    return get_object_or_404(mine, pk=pk)


@require_GET
@publishers
def index(request: StaffRequest) -> HttpResponse:
    """The office's guides, withdrawn ones too."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = Guide.objects.for_staff(request.staff).about(words)
    rows = found.select_related("published_by", "withdrawn_by").order_by("-dated", "title", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/office_guides.html", {"page": page, "words": words})


@require_http_methods(["GET", "POST"])
@publishers
def new(request: StaffRequest) -> HttpResponse:
    """Publish a guide."""
    if request.method == "POST":
        form = GuideForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                publish_guide(request.staff.office, by=request.user, at=request.now, **form.facts())
            except (Refused, WrongKind, TooLarge) as error:
                form.refused(error)
            else:
                say(request, _("Guide published: every firm sees it now."))
                return go(reverse("documents:office_guides"), request)
    else:
        office = request.staff.office
        today = timezone.localdate(request.now)
        form = GuideForm(initial={"language": office.language, "dated": today})
    status = 422 if form.errors else 200
    return render(request, "documents/office_guide_new.html", {"form": form}, status=status)


@require_GET
@publishers
def file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The file of one of the office's guides, withdrawn or not."""
    return send(_guide(request, pk))


@require_POST
@publishers
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a guide off the list."""
    if withdraw_guide(_guide(request, pk), by=request.user, at=request.now):
        undo = reverse("documents:office_guide_restoration", args=[pk])
        say(request, _("Guide withdrawn: no firm sees it now."), undo=undo)
    else:
        say(request, _("This guide was withdrawn already."), level=messages.WARNING)
    return go(reverse("documents:office_guides"), request)


@require_POST
@publishers
def restoration(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a guide back on the list."""
    if restore_guide(_guide(request, pk), by=request.user, at=request.now):
        say(request, _("Guide published again."))
    else:
        say(request, _("This guide is published already."), level=messages.WARNING)
    return go(reverse("documents:office_guides"), request)

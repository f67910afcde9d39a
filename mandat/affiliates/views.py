"""The office's pages about what it knows: affiliates, one of them, files to load."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandat.affiliates.actions import confirm_loading, give_up, look_at_file
from mandat.affiliates.choices import AccountStatus, AffiliateKind, RecordName, Service
from mandat.affiliates.finding import Filter, person_by_number
from mandat.affiliates.forms import FileForm
from mandat.affiliates.models import Account, Affiliate, AmountDue, Loading
from mandat.affiliates.reports import Report
from mandat.firms.doors import go, staff_only
from mandat.firms.http import StaffRequest
from mandat.firms.permissions import StaffPermission
from mandat.ui.notices import say
from mandat.vault.files import TooLarge

PER_PAGE = 50
AMOUNTS_SHOWN = 24
LOADINGS_SHOWN = 20


@require_GET
@staff_only(StaffPermission.SEE_AFFILIATES)
def index(request: StaffRequest) -> HttpResponse:
    """The companies and persons that the office knows, by name."""
    chosen = Filter.read(request.GET)
    affiliates = chosen.apply(Affiliate.objects.visible_to(request.staff)).prefetch_related(
        "accounts"
    )
    return render(
        request,
        "affiliates/list.html",
        {
            "filter": chosen,
            "page": Paginator(affiliates, PER_PAGE).get_page(request.GET.get("page")),
            "kinds": AffiliateKind.choices,
            "statuses": AccountStatus.choices,
            "may_load": request.staff.may(StaffPermission.LOAD_AFFILIATES),
        },
    )


@sensitive_post_parameters("number")
@require_POST
@staff_only(StaffPermission.SEE_AFFILIATES)
def person(request: StaffRequest) -> HttpResponse:
    """Open the person with a national number, which never stands in an address."""
    text = request.POST.get("number", "")
    found = person_by_number(request.staff, text, today=request.now.date())
    if found is None:
        say(request, _("No person has this number."), level=messages.WARNING)
        return go(reverse("affiliates:list"), request)
    return go(reverse("affiliates:detail", args=[found.pk]), request)


@require_GET
@staff_only(StaffPermission.SEE_AFFILIATES)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One affiliate: accounts with their amounts, establishments, contacts."""
    amounts = Prefetch("amounts", AmountDue.objects.order_by("-period"))
    accounts = Prefetch("accounts", Account.objects.prefetch_related(amounts))
    affiliate = get_object_or_404(
        Affiliate.objects.visible_to(request.staff).prefetch_related(
            accounts, "establishments", "contacts"
        ),
        pk=pk,
    )
    return render(
        request,
        "affiliates/detail.html",
        {
            "affiliate": affiliate,
            "services": [
                label for value, label in Service.choices if value in request.staff.office.services
            ],
            "shown": f":{AMOUNTS_SHOWN}",
        },
    )


@require_http_methods(["GET", "POST"])
@staff_only(StaffPermission.LOAD_AFFILIATES)
def load(request: StaffRequest) -> HttpResponse:
    """Give a file and see what it would change; the files given before."""
    posted = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if posted else FileForm()
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            loading = look_at_file(
                request.staff.office,
                upload.chunks(),
                name=upload.name,
                by=request.user,
                at=request.now,
            )
        except TooLarge:
            form.add_error("file", _("The file is larger than what can be loaded here."))
        else:
            return HttpResponseRedirect(reverse("affiliates:loading", args=[loading.pk]))
    loadings = Loading.objects.visible_to(request.staff).select_related("given_by")
    return render(
        request,
        "affiliates/load.html",
        {"form": form, "loadings": loadings[:LOADINGS_SHOWN]},
        status=422 if form.errors else 200,
    )


def _loading(request: StaffRequest, pk: int) -> Loading:
    found = Loading.objects.visible_to(request.staff).select_related("given_by", "office")
    loading: Loading = get_object_or_404(found, pk=pk)
    return loading


@require_GET
@staff_only(StaffPermission.LOAD_AFFILIATES)
def loading(request: StaffRequest, pk: int) -> HttpResponse:
    """What a file changes or would change, and every problem with its line."""
    row = _loading(request, pk)
    report = Report.from_json(row.report)
    labels = dict(RecordName.choices)
    rows = [(labels[name], counts) for name, counts in report.counts.items()]
    return render(
        request, "affiliates/loading.html", {"loading": row, "report": report, "rows": rows}
    )


@require_POST
@staff_only(StaffPermission.LOAD_AFFILIATES)
def confirmation(request: StaffRequest, pk: int) -> HttpResponse:
    """Load the file that was looked at."""
    report = confirm_loading(_loading(request, pk), by=request.user, at=request.now)
    if report is None:
        say(request, _("This file was loaded already."), level=messages.WARNING)
    elif report.applied:
        say(request, _("The file is loaded."))
    else:
        say(request, _("Nothing was loaded: see the lines below."), level=messages.ERROR)
    return go(reverse("affiliates:loading", args=[pk]), request)


@require_POST
@staff_only(StaffPermission.LOAD_AFFILIATES)
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Give up a file that was not loaded; its content is forgotten."""
    row = _loading(request, pk)
    if row.applied_at is None:
        give_up(row)
        say(request, _("The file is forgotten; nothing was loaded."))
    return go(reverse("affiliates:load"), request)

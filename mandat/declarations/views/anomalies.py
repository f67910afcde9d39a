"""The list of anomalies, one of them explained, and a declaration."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandat.declarations import actions
from mandat.declarations.choices import AnomalyLevel, AnomalyState
from mandat.declarations.clock import Step, clock_of
from mandat.declarations.excerpt import lines_around
from mandat.declarations.explain import PILLS, compared_of, explain
from mandat.declarations.forms import SetAsideForm
from mandat.declarations.history import matter_of
from mandat.declarations.links import client_url
from mandat.declarations.listing import list_page
from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
from mandat.firms.doors import go, members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.ui import notices


@require_safe
@members_only(Permission.SEE_CLIENTS)
def anomalies(request: MemberRequest) -> HttpResponse:
    """The anomalies of the clients one sees."""
    context = list_page(request.member, request.GET)
    note(request, ReadingKind.LIST, amount=len(context["page"]) if "page" in context else 0)
    return render(request, "declarations/anomalies.html", context | {"pills": PILLS})


def _anomaly(request: MemberRequest, pk: int) -> Anomaly:
    seen = Anomaly.objects.visible_to(request.member)
    return get_object_or_404(
        seen.select_related(
            "client", "declaration", "file", "state_by__user", "corrected_by", "continues_in"
        ),
        pk=pk,
    )


@require_safe
@members_only(Permission.SEE_CLIENTS)
def anomaly(request: MemberRequest, pk: int) -> HttpResponse:
    """One anomaly explained."""
    return _explained(request, _anomaly(request, pk), SetAsideForm())


def _explained(
    request: MemberRequest, found: Anomaly, form: SetAsideForm, status: int = 200
) -> HttpResponse:
    declaration, member = found.declaration, request.member
    note(request, ReadingKind.DECLARATION, client=found.client_id)
    alike = Anomaly.objects.visible_to(member).open().filter(code=found.code)
    context = {
        "anomaly": found,
        "says": explain(found, nature=declaration.nature if declaration else ""),
        "pill": PILLS[found.level],
        "compared": compared_of(found),
        "lines": lines_around(found),
        "matter": matter_of(found),
        "clock": _clock(found, request),
        "alike": alike.exclude(client=found.client_id).aggregate(
            count=Count("client", distinct=True)
        )["count"],
        "client_url": client_url(found.client_id),
        "declaration": declaration,
        "file": DeclarationFile.objects.visible_to(member).filter(pk=found.file_id).first(),
        "form": form,
    }
    return render(request, "declarations/anomaly.html", context, status=status)


def _clock(found: Anomaly, request: MemberRequest) -> list[Step]:
    """Until when it can be corrected; nothing once it is, or is counted elsewhere."""
    if found.level == AnomalyLevel.INFO or found.state not in (
        AnomalyState.OPEN, AnomalyState.SET_ASIDE,
    ):  # fmt: skip
        return []
    declaration = (
        found.declaration
        or Declaration.objects.filter(file=found.file_id, siren=found.siren).first()
    )
    if declaration is None:
        return []
    return clock_of(
        declaration.month,
        monthly=declaration.nature == "01",
        headcount=declaration.headcount,
        now=request.now,
    )


@require_POST
@members_only(Permission.SETTLE_INCIDENTS)
def set_aside(request: MemberRequest, pk: int) -> HttpResponse:
    """Stops counting an anomaly, with a reason."""
    found, form = _anomaly(request, pk), SetAsideForm(request.POST)
    if not form.is_valid():
        return _explained(request, found, form, 422)
    reason = form.cleaned_data["reason"]
    if actions.set_aside(found, by=request.member, at=request.now, reason=reason):
        undo = reverse("declarations:reopening", args=[pk])
        notices.say(request, _("The anomaly is set aside"), undo=undo)
    return go(reverse("declarations:anomaly", args=[pk]), request)


@require_POST
@members_only(Permission.SETTLE_INCIDENTS)
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    """Counts again an anomaly that was set aside, or only seemed corrected."""
    if actions.reopen(_anomaly(request, pk), by=request.member, at=request.now):
        notices.say(request, _("The anomaly is to be corrected again"))
    return go(reverse("declarations:anomaly", args=[pk]), request)


@require_safe
@members_only(Permission.SEE_CLIENTS)
def declaration(request: MemberRequest, pk: int) -> HttpResponse:
    """One declaration: amounts, figures, anomalies."""
    member = request.member
    found = get_object_or_404(
        Declaration.objects.visible_to(member, few=True).select_related("client", "replaced_by"),
        pk=pk,
    )
    note(request, ReadingKind.DECLARATION, client=found.client_id)
    rows = Anomaly.objects.filter(firm_id=member.firm_id, declaration=found)
    context = {
        "declaration": found,
        "amounts": found.amounts.all(),
        "corrects": found.corrected_periods[:50],
        "found": [{"anomaly": one, "says": explain(one)} for one in rows[:200]],
        "pills": PILLS,
        "client_url": client_url(found.client_id),
        "file": DeclarationFile.objects.visible_to(member).filter(pk=found.file_id).first(),
    }
    return render(request, "declarations/declaration.html", context)

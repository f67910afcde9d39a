"""Shows what a change of rights would do, and carries it out once that was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mandat.firms.doors import go
from mandat.firms.http import MemberRequest
from mandat.rights.actions import Conflict, Refused, carry_out, may_carry_out
from mandat.rights.models import RightsChange
from mandat.rights.plans import Plan
from mandat.rights.wording import effect_lines, refusal, sentence, triples
from mandat.ui.notices import say

SHOWN = "shown"
_ASIDE = frozenset({SHOWN, "csrfmiddlewaretoken"})


def settle(
    request: MemberRequest,
    make: Callable[[], Plan],
    *,
    back: str,
    done: str = "",
    at_once: bool = False,
) -> HttpResponse:
    """Answer a POST that changes rights: first its effect, then, once confirmed, the change.

    `make` gives the plan from what was posted and may refuse. The page of the effect posts the
    same fields to the same address again with the fingerprint of what it showed; where the plan
    would do something else by then, it is shown anew. `back` is where one came from (refusals are
    said there), `done` where one goes afterwards. `at_once` is for what changes nothing that
    anybody sees, a name for instance: it is not asked twice.
    """
    try:
        plan = make()
        if plan.is_empty():
            raise Refused("nothing")  # noqa: TRY301  # told like every refusal
        if not may_carry_out(plan, by=request.member, at=request.now):
            raise Refused("not_allowed")  # noqa: TRY301  # as above
        if SHOWN not in request.POST and not at_once:
            return _show(request, plan, back=back)
        return _carry_out(request, plan, back=back, done=done or back)
    except Refused as refused:
        say(request, refusal(refused.code), level=messages.WARNING)
        return go(back, request)


def _carry_out(request: MemberRequest, plan: Plan, *, back: str, done: str) -> HttpResponse:
    try:
        change = carry_out(
            plan, by=request.member, at=request.now, shown=request.POST.get(SHOWN, "")
        )
    except (Refused, Conflict) as error:
        code = error.code if isinstance(error, Refused) else "changed_since"
        if code != "changed_since":
            raise
        return _show(request, plan, back=back, notice=refusal(code))
    tell(request, change)
    return go(done, request)


def tell(request: MemberRequest, change: RightsChange) -> None:
    """Say that a change is done, with the way back."""
    undo = reverse("rights:undo", args=[change.pk])
    say(request, sentence(change.kind, change.about), undo=undo)


def _show(request: MemberRequest, plan: Plan, *, back: str, notice: str = "") -> HttpResponse:
    effect = plan.effect(request.member)
    context: dict[str, Any] = {
        "sentence": sentence(plan.kind, plan.about),
        "kind": plan.kind.label,
        "lines": effect_lines(triples(effect), request.member.firm_id),
        "unchanged": effect.unchanged,
        "looked_at": plan.looked_at,
        "shown": plan.fingerprint(effect),
        "fields": posted_fields(request),
        "back": back,
        "notice": notice,
    }
    return render(request, "rights/effect.html", context)


def posted_fields(request: MemberRequest) -> list[tuple[str, str]]:
    """What was posted, to be posted again once its effect was seen: (name, value)."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in _ASIDE
        for value in values
    ]

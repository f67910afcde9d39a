"""Shows what a change of rights would do, and carries it out once that was seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mandat.firms.doors import confirm_first, go
from mandat.firms.http import MemberRequest
from mandat.firms.sessions import is_fresh
from mandat.rights.actions import Conflict, Refused, carry_out, may_carry_out
from mandat.rights.choices import ChangeKind
from mandat.rights.models import RightsChange
from mandat.rights.plans import Plan
from mandat.rights.wording import effect_lines, refusal, sentence, triples
from mandat.ui.notices import say

SHOWN = "shown"
# S7: whatever opens something asks for a sign-in of the last 15 minutes; what only closes, and
# the daily placing of clients, do not wait for it. Undone, what closed opens again: that waits.
DAILY = frozenset(
    {
        ChangeKind.CLIENTS_PLACED,
        ChangeKind.CLIENTS_UNPLACED,
        ChangeKind.CLIENTS_MOVED,
        ChangeKind.PORTFOLIO_CREATED,
        ChangeKind.PORTFOLIO_EDITED,
    }
)
_NEVER_WAIT = DAILY | {ChangeKind.SUSPENDED, ChangeKind.LEFT, ChangeKind.LENDING_ENDED}
_ASIDE = frozenset({SHOWN, "csrfmiddlewaretoken"})


def settle(
    request: MemberRequest,
    make: Callable[[], Plan],
    *,
    back: str,
    done: str = "",
    at_once: bool = False,
    then: Callable[[RightsChange], None] | None = None,
) -> HttpResponse:
    """Answer a POST that changes rights: first its effect, then, once confirmed, the change.

    `make` gives the plan from what was posted and may refuse. The page of the effect posts the
    same fields to the same address again with the fingerprint of what it showed; where the plan
    would do something else by then, it is shown anew. `back` is where one came from (refusals are
    said there), `done` where one goes afterwards. `at_once` is for what changes nothing that
    anybody sees, a name for instance: it is not asked twice. `then` does, in the same transaction,
    what goes along with the change.
    """
    try:
        plan = _allowed(request, make())
        if not request.POST.get(SHOWN) and not at_once:
            return _show(request, plan, back=back)
        if plan.kind not in _NEVER_WAIT and not is_fresh(request, now=time.time()):
            return confirm_first(request, back=back)
        change = _carried_out(request, plan, then)
    except Refused as refused:
        say(request, refusal(refused.code), level=messages.WARNING)
        return go(back, request)
    if change is None:
        return _show(request, plan, back=back, notice=refusal("changed_since"))
    tell(request, change)
    return go(done or back, request)


def _allowed(request: MemberRequest, plan: Plan) -> Plan:
    """The plan, where there is something to do that the member's role reaches."""
    if plan.is_empty():
        raise Refused("nothing")
    if not may_carry_out(plan, by=request.member, at=request.now):
        raise Refused("not_allowed")
    return plan


def _carried_out(
    request: MemberRequest, plan: Plan, then: Callable[[RightsChange], None] | None
) -> RightsChange | None:
    """The change, written with what goes along; None where it would do something else by now."""
    shown = request.POST.get(SHOWN, "")
    try:
        with transaction.atomic():
            change = carry_out(plan, by=request.member, at=request.now, shown=shown)
            if then is not None:
                then(change)
    except Conflict:
        return None
    except Refused as refused:
        if refused.code != "changed_since":
            raise
        return None
    return change


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

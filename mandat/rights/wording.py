"""What a change of rights, its effect and a refusal say to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mandat.firms.models import Member
from mandat.firms.permissions import Role
from mandat.rights.choices import ChangeKind
from mandat.rights.effects import Effect
from mandat.ui.formats import day_time

Words = str | Promise

REFUSALS: dict[str, Words] = {
    "nothing": gettext_lazy("There is nothing to change: it is so already."),
    "not_allowed": gettext_lazy("Your role does not reach so far. Ask an administrator."),
    "last_administrator": gettext_lazy(
        "The firm would have no administrator left. Name another one first."
    ),
    "changed_since": gettext_lazy(
        "Something changed while you were looking. Here is what it would do now."
    ),
    "undone": gettext_lazy("This was undone already."),
    "conflict": gettext_lazy(
        "Something that this change wrote was changed again since. Undo the later change first."
    ),
    "archived": gettext_lazy("This portfolio is archived. Restore it first."),
    "same_portfolio": gettext_lazy("Choose two different portfolios."),
    "name_missing": gettext_lazy("Give the portfolio a name."),
    "name_too_long": gettext_lazy("This name is too long: 100 characters at most."),
    "name_taken": gettext_lazy("A portfolio of this name exists already, maybe archived."),
    "no_client": gettext_lazy("Choose at least one client first."),
    "portfolio_missing": gettext_lazy("Choose a portfolio first."),
    "too_many_cells": gettext_lazy(
        "This is too much at once: 5,000 cells at most. Do it in two steps."
    ),
    "unknown_client": gettext_lazy("One of these clients is not on your list any more."),
    "unknown_member": gettext_lazy("One of these people is not in your firm any more."),
    "unknown_portfolio": gettext_lazy("One of these portfolios does not exist any more."),
    "left": gettext_lazy("This person has left the firm."),
    "yourself": gettext_lazy("You cannot do this to yourself."),
    "not_seen_as": gettext_lazy(
        "This person cannot come in at the moment, or it is you: there is nothing to see."
    ),
    "dates": gettext_lazy("The end must be later than the start, and to come."),
    "nobody": gettext_lazy("Name at least one person."),
    "no_portfolio": gettext_lazy("Choose at least one of your portfolios."),
    "in_firm": gettext_lazy("Somebody of your firm has this address already."),
    "invited": gettext_lazy("An invitation to this address waits already. Send it again instead."),
    "too_many": gettext_lazy("Your firm has sent many invitations today. Go on tomorrow."),
    "asked_much": gettext_lazy(
        "Ten of your requests wait for an answer already. Withdraw one that you no longer need."
    ),
    "decided": gettext_lazy("This request was answered or withdrawn already."),
    "unknown_role": gettext_lazy("Choose one of the roles."),
    "lent_already": gettext_lazy(
        "One of these portfolios is lent to one of these people for a part of this time already. "
        "Prolong that loan instead."
    ),
    "cover_oneself": gettext_lazy("Nobody covers for themselves. Choose somebody else."),
    "used": gettext_lazy("This invitation was accepted or withdrawn already."),
    "already": gettext_lazy("This client is confidential already."),
    "sheet_gone": gettext_lazy("The sheet was looked at too long ago. Send it again."),
    "not_confidential": gettext_lazy("This client is not confidential."),
}


@dataclass(frozen=True)
class EffectLine:
    """What one person gains and loses, ready for the screen."""

    name: str
    gained: int
    lost: int

    @property
    def words(self) -> str:
        """Such as "gains 214 clients, loses 12"."""
        parts = []
        if self.gained:
            parts.append(
                ngettext("gains %(n)s client", "gains %(n)s clients", self.gained)
                % {"n": self.gained}
            )
        if self.lost:
            parts.append(
                ngettext("loses %(n)s client", "loses %(n)s clients", self.lost) % {"n": self.lost}
            )
        return _(" and ").join(parts)


def refusal(code: str) -> str:
    """Why not, in words. KeyError for a code that has none: every code must."""
    return str(REFUSALS[code])


def effect_lines(effect: Iterable[tuple[int, int, int]], firm_id: int) -> list[EffectLine]:
    """Lines (member id, gained, lost) with names, who loses most first."""
    found = list(effect)
    names = dict(
        Member.objects.filter(firm_id=firm_id, pk__in=[key for key, *_ in found]).values_list(
            "pk", "user__name"
        )
    )
    lines = [EffectLine(names[key], gained, lost) for key, gained, lost in found if key in names]
    return sorted(lines, key=lambda one: (-one.lost, -one.gained, one.name))


def triples(effect: Effect) -> list[tuple[int, int, int]]:
    """The lines of an effect as they are stored with a change."""
    return [(line.member_id, line.gained, line.lost) for line in effect.lines]


def sentence(kind: str, about: Mapping[str, Any]) -> str:
    """What a change does, with the names it speaks of; the name of its kind where it has none."""
    told = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in about.items()
    }
    if "after" in told and kind == ChangeKind.ROLE_CHANGED:
        told |= {"before": Role(told["before"]).label, "after": Role(told["after"]).label}
    told |= {name: _moment(told[name]) for name in ("starts", "ends") if name in told}
    if kind == ChangeKind.LEFT and about.get("orphans"):
        return str(_LEFT_BEHIND) % told
    words = _SENTENCES.get(ChangeKind(kind))
    if words is None:
        return str(ChangeKind(kind).label)
    return str(words) % told


def _moment(text: object) -> str:
    """A moment that a change speaks of (ISO 8601) in the reader's language."""
    moment = parse_datetime(str(text))
    return day_time(moment, get_language() or "") if moment else str(text)


_LEFT_BEHIND = gettext_lazy(
    "%(member)s has left the firm. Nobody but administrators sees any more: %(orphans)s."
)
_SENTENCES: dict[ChangeKind, Words] = {
    ChangeKind.PORTFOLIO_CREATED: gettext_lazy("The portfolio %(portfolio)s is created."),
    ChangeKind.PORTFOLIO_EDITED: gettext_lazy(
        "The portfolio %(portfolio)s is now called %(name)s; its description is saved."
    ),
    ChangeKind.PORTFOLIO_ARCHIVED: gettext_lazy("The portfolio %(portfolio)s is archived."),
    ChangeKind.PORTFOLIO_RESTORED: gettext_lazy("The portfolio %(portfolio)s is restored."),
    ChangeKind.PORTFOLIOS_MERGED: gettext_lazy("%(portfolios)s: merged into %(portfolio)s."),
    ChangeKind.CLIENTS_PLACED: gettext_lazy("Clients added to %(portfolio)s: %(clients)s."),
    ChangeKind.CLIENTS_UNPLACED: gettext_lazy("Clients taken out of %(portfolio)s: %(clients)s."),
    ChangeKind.CLIENTS_MOVED: gettext_lazy(
        "Clients moved from %(from)s to %(portfolio)s: %(clients)s."
    ),
    ChangeKind.GRANTS_CHANGED: gettext_lazy(
        "Access for %(members)s to %(portfolios)s: %(granted)s given, %(revoked)s taken away."
    ),
    ChangeKind.ROLE_CHANGED: gettext_lazy("%(member)s: %(before)s becomes %(after)s."),
    ChangeKind.SUSPENDED: gettext_lazy("%(member)s is suspended and cannot come in."),
    ChangeKind.REACTIVATED: gettext_lazy("%(member)s may come in again."),
    ChangeKind.LENT: gettext_lazy(
        "%(portfolios)s: lent by %(member)s to %(members)s from %(starts)s until %(ends)s."
    ),
    ChangeKind.LENDING_ENDED: gettext_lazy(
        "%(portfolios)s: no longer lent by %(member)s to %(members)s."
    ),
    ChangeKind.LEFT: gettext_lazy("%(member)s has left the firm."),
    ChangeKind.MADE_CONFIDENTIAL: gettext_lazy(
        "%(client)s is open to %(members)s named people alone."
    ),
    ChangeKind.CONFIDENCE_CHANGED: gettext_lazy(
        "%(client)s: its list now names %(members)s people."
    ),
    ChangeKind.SHEET: gettext_lazy(
        "By a sheet: access given %(granted)s, taken away %(revoked)s, with other dates %(dated)s;"
        " clients placed %(placed)s, taken out %(unplaced)s; portfolios created %(created)s."
    ),
    ChangeKind.CONFIDENCE_LIFTED: gettext_lazy("%(client)s is no longer confidential."),
}

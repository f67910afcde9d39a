"""Sentences for what an action refused."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandat.incidents.actions import Refused
from mandat.incidents.choices import Closure
from mandat.ui.formats import day_time


def refusal(refused: Refused) -> str:
    """Why nothing was done, and who was quicker where somebody was."""
    incident = refused.incident
    if refused.code == "settled" and incident is not None and incident.settled_at is not None:
        facts = {"moment": day_time(incident.settled_at, get_language() or "fr")}
        if incident.closure != Closure.FIRM:
            return _("The office closed this incident already, on %(moment)s.") % facts
        if incident.settled_by is not None:
            facts["name"] = incident.settled_by.name
            return _("%(name)s settled this incident already, on %(moment)s.") % facts
        return _("This incident was settled already, on %(moment)s.") % facts
    sentences = {
        "open": _("This incident is open already."),
        "office": _("The office closed this incident: only the office can open it again."),
        "note": _("Write in a few words what was done."),
        "unseen": _("This person does not see the client. Choose somebody who does."),
        "removed": _("This client is no longer on the firm's list."),
    }
    return sentences.get(refused.code, _("This cannot be done now."))

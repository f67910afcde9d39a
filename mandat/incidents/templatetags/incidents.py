"""States and numbers of incidents in words."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandat.clients.models import Client
from mandat.clients.national import masked_number
from mandat.identifiers import Kind, format_number
from mandat.incidents.choices import Closure
from mandat.incidents.models import Incident
from mandat.ui.templatetags.ui import pill

register = template.Library()
_KINDS = {9: Kind.SIREN, 10: Kind.ENTERPRISE, 14: Kind.SIRET}
SOON_DAYS = 7


@register.simple_tag
def printed_number(client: Client) -> str:
    """A company's number grouped, a person's masked."""
    if client.number:
        return format_number(_KINDS.get(len(client.number)), client.number)
    return masked_number(client)


@register.simple_tag
def incident_state(incident: Incident, today: date) -> SafeString:
    """The state of an incident as a pill: late, soon, to settle, settled or withdrawn."""
    if not incident.is_open:
        if incident.closure == Closure.WITHDRAWN:
            return pill("none", _("Withdrawn"))
        return pill("good", _("Settled"))
    left = incident.days_left(on=today)
    if left is not None and left < 0:
        return pill("act", _("Overdue"))
    return pill("watch", _("To settle"))


@register.simple_tag
def days_left(incident: Incident, today: date) -> str:
    """How long there is, or since when it is late, in words; '' where it no longer matters."""
    left = incident.days_left(on=today)
    if left is None or not incident.is_open:
        return ""
    if left < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
    if left == 0:
        return _("today")
    return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}

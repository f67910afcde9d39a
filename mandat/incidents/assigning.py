"""Who can be given an incident: those of the firm who see its client and may settle."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from mandat.clients.models import ConfidenceMember, Placement
from mandat.firms.models import Grant, Member
from mandat.firms.permissions import ROLES, Permission, Role
from mandat.incidents.models import Incident


def assignable(incident: Incident, *, at: datetime) -> list[Member]:
    """Colleagues who see the incident's client at `at` and may settle it, by name."""
    settling = [role for role in Role if Permission.SETTLE_INCIDENTS in ROLES[role]]
    people = Member.objects.active().filter(firm_id=incident.firm_id, role__in=settling)
    return list(people.filter(_seeing(incident, at)).select_related("user").order_by("user__name"))


def _seeing(incident: Incident, at: datetime) -> Q:
    """Whom the client is open to: its list where it is confidential, else roles and grants."""
    named: QuerySet[ConfidenceMember] = ConfidenceMember.objects.filter(
        firm_id=incident.firm_id, confidence__client_id=incident.client_id
    )
    keys = list(named.values_list("member_id", flat=True))
    if keys:
        return Q(pk__in=keys)
    placed = Placement.objects.filter(
        firm_id=incident.firm_id, client_id=incident.client_id, portfolio__archived_at=None
    )
    granted = Grant.objects.in_force(at).filter(
        firm_id=incident.firm_id, portfolio_id__in=placed.values("portfolio_id")
    )
    return Q(role=Role.ADMINISTRATOR) | Q(pk__in=granted.values("member_id"))

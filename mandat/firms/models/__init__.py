"""The nouns of people and rights."""

from mandat.firms.models.audit import AuditEvent
from mandat.firms.models.firm import Firm, Member
from mandat.firms.models.joining import AccessRequest, Invitation, InvitationPortfolio
from mandat.firms.models.office import Office, Staff
from mandat.firms.models.portfolio import Grant, Portfolio
from mandat.firms.models.user import User
from mandat.firms.models.watch import (
    Alarm,
    KnownDevice,
    ReadingEvent,
    ReadingHead,
    ReadingTally,
    Space,
)

__all__ = [
    "AccessRequest",
    "Alarm",
    "AuditEvent",
    "Firm",
    "Grant",
    "Invitation",
    "InvitationPortfolio",
    "KnownDevice",
    "Member",
    "Office",
    "Portfolio",
    "ReadingEvent",
    "ReadingHead",
    "ReadingTally",
    "Space",
    "Staff",
    "User",
]

"""The nouns of people and rights."""

from mandat.firms.models.audit import AuditEvent
from mandat.firms.models.firm import Firm, Member
from mandat.firms.models.office import Office, Staff
from mandat.firms.models.portfolio import Grant, Portfolio
from mandat.firms.models.user import User

__all__ = ["AuditEvent", "Firm", "Grant", "Member", "Office", "Portfolio", "Staff", "User"]

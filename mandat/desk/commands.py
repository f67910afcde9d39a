"""What can be done from anywhere, found by its words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandat.firms.models import Member
from mandat.firms.permissions import Permission
from mandat.lib.text import fold

COMMANDS = (
    (_("Add an account"), "onboarding:add", "plus", Permission.ADD_CLIENTS),
    (_("Drop a declaration"), "declarations:drop", "upload", Permission.DROP_DECLARATIONS),
    (_("Write a message"), "messages:new", "mail", Permission.WRITE_MESSAGES),
    (_("Terminate an account"), "onboarding:resiliate", "trash-2", Permission.ADD_CLIENTS),
    (_("Incidents to settle"), "incidents:list", "flag", Permission.SEE_CLIENTS),
    (_("DSN anomalies"), "declarations:anomalies", "triangle-alert", Permission.SEE_CLIENTS),
    (_("Deadlines"), "desk:deadlines", "calendar", Permission.SEE_CLIENTS),
    (_("Guides"), "documents:guides", "book-open", Permission.SEE_CLIENTS),
    (_("Ask for access"), "rights:ask", "lock", Permission.SEE_CLIENTS),
    (_("Manage users"), "rights:users", "key", Permission.MANAGE_PORTFOLIOS),
)


def commands_for(member: Member, words: str) -> list[tuple[str, str, str]]:
    """Label, address and icon of each permitted command whose label holds `words`."""
    wanted = fold(words)
    return [
        (str(label), reverse(name), icon)
        for label, name, icon, permission in COMMANDS
        if member.may(permission) and wanted in fold(str(label))
    ]

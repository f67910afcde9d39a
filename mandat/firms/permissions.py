"""What a role may do: one dictionary for members, one for the office's staff."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member is in their firm."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MANAGER = "manager", _("Manager of portfolios")
    COLLABORATOR = "collaborator", _("Collaborator")
    READER = "reader", _("Reader")


class StaffRole(models.TextChoices):
    """What a person is in an office."""

    READER = "reader", _("Reader")
    CASE_WORKER = "case_worker", _("Case worker")
    PUBLISHER = "publisher", _("Publisher")
    OPERATOR = "operator", _("Operator")


class Permission(models.TextChoices):
    """What a member may do, over the clients that they see."""

    SEE_CLIENTS = "see_clients", _("See clients, their documents and figures")
    ADD_CLIENTS = "add_clients", _("Add and remove clients")
    EDIT_CLIENTS = "edit_clients", _("Change a client's contacts and services")
    DROP_DECLARATIONS = "drop_declarations", _("Drop declarations")
    SETTLE_INCIDENTS = "settle_incidents", _("Settle incidents")
    READ_MESSAGES = "read_messages", _("Read messages")
    WRITE_MESSAGES = "write_messages", _("Write messages")
    SHOW_NATIONAL_NUMBERS = (
        "show_national_numbers",
        _("Show a national number in full, with a reason"),
    )
    TAKE_OUT = "take_out", _("Take lists out as a file")
    MANAGE_PORTFOLIOS = (
        "manage_portfolios",
        _("Manage the people and clients of the portfolios that one has"),
    )
    MANAGE_RIGHTS = "manage_rights", _("Manage users, portfolios and rights")
    READ_AUDIT = "read_audit", _("Read the firm's log")


class StaffPermission(models.TextChoices):
    """What a person of an office may do, over that office's records."""

    SEE_AFFILIATES = "see_affiliates", _("See affiliates and their accounts")
    LOAD_AFFILIATES = "load_affiliates", _("Load affiliates")
    HANDLE_REQUESTS = "handle_requests", _("Answer requests and open incidents")
    ANSWER_MESSAGES = "answer_messages", _("Read and write messages")
    PUBLISH = "publish", _("Publish guides and documents")
    READ_AUDIT = "read_audit", _("Read the office's log")
    FREEZE = "freeze", _("Stop a firm or the whole space at once")


_READING = frozenset({Permission.SEE_CLIENTS, Permission.READ_MESSAGES})
_EVERYDAY = frozenset(Permission) - {
    Permission.MANAGE_PORTFOLIOS,
    Permission.MANAGE_RIGHTS,
    Permission.READ_AUDIT,
}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.MANAGER: _EVERYDAY | {Permission.MANAGE_PORTFOLIOS},
    Role.COLLABORATOR: _EVERYDAY,
    Role.READER: _READING,
}

STAFF_ROLES: dict[StaffRole, frozenset[StaffPermission]] = {
    StaffRole.READER: frozenset({StaffPermission.SEE_AFFILIATES}),
    StaffRole.CASE_WORKER: frozenset(
        {
            StaffPermission.SEE_AFFILIATES,
            StaffPermission.HANDLE_REQUESTS,
            StaffPermission.ANSWER_MESSAGES,
        }
    ),
    StaffRole.PUBLISHER: frozenset({StaffPermission.SEE_AFFILIATES, StaffPermission.PUBLISH}),
    StaffRole.OPERATOR: frozenset(StaffPermission),
}

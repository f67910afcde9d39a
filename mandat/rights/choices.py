"""The closed lists of the app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What a change of rights does."""

    PORTFOLIO_CREATED = "portfolio_created", _("Portfolio created")
    PORTFOLIO_EDITED = "portfolio_edited", _("Portfolio renamed or described")
    PORTFOLIO_ARCHIVED = "portfolio_archived", _("Portfolio archived")
    PORTFOLIO_RESTORED = "portfolio_restored", _("Portfolio restored")
    PORTFOLIOS_MERGED = "portfolios_merged", _("Portfolios merged")
    CLIENTS_PLACED = "clients_placed", _("Clients added to a portfolio")
    CLIENTS_UNPLACED = "clients_unplaced", _("Clients taken out of a portfolio")
    CLIENTS_MOVED = "clients_moved", _("Clients moved to another portfolio")
    GRANTS_CHANGED = "grants_changed", _("Access to portfolios changed")
    ROLE_CHANGED = "role_changed", _("Role changed")
    SUSPENDED = "suspended", _("Member suspended")
    REACTIVATED = "reactivated", _("Member reactivated")
    LENT = "lent", _("Portfolios lent for an absence")
    LENDING_ENDED = "lending_ended", _("Loan of portfolios ended")
    LEFT = "left", _("Member left the firm")
    MADE_CONFIDENTIAL = "made_confidential", _("Client made confidential")
    CONFIDENCE_CHANGED = "confidence_changed", _("List of a confidential client changed")
    CONFIDENCE_LIFTED = "confidence_lifted", _("Client no longer confidential")
    SHEET = "sheet", _("Rights changed by a sheet")


class Standing(models.TextChoices):
    """How a person stands in the firm, as the list of its people says it."""

    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    NEVER_CAME = "never_came", _("Never came yet")
    SUSPENDED = "suspended", _("Suspended")
    FROZEN = "frozen", _("Frozen")
    LEFT = "left", _("Has left")

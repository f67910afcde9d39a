"""The closed lists of what the office knows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AffiliateKind(models.TextChoices):
    """A company has a public number, a person a national one."""

    COMPANY = "company", _("Company")
    PERSON = "person", _("Self-employed person")


class AccountKind(models.TextChoices):
    """What an account is for."""

    EMPLOYER = "employer", _("Employer account")
    SELF_EMPLOYED = "self_employed", _("Self-employed account")
    COMPANY = "company", _("Company contribution account")


class AccountStatus(models.TextChoices):
    """Where an account stands."""

    OPEN = "open", _("Open")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


class Service(models.TextChoices):
    """What may be opened for a client; one group of applications each."""

    SOCIAL_STATUS = "social_status", _("Social status")
    ORGANISATION = "organisation", _("Organisation")
    EMPLOYEES = "employees", _("Employees")


class EmailService(models.TextChoices):
    """What the office may send by e-mail about a client."""

    CONTRIBUTION_NOTICES = "contribution_notices", _("Contribution notices")
    DECLARATION_RETURNS = "declaration_returns", _("Returns of declarations")
    NEW_DOCUMENTS = "new_documents", _("New documents")
    REMINDERS = "reminders", _("Reminders before a deadline")


class RecordName(models.TextChoices):
    """The kinds of line of an affiliates file."""

    AFFILIATE = "affiliate", _("Companies and persons")
    ACCOUNT = "account", _("Accounts")
    ESTABLISHMENT = "establishment", _("Establishments")
    CONTACT = "contact", _("Contacts")
    AMOUNT = "amount", _("Amounts to pay")

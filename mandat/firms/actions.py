"""How the first people of a firm and of an office come in; everyone else is invited by them."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from mandat.firms import audit
from mandat.firms.models import Firm, Member, Office, Staff, User
from mandat.firms.permissions import Role, StaffRole

SERVICES = ["social_status", "organisation", "employees"]


@transaction.atomic
def open_firm(
    *, name: str, slug: str, country: str, address: str, person: str, at: datetime
) -> Member:
    """A new firm with its first administrator, who has no password yet.

    ValidationError where a field is not right; IntegrityError where slug or address is taken.
    """
    firm = Firm(name=name, slug=slug, country=country, created_at=at)
    firm.full_clean()
    firm.save()
    member = Member.objects.create(
        user=_newcomer(address, person, "fr"), firm=firm, role=Role.ADMINISTRATOR, joined_at=at
    )
    audit.record(firm, "firm.opened", by=None, at=at, target=firm)
    return member


@transaction.atomic
def open_office(
    *,
    name: str,
    slug: str,
    country: str,
    proof_policy: str,
    language: str,
    address: str,
    person: str,
    at: datetime,
) -> Staff:
    """A new office with its first operator, who has no password yet; errors as `open_firm`."""
    office = Office(
        name=name,
        slug=slug,
        country=country,
        proof_policy=proof_policy,
        language=language,
        services=SERVICES,
    )
    office.full_clean()
    office.save()
    staff = Staff.objects.create(
        user=_newcomer(address, person, language),
        office=office,
        role=StaffRole.OPERATOR,
        joined_at=at,
    )
    audit.record(office, "office.opened", by=None, at=at, target=office)
    return staff


def _newcomer(address: str, person: str, language: str) -> User:
    user = User(email=address.strip().lower(), name=person, language=language)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    return user


def first_password_path(user: User) -> str:
    """Where a person chooses their first password: works once, for three days."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )

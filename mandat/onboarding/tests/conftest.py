"""Signed-in browsers of the cast, for the tests of the app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client as Browser

from mandat.firms.models import User
from mandat.firms.tests.factories import Cast, StaffFactory, UserFactory

SignIn = Callable[[User], Browser]


@pytest.fixture
def people(cast: Cast) -> Cast:
    """The cast, all of them reading English."""
    User.objects.update(language="en")
    for one in (cast.administrator, cast.collaborator, cast.newcomer, cast.stranger, cast.staff):
        one.user.refresh_from_db()
    return cast


@pytest.fixture
def admin(people: Cast, signed_in: SignIn) -> Browser:
    return signed_in(people.administrator.user)


@pytest.fixture
def collaborator(people: Cast, signed_in: SignIn) -> Browser:
    return signed_in(people.collaborator.user)


@pytest.fixture
def office(people: Cast, signed_in: SignIn) -> Browser:
    """The Belgian office's operator."""
    user = UserFactory.create(language="en", name="Bea Belgian")
    StaffFactory.create(user=user, office=people.belgian_office)
    return signed_in(user)


_AUDIT = import_module("mandat.firms.migrations.0002_policies")


@pytest.fixture
def audit_kept(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Ask for it before `committed`: the append-only triggers are there again afterwards."""
    yield
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            _AUDIT.append_only(None, editor)


@pytest.fixture
def committed(audit_kept: None, transactional_db: None) -> Iterator[None]:
    """Real commits; the audit lets itself be emptied at the end, which SQLite's flush needs."""
    yield
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            _AUDIT.anything_goes(None, editor)

"""The cast that every test knows, what a signed-in browser is, and tests that really commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client as Browser
from pytest_django import DjangoDbBlocker

from mandat.firms.models import User
from mandat.firms.tests.factories import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """An administrator, two collaborators, a stranger, an office's staff, and their firms."""
    return make_cast()


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Browser]:
    """Give a test browser in which a user is signed in."""

    def sign_in(user: User) -> Browser:
        browser = Browser()
        browser.force_login(user, backend="mandat.firms.backend.MandatBackend")
        return browser

    return sign_in


_AUDIT = import_module("mandat.firms.migrations.0002_policies")
_READINGS = import_module("mandat.firms.migrations.0004_rights_policies")


@pytest.fixture
def audit_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Ask for it before `committed`: the append-only triggers are there again afterwards."""
    yield
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            _AUDIT.append_only(None, editor)
            _READINGS.append_only(None, editor)


@pytest.fixture
def committed(audit_kept: None, transactional_db: None) -> Iterator[None]:
    """Real commits; the audit lets itself be emptied at the end, which SQLite's flush needs."""
    yield
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            _AUDIT.anything_goes(None, editor)
            _READINGS.anything_goes(None, editor)

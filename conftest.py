"""The cast that every test knows, and what a signed-in browser is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser

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

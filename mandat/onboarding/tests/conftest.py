"""Signed-in browsers of the cast, for the tests of the app."""

from __future__ import annotations

from collections.abc import Callable

import pytest
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

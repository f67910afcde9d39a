"""Where a second factor is required, nothing opens without one (S9)."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from mandat.firms.models import User
from mandat.firms.tests.factories import Cast
from mandat.firms.tests.test_signin import PASSWORD, SECRET, code, is_in, sign_in


@pytest.fixture
def person(cast: Cast, settings: Any) -> User:
    """A collaborator with a password, where a second factor is required."""
    settings.MANDAT_SECOND_FACTOR = True
    cache.clear()
    user = cast.collaborator.user
    user.set_password(PASSWORD)
    user.save()
    return user


def shut(browser: Browser, address: str, method: str = "get", **headers: str) -> str:
    """Where the person is sent instead of `address`."""
    answer = getattr(browser, method)(address, headers=headers)
    assert answer.status_code in {204, 302}, (address, answer.status_code)
    return str(answer.headers.get("HX-Redirect") or answer.headers["Location"])


def test_nothing_opens_before_one_is_set_up(person: User) -> None:
    browser = Browser()
    sign_in(browser, person.email)
    index = reverse("mfa_index")
    names = ("usersessions_list", "account_change_password", "mfa_generate_recovery_codes")
    for address in ("/", "/profile/", "/search/", *map(reverse, names)):
        assert shut(browser, address) == index
        assert shut(browser, address, "post") == index
        assert shut(browser, address, **{"HX-Request": "true"}) == index
        assert shut(browser, address, **{"X-Original-URL": "/accounts/login/"}) == index
    assert browser.get(index).status_code == 200
    assert browser.post(reverse("set_language"), {"language": "nl"}).status_code == 302
    assert shut(browser, "/") == index
    assert browser.get("/accounts/nowhere/").status_code == 404
    assert browser.post(reverse("account_logout")).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_opens_the_space(person: User) -> None:
    browser = Browser()
    sign_in(browser, person.email)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = browser.get(reverse("mfa_activate_totp")).context["form"]
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code(form.secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert browser.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert is_in(browser)


def test_signing_in_with_it_opens_the_space(person: User) -> None:
    TOTP.activate(person, SECRET)
    browser = Browser()
    sign_in(browser, person.email)
    assert not is_in(browser)
    browser.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(browser)


def test_removing_it_shuts_every_session_again(person: User) -> None:
    TOTP.activate(person, SECRET)
    browser = Browser()
    sign_in(browser, person.email)
    browser.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(browser)
    Authenticator.objects.filter(user=person).delete()
    assert shut(browser, "/") == reverse("mfa_index")
    # Another one, set up elsewhere, does not vouch for this session.
    TOTP.activate(person, SECRET)
    assert shut(browser, "/").startswith(reverse("mfa_reauthenticate"))


def test_a_session_older_than_the_factor_must_show_it(person: User) -> None:
    """Who came in by a stolen password before the owner set a factor up stays out."""
    browser = Browser()
    sign_in(browser, person.email)
    TOTP.activate(person, SECRET)
    for address in ("/", reverse("mfa_index"), reverse("mfa_add_webauthn"),
                    reverse("mfa_deactivate_totp"), reverse("account_reauthenticate")):  # fmt: skip
        assert shut(browser, address).startswith(reverse("mfa_reauthenticate"))
    answer = browser.get("/profile/", follow=True)
    assert answer.status_code == 200
    assert "code" in answer.context["form"].fields
    where = answer.redirect_chain[-1][0]
    assert browser.post(where, {"code": "000000"}).status_code == 200
    assert not is_in(browser)
    assert browser.post(where, {"code": code()}).headers["Location"] == "/profile/"
    assert is_in(browser)


def test_recovery_codes_alone_are_no_factor(person: User) -> None:
    Authenticator.objects.create(user=person, type="recovery_codes", data={})
    browser = Browser()
    browser.force_login(person, backend="mandat.firms.backend.MandatBackend")
    assert shut(browser, "/") == reverse("mfa_index")


def test_where_it_is_not_required_the_space_opens(person: User, settings: Any) -> None:
    settings.MANDAT_SECOND_FACTOR = False
    browser = Browser()
    sign_in(browser, person.email)
    assert is_in(browser)

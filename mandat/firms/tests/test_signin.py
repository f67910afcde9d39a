"""Signing in: password, second factor, passkeys, recovery, and what a guesser learns (S9-S11)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from mandat.firms.models import User
from mandat.firms.passwords import Argon2idHasher
from mandat.firms.tests.factories import Cast

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET) -> str:
    """What the authenticator application shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def person(cast: Cast) -> User:
    """A collaborator with a password."""
    cache.clear()
    user = cast.collaborator.user
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def careful(person: User) -> User:
    """The same, with an authenticator application and recovery codes."""
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def sign_in(browser: Browser, email: str, password: str = PASSWORD) -> Any:
    """Post the form of sign-in."""
    return browser.post(reverse("account_login"), {"login": email, "password": password})


def is_in(browser: Browser) -> bool:
    """Whether the profile page opens."""
    return browser.get("/profile/").status_code == 200


def visible(answer: Any) -> str:
    """A page without what differs by chance: tokens and the address typed."""
    text = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", text)


def test_address_and_password_open_the_space(person: User) -> None:
    browser = Browser()
    answer = sign_in(browser, person.email.upper())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_in(browser)


def test_a_wrong_password_and_an_unknown_address_look_alike(person: User) -> None:
    wrong = sign_in(Browser(), person.email, "wrong wrong wrong")
    unknown = sign_in(Browser(), "nobody@example.test", "wrong wrong wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert visible(wrong) == visible(unknown)
    assert wrong.context["form"].errors


def test_guessing_is_counted_in_the_database(person: User) -> None:
    for _ in range(5):
        assert sign_in(Browser(), person.email, "wrong wrong wrong").status_code == 200
    browser = Browser()
    sign_in(browser, person.email)
    assert not is_in(browser), "the right password is refused too, for five minutes"
    other = Browser()
    sign_in(other, User.objects.exclude(pk=person.pk)[0].email)
    cache.clear()
    sign_in(browser, person.email)
    assert is_in(browser)


def test_limits_are_not_wiped_by_filling_the_cache(person: User) -> None:
    for _ in range(5):
        sign_in(Browser(), person.email, "wrong wrong wrong")
    for number in range(400):
        cache.set(f"filler-{number}", 1, 3600)
    browser = Browser()
    sign_in(browser, person.email)
    assert not is_in(browser)


def test_suspended_people_do_not_come_in(cast: Cast, person: User) -> None:
    cast.collaborator.suspended_at = timezone.now()
    cast.collaborator.save()
    browser = Browser()
    answer = sign_in(browser, person.email)
    assert answer.headers["Location"] == reverse("account_inactive")
    assert browser.get(reverse("account_inactive")).status_code == 200
    assert not is_in(browser)


def test_signing_out_takes_a_post(person: User) -> None:
    browser = Browser()
    sign_in(browser, person.email)
    assert browser.get(reverse("account_logout")).status_code == 200
    assert is_in(browser)
    assert browser.post(reverse("account_logout")).status_code == 302
    assert not is_in(browser)


def test_passwords_are_kept_by_argon2id() -> None:
    sealed = Argon2idHasher().encode(PASSWORD, Argon2idHasher().salt())
    assert "$argon2id$" in sealed
    assert "m=19456,t=2,p=1" in sealed


@pytest.mark.parametrize("new", ["thirteen-char", "collaboratrice", "12345678901234567890"])
def test_weak_passwords_are_refused(new: str, person: User) -> None:
    browser = Browser()
    sign_in(browser, person.email)
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = browser.post(reverse("account_change_password"), form)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_a_changed_password_keeps_this_session_and_ends_the_others(person: User) -> None:
    here, elsewhere = Browser(), Browser()
    sign_in(here, person.email)
    sign_in(elsewhere, person.email)
    new = "a quite different long phrase"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), form).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_sessions_are_listed_and_ended(person: User) -> None:
    here, elsewhere = Browser(), Browser()
    sign_in(here, person.email)
    sign_in(elsewhere, person.email)
    page = here.get(reverse("usersessions_list"))
    assert page.status_code == 200
    assert len(page.context["sessions"]) == UserSession.objects.count() == 2
    assert here.post(reverse("usersessions_list")).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_one_session_is_ended_and_only_ones_own(cast: Cast, person: User) -> None:
    here, elsewhere = Browser(), Browser()
    sign_in(here, person.email)
    sign_in(elsewhere, person.email)
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    stranger = Browser()
    stranger.force_login(cast.stranger.user, backend="mandat.firms.backend.MandatBackend")
    assert stranger.post(reverse("end_session", args=[other.pk])).status_code == 404
    assert is_in(elsewhere)
    assert here.post(reverse("end_session", args=[other.pk])).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_second_factor_is_asked_for(careful: User) -> None:
    browser = Browser()
    answer = sign_in(browser, careful.email)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(browser)
    assert browser.get(reverse("mfa_authenticate")).status_code == 200
    assert browser.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not is_in(browser)
    assert browser.post(reverse("mfa_authenticate"), {"code": f" {code()} "}).status_code == 302
    assert is_in(browser)


def test_a_code_works_once(careful: User) -> None:
    first, second = Browser(), Browser()
    sign_in(first, careful.email)
    sign_in(second, careful.email)
    shown = code()
    assert first.post(reverse("mfa_authenticate"), {"code": shown}).status_code == 302
    assert second.post(reverse("mfa_authenticate"), {"code": shown}).status_code == 200
    assert not is_in(second)


def test_a_recovery_code_works_once(careful: User) -> None:
    codes = Authenticator.objects.get(user=careful, type="recovery_codes").wrap()
    spare = codes.get_unused_codes()[0]
    for expected in (True, False):
        browser = Browser()
        sign_in(browser, careful.email)
        browser.post(reverse("mfa_authenticate"), {"code": spare})
        assert is_in(browser) is expected


def test_secrets_of_factors_are_sealed_at_rest(careful: User) -> None:
    for authenticator in Authenticator.objects.filter(user=careful):
        assert SECRET not in str(authenticator.data)
        seed = authenticator.data.get("seed")
        assert seed is None or len(seed) > 60
    assert Authenticator.objects.get(user=careful, type="totp").wrap().validate_code(code())


def test_resetting_the_password_does_not_pass_the_second_factor(careful: User) -> None:
    browser = Browser()
    answer = browser.post(reverse("account_reset_password"), {"email": careful.email})
    assert answer.status_code == 302
    found = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert found
    page = browser.get(found[0], follow=True)
    new = "a quite different long phrase"
    answer = browser.post(
        page.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True
    )
    assert answer.status_code == 200
    assert not is_in(browser)
    assert sign_in(browser, careful.email, new).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(browser)


def test_asking_for_a_reset_tells_nothing(person: User) -> None:
    known = Browser().post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    unknown = Browser().post(
        reverse("account_reset_password"), {"email": "nobody@example.test"}, follow=True
    )
    assert visible(known).replace(person.email, "") == visible(unknown).replace(
        "nobody@example.test", ""
    )


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_confirm_login_code",
        "account_request_login_code",
        "mfa_signup_webauthn",
        "mfa_trust",
    ],
)
def test_pages_that_make_no_sense_here_are_gone(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_nobody_signs_up() -> None:
    assert Browser().get("/accounts/signup/").status_code == 404
    assert not Browser().get(reverse("account_login")).context.get("signup_form")


def test_setting_up_asks_to_sign_in_again(person: User) -> None:
    browser = Browser()
    sign_in(browser, person.email)
    answer = browser.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert browser.get(answer.headers["Location"]).status_code == 200
    answer = browser.post(answer.headers["Location"], {"password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200


def pages(careful: User) -> list[str]:
    """The addresses of all pages of sign-in and security that a person can open."""
    passkey = Authenticator.objects.create(
        user=careful, type="webauthn", data={"name": "Clé de Camille", "credential": {}}
    )
    names = [
        "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
        "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key_done", "mfa_index", "mfa_reauthenticate",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp",
        "mfa_list_webauthn", "usersessions_list",
    ]  # fmt: skip
    numbered = ["mfa_edit_webauthn", "mfa_remove_webauthn"]
    return [reverse(name) for name in names] + [
        reverse(name, args=[passkey.pk]) for name in numbered
    ]


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_page_is_dressed_like_the_rest(
    language: str, careful: User, signed_in: Callable[[User], Browser]
) -> None:
    browser = signed_in(careful)
    User.objects.filter(pk=careful.pk).update(language=language)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    seen = {"adding": browser.get(reverse("mfa_add_webauthn"))}
    seen |= {address: browser.get(address) for address in pages(careful)}
    for address, answer in seen.items():
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert "ui/mandat.css" in text, address
        assert f'<html lang="{language}"' in text, address
        assert len(re.findall(r"<h1[ >]", text)) == 1, address


@pytest.mark.django_db
def test_the_sign_in_page_leads_to_a_new_password() -> None:
    page = Browser().get(reverse("account_login")).content.decode()
    assert f'href="{reverse("account_reset_password")}"' in page

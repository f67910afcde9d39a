"""What only somebody hostile sends is answered like any nonsense: never by an error of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser

from mandat.firms.models import User
from mandat.firms.permissions import StaffRole
from mandat.firms.tests.factories import Cast

SignIn = Callable[[User], Browser]
OF_A_FIRM = (
    "/search/", "/select/", "/clients/", "/incidents/", "/messages/", "/messages/new/", "/guides/",
    "/anomalies/?state=all&view=list&code=a%00", "/anomalies/",
)  # fmt: skip
OF_AN_OFFICE = (
    "/office/", "/office/documents/", "/office/documents/new/", "/office/guides/",
    "/office/incidents/", "/office/incidents/new/", "/office/messages/", "/office/messages/new/",
)  # fmt: skip
NONSENSE = ("%00", "a%00b", "S21.%00", "1%00", "%ff%fe", "%ed%a0%80", "%f4%8f%bf%bf", "%ed%9f%bf")


def _with(address: str, words: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}q={words}"


@pytest.mark.parametrize("words", NONSENSE)
@pytest.mark.parametrize("address", OF_A_FIRM)
def test_no_search_of_a_firm_breaks(
    cast: Cast, signed_in: SignIn, address: str, words: str
) -> None:
    browser = signed_in(cast.administrator.user)
    assert browser.get(_with(address, words)).status_code in {200, 302}


@pytest.mark.parametrize("words", NONSENSE)
@pytest.mark.parametrize("address", OF_AN_OFFICE)
def test_no_search_of_an_office_breaks(
    cast: Cast, signed_in: SignIn, address: str, words: str
) -> None:
    cast.staff.role = StaffRole.OPERATOR
    cast.staff.save()
    assert signed_in(cast.staff.user).get(_with(address, words)).status_code in {200, 302}


@pytest.mark.parametrize("address", ["/search/", "/select/", "/clients/"])
def test_no_posted_search_breaks(cast: Cast, signed_in: SignIn, address: str) -> None:
    browser = signed_in(cast.administrator.user)
    assert browser.post(address, {"q": "a\x00b"}).status_code in {200, 302}


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-7", "rot13", "no-such"])
def test_a_form_in_another_encoding_is_refused(charset: str) -> None:
    answer = Browser(enforce_csrf_checks=True).generic(
        "POST", "/accounts/login/", b"login=a",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )  # fmt: skip
    assert answer.status_code == 400
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_page_that_is_no_address_is_refused() -> None:
    forged = {"HX-Request": "true", "HX-Current-URL": "http://["}
    assert Browser().get("/clients/", headers=forged).status_code == 400


@pytest.mark.skipif(connection.vendor != "postgresql", reason="functions are PostgreSQL's")
def test_an_account_that_is_no_superuser_can_make_the_functions(cast: Cast) -> None:
    # "permission denied to set parameter": only a superuser may name ours in CREATE FUNCTION.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE array_to_string(proconfig, ' ') LIKE '%mandat.%'"
        )
        assert cursor.fetchall() == []

"""An empty installation gets its first firm and office by command, and their people sign in."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from mandat.firms import audit
from mandat.firms.models import Firm, Office, User

pytestmark = pytest.mark.django_db
PHRASE = "a long enough first phrase"


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def firm(**changes: str) -> str:
    options = {"slug": "arvensis", "country": "FR", "administrator": "Claire@Example.test"}
    options |= {"person": "Claire Vauquetin", **changes}
    words = [f"--{name}={value}" for name, value in options.items()]
    return run("firms_open_firm", "Cabinet Arvensis", *words)


def test_a_firm_is_opened_and_its_administrator_signs_in() -> None:
    said = firm()
    path = re.search(r"/accounts/password/reset/key/\S+", said)
    assert path
    browser = Browser()
    page = browser.get(path.group(0), follow=True)
    where = page.redirect_chain[-1][0]
    browser.post(where, {"password1": PHRASE, "password2": PHRASE})
    answer = Browser().post(
        "/accounts/login/", {"login": "claire@example.test", "password": PHRASE}
    )
    assert answer.status_code == 302
    user = User.objects.get()
    assert user.membership is not None
    assert user.membership.is_administrator
    assert audit.first_break(Firm.objects.get()) is None
    # The address works once.
    assert "password1" not in Browser().get(path.group(0), follow=True).content.decode()


def test_an_office_is_opened_with_its_policy() -> None:
    run(
        "firms_open_office", "Caisse du Littoral", "--slug=littoral", "--country=BE",
        "--operator=olive@example.test", "--person=Olive", "--proof=confirmation", "--language=nl",
    )  # fmt: skip
    office = Office.objects.get()
    assert (office.proof_policy, office.language, len(office.services)) == ("confirmation", "nl", 3)
    post = User.objects.get().post
    assert post is not None
    assert post.office == office


@pytest.mark.parametrize(
    "changes",
    [{"slug": "not a slug"}, {"administrator": "nobody"}, {"country": "DE"}],
    ids=["slug", "address", "country"],
)
def test_what_is_not_right_leaves_nothing(changes: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        firm(**changes)
    assert not Firm.objects.exists()
    assert not User.objects.exists()


def test_twice_is_refused() -> None:
    firm()
    with pytest.raises(CommandError):
        firm(administrator="other@example.test")
    assert User.objects.count() == 1

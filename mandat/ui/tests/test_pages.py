"""The shells render with nothing but their contract, in every language."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.utils.translation import override

from mandat.ui import notices, samples, views

# The upper floors' addresses are not needed here: the shells guard each of them.
pytestmark = pytest.mark.urls("mandat.ui.urls")


class Undefined(str):
    """Fails when a template prints a variable that nobody defined."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, name: object) -> str:
        raise ImproperlyConfigured(f"undefined variable {name}")


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The template engine, failing on undefined variables."""
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    monkeypatch.setattr(backend.engine, "string_if_invalid", Undefined("%s"))
    return backend.engine


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "400.html",
        "403.html",
        "403_csrf.html",
        "404.html",
        "500.html",
        "ui/app.html",
        "ui/plain.html",
    ],
)
def test_shells_need_no_context(strict: Any, name: str, language: str) -> None:
    with override(language):
        page = strict.get_template(name).render(Context({}))
    assert f'<html lang="{language}">' in page
    assert 'id="main"' in page


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_page_of_components_shows_everything(
    strict: Any, rf: RequestFactory, settings: Any, language: str
) -> None:
    settings.DEBUG = True
    with override(language):
        response = views.components(rf.get("/ui/"))
    page = response.content.decode()
    assert response.status_code == 200
    for word in ("dropzone", "palette", "clock", "bubble", "chart-figure", "<mark>", "error"):
        assert word in page
    assert "style=" not in page
    assert "hx-headers" in page


def test_the_page_of_components_is_for_debug_only(rf: RequestFactory, settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(Http404):
        views.components(rf.get("/ui/"))


def test_the_frame_shows_who_and_where(strict: Any) -> None:
    shell = samples.shell() | {"users_url": None, "demo": False}
    with override("en"):
        page = strict.get_template("ui/app.html").render(Context({"shell": shell}))
    assert page.count('aria-current="page"') == 1
    assert "Cabinet Arvensis" in page
    assert "Manage users" not in page
    assert "Demonstration" not in page
    assert 'action="/search/"' in page


def test_a_message_that_can_be_undone_has_its_form(strict: Any) -> None:
    message = Message(25, "<b>gone</b>", extra_tags="undo:/clients/7/undo/")
    page = strict.get_template("ui/toasts.html").render(Context({"messages": [message]}))
    assert 'action="/clients/7/undo/"' in page
    assert "&lt;b&gt;gone&lt;/b&gt;" in page


def test_undo_never_leads_elsewhere(rf: RequestFactory) -> None:
    with pytest.raises(ValueError, match="address"):
        notices.say(rf.get("/"), "x", undo="https://elsewhere.example/")


@pytest.mark.urls("mandat.ui.tests.doors")
def test_sign_in_knows_its_addresses(strict: Any) -> None:
    form = views.SampleForm()
    context = Context({"form": form, "csrf_token": "x", "PASSKEY_LOGIN_ENABLED": False})
    with override("en"):
        page = strict.get_template("account/login.html").render(context)
    assert 'action="/accounts/login/"' in page
    assert page.count("<h1>") == 1

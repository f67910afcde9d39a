"""What every answer carries, what every change asks for, whose word is taken (S12, S13, S22)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client as Browser
from django.test import RequestFactory

from mandat.firms import scoping
from mandat.firms.adapter import AccountAdapter
from mandat.firms.forwarding import Proxies
from tests.access_world import ROLES, World, addresses, make_world
from tests.test_access import ask, browser_of, filled


@pytest.fixture
def world(db: None) -> World:
    """Two sides with a record of each kind."""
    cache.clear()
    return make_world()


def crawl(world: World, role: str) -> list[tuple[str, Any]]:
    """What GET answers on every address, with what stands after a redirect left out."""
    browser = browser_of(world.person(role))
    found = []
    for address in addresses():
        cache.clear()
        if address.name == "account_logout" and role != "anonymous":
            continue
        found.append((address.name, ask(browser, "GET", filled(address, world.ours))))
    return found


HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# A link that opens once must not travel on; with no origin at all its form would be refused.
OWN_HEADERS = {("rights:join", "Referrer-Policy"): "strict-origin"}


class Inline(HTMLParser):
    """Collects what a strict policy refuses: handlers, styles, scripts in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or "style" in names:
            self.found.append(f"<{tag} style>")
        if tag == "script" and "src" not in names and names.get("type") != "application/json":
            self.found.append("<script> in the page")
        self.found += [f"<{tag} {name}>" for name in names if name.startswith(("on", "hx-on"))]
        self.found += [
            f"<{tag} {name}={value}>"
            for name, value in names.items()
            if value and re.match(r"\s*(javascript:|https?:|//)", value)
            and name in {"href", "src", "action", "hx-get", "hx-post"}
            and tag != "a"
        ]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_carries_the_headers_and_nothing_inline(role: str, world: World) -> None:
    wrong = []
    for name, answer in crawl(world, role):
        for header, usual in HEADERS.items():
            value = OWN_HEADERS.get((name, header), usual)
            if answer.headers.get(header) != value:
                wrong.append(f"{name}: {header} is {answer.headers.get(header)}")
        policy = answer.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
            wrong.append(f"{name}: policy {policy!r}")
        if "unsafe-" in policy or "*" in policy:
            wrong.append(f"{name}: the policy is not strict")
        if not answer.streaming and "html" in answer.headers.get("Content-Type", ""):
            inline = Inline()
            inline.feed(answer.content.decode())
            wrong += [f"{name}: {what}" for what in inline.found]
    assert wrong == []


@pytest.mark.parametrize("role", ["administrator", "staff", "anonymous"])
@pytest.mark.parametrize("htmx", [False, True])
def test_every_change_asks_for_a_token(role: str, htmx: bool, world: World) -> None:
    """S13: a POST without token is refused on every address, HTMX or not."""
    browser = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    person = world.person(role)
    if person is not None:
        browser.force_login(person, backend="mandat.firms.backend.MandatBackend")
    headers = {"HX-Request": "true"} if htmx else {}
    for address in addresses():
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            with transaction.atomic():
                answer = browser.generic(method, filled(address, world.ours), headers=headers)
                transaction.set_rollback(True)
            assert answer.status_code == 403, (method, address.name, answer.status_code)
            assert b"csrf" in answer.content.lower() or b"<h1>" in answer.content


def test_every_get_is_guarded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """S13: the read-only guard stands around each address but allauth's, for GET and HEAD."""
    seen: list[str] = []
    real = scoping.select_only

    def watched() -> Any:
        seen.append("guarded")
        return real()

    monkeypatch.setattr(scoping, "select_only", watched)
    for role in ("administrator", "staff", "anonymous"):
        browser = browser_of(world.person(role))
        for address in addresses():
            for method in ("GET", "HEAD"):
                seen.clear()
                ask(browser, method, filled(address, world.ours))
                allauths = address.route.startswith("accounts/")
                assert bool(seen) is not allauths, (role, method, address.name)


@pytest.mark.parametrize(
    ("proxies", "remote", "chain", "client"),
    [
        ((), "198.51.100.7", "203.0.113.9", "198.51.100.7"),  # nobody is believed by default
        (("10.0.0.0/8",), "10.1.2.3", "203.0.113.9", "203.0.113.9"),
        (("10.0.0.0/8",), "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        # The client wrote the first one itself.
        (("10.0.0.0/8",), "10.1.2.3", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (("10.0.0.0/8",), "10.1.2.3", "1.1.1.1, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
        (("10.0.0.0/8",), "10.1.2.3", "nonsense", "10.1.2.3"),
        (("10.0.0.0/8",), "10.1.2.3", "", "10.1.2.3"),
        (("::1",), "::1", "[2001:db8::5]:4711", "2001:db8::5"),
        (("10.0.0.1",), "::ffff:10.0.0.1", "203.0.113.9:99", "203.0.113.9"),
    ],
)
def test_forwarded_addresses_are_believed_from_configured_proxies(
    proxies: tuple[str, ...], remote: str, chain: str, client: str
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=chain)
    Proxies.parse(proxies).settle(request.META)
    assert AccountAdapter().get_client_ip(request) == client
    assert "HTTP_X_FORWARDED_FOR" not in request.META


def test_https_is_believed_from_configured_proxies() -> None:
    told = {"REMOTE_ADDR": "198.51.100.7", "HTTP_X_FORWARDED_PROTO": "https"}
    Proxies.parse(("10.0.0.1",)).settle(told)
    assert "HTTP_X_FORWARDED_PROTO" not in told
    told = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
    Proxies.parse(("10.0.0.1",)).settle(told)
    assert told["HTTP_X_FORWARDED_PROTO"] == "https"


def test_a_network_of_ipv6_is_one_guesser(db: None) -> None:
    """S22: whoever has a /64 has one limit."""
    cache.clear()
    codes = []
    for number in range(40):
        browser = Browser(REMOTE_ADDR=f"2001:db8::{number:x}")
        codes.append(browser.post("/accounts/login/", {"login": "a@b.test", "password": "x"}))
    assert codes[-1].status_code == 429
    other = Browser(REMOTE_ADDR="2001:db8:0:1::1")
    assert other.post("/accounts/login/", {"login": "c@b.test"}).status_code == 200

"""The installation of a session, its browser, and people with pages in their hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.installation import Installation, installed
from tests.journeys.pages import Desk, sign_in
from tests.journeys.watching import Watch
from tools import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
Opened = Visitor = Callable[..., Desk]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """A server and a worker over a small world, one a session."""
    if not chromium.find():
        pytest.skip("no Chromium found (MANDAT_CHROMIUM)")
    with installed() as here:
        yield here


@pytest.fixture(scope="session")
def browser(installation: Installation) -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def states() -> dict[str, Any]:
    """The sign-ins kept for tests that are about something else, by address."""
    return {}


@contextmanager
def _opening(url: str, browser: Browser, states: dict[str, Any]) -> Iterator[Opened]:
    """Give what opens contexts; close them at the end, and fail if a page complained."""
    with ExitStack() as stack:
        watches: list[Watch] = []

        def open_one(as_: str = "", **options: Any) -> Desk:
            options = {"locale": "fr-FR", "viewport": {"width": 1440, "height": 900}} | options
            allowed = options.pop("allowed", set())
            if as_:
                options["storage_state"] = _state(browser, url, states, as_)
            context = browser.new_context(base_url=url, **options)
            context.set_default_timeout(15_000)
            stack.callback(context.close)
            watch = Watch(url, allowed=set(allowed))
            watch.over(context)
            watches.append(watch)
            return Desk(context.new_page(), watch)

        yield open_one
        found = [line for watch in watches for line in watch.found]
    assert not found, "\n".join(found)


@pytest.fixture
def opened(
    installation: Installation, browser: Browser, states: dict[str, Any]
) -> Iterator[Opened]:
    """Open a context of one's own; `as_` signs in. The test fails if a page complained."""
    with _opening(installation.url, browser, states) as open_one:
        yield open_one


@pytest.fixture(scope="module")
def visitor(
    installation: Installation, browser: Browser, states: dict[str, Any]
) -> Iterator[Visitor]:
    """A browser with axe that stands still, kept for a module: styles are fetched once."""
    with _opening(installation.url, browser, states) as open_one:
        kept: dict[str, Desk] = {}

        def visit(as_: str = "", **options: Any) -> Desk:
            if as_ not in kept:
                kept[as_] = open_one(as_=as_, reduced_motion="reduce", **options)
                kept[as_].page.context.add_init_script(path=AXE)
            return kept[as_]

        yield visit


def _state(browser: Browser, url: str, states: dict[str, Any], address: str) -> Any:
    """What the browser keeps of a sign-in; made once, its session serves every context."""
    if address not in states:
        context = browser.new_context(base_url=url)
        page: Page = context.new_page()
        sign_in(page, address)
        states[address] = context.storage_state()
        context.close()
    return states[address]


@pytest.fixture
def facts(installation: Installation) -> dict[str, Any]:
    """What may be typed in this world."""
    return installation.facts

"""Without a mouse: sign in, search, move, open, ask for the keys, leave."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from mandat.demo.world import PASSWORD
from tests.journeys.conftest import Opened

CLAIRE = "claire@arvensis.example"


def test_the_whole_way_by_keyboard(opened: Opened) -> None:
    page = opened().page
    page.goto("/accounts/login/")
    page.locator("input[name=login]").focus()
    page.keyboard.type(CLAIRE)
    page.keyboard.press("Tab")
    expect(page.locator("input[name=password]")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)

    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()

    page.keyboard.press("/")
    expect(page.locator("#palette input[type=search]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()

    page.keyboard.press("Control+k")
    expect(page.locator("#palette input[type=search]")).to_be_focused()
    page.keyboard.type("conseil", delay=20)
    hits = page.locator("#palette-results [data-results] a[data-row]")
    expect(hits.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(hits.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(hits.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/clients/\d+/"))


def test_arrows_move_in_the_list_and_enter_opens(opened: Opened) -> None:
    page = opened(as_=CLAIRE).go("/clients/")
    rows = page.locator("#list tbody a[data-row]")
    name = rows.nth(1).inner_text().strip()
    page.keyboard.press("ArrowDown")
    expect(rows.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.go_back()
    page.keyboard.press("/")
    expect(page.locator("main .searchbox input[type=search]")).to_be_focused()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened(as_=CLAIRE).go("/")
    summary = page.locator(".topbar details[data-menu] > summary").last
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".topbar details[open] .menu-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".topbar details[open]")).to_have_count(0)
    expect(summary).to_be_focused()

"""The day of a member: sign in, find, look, come back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Opened
from tests.journeys.pages import sign_in, whole

CLAIRE = "claire@arvensis.example"
TABS = ("applications", "documents", "figures", "contact")


def test_one_signs_in_and_reads_the_three_counters(opened: Opened) -> None:
    desk = opened()
    sign_in(desk.page, CLAIRE)
    page = desk.page
    assert page.locator("html").get_attribute("lang") == "fr"
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    for name, words, path in (
        ("incidents", "Incidents à traiter", "/incidents/"),
        ("anomalies", "Anomalies DSN", "/anomalies/"),
        ("messages", "Messages non lus", "/messages/"),
    ):
        desk.go("/")
        card = page.locator(".counter").filter(has=page.locator(f"[data-counter={name}]"))
        expect(card.get_by_role("heading")).to_have_text(words)
        counted = whole(card.locator("[data-counter]").inner_text())
        assert counted > 0 or name == "messages"  # other journeys read them
        card.get_by_role("link", name="Voir plus").click()
        page.wait_for_url(re.compile(re.escape(path)))
        said = "#list h2" if name == "anomalies" else ".page-head .lead"
        assert whole(page.locator(said).first.inner_text().split("·")[0]) == counted


def test_a_wrong_password_is_refused_in_words(opened: Opened) -> None:
    page = opened().page
    page.goto("/accounts/login/")
    page.fill("input[name=login]", CLAIRE)
    page.fill("input[name=password]", "not-the-password-at-all")
    page.locator("main form[method=post] button[type=submit]").first.click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert "/accounts/login/" in page.url


def test_a_client_is_found_as_one_types_and_its_tabs_keep_their_place(opened: Opened) -> None:
    desk = opened(as_=CLAIRE)
    page = desk.go("/clients/")
    names = [one.strip() for one in page.locator("#list tbody th a[data-row]").all_inner_texts()]
    first, second = names[0], next(one for one in names if one.split()[0] != names[0].split()[0])
    desk.go("/")
    page.keyboard.press("/")
    field = page.locator("#palette input[type=search]")
    expect(field).to_be_focused()
    field.press_sequentially(first.lower(), delay=20)
    hit = page.locator("#palette-results a[data-row]").filter(has_text=first).first
    expect(hit.locator("mark").first).to_be_visible()
    hit.click()
    page.wait_for_url(re.compile(r"/clients/\d+/applications/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    for tab in TABS:
        page.locator(f".tabs a[href*='/{tab}/']").click()
        page.wait_for_url(re.compile(rf"/clients/\d+/{tab}/$"))
        expect(page.locator(".tabs [aria-current=page]")).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_text(first)
    page.locator(".tabs a[href*='/documents/']").click()
    page.wait_for_url(re.compile(r"/documents/$"))
    before = page.url
    page.get_by_role("link", name="Sélectionner un compte").click()
    page.locator("main form input[name=q]").press_sequentially(second, delay=20)
    choice = page.locator("#accounts a[data-row]").filter(has_text=second).first
    expect(choice.locator("mark").first).to_be_visible()
    choice.click()
    page.wait_for_url(re.compile(r"/clients/\d+/documents/$"))
    assert page.url != before
    expect(page.get_by_role("heading", level=1)).to_have_text(second)


def test_every_application_opens_in_the_clients_own_file(opened: Opened) -> None:
    desk = opened(as_=CLAIRE)
    client = desk.go("/clients/?kind=employer").locator("#list tbody th a[data-row]").first
    name = client.inner_text().strip()
    client.click()
    desk.page.wait_for_url(re.compile(r"/clients/\d+/applications/"))
    number = desk.page.url.split("/clients/")[1].split("/")[0]
    links = desk.page.locator(".page-main .rows a[data-row]").all()
    paths = [link.get_attribute("href") or "" for link in links]
    assert any(path.startswith(f"/clients/{number}/applications/") for path in paths), paths
    for path in paths:
        assert path.startswith(f"/clients/{number}/") or f"client={number}" in path
        desk.go(path)
        expect(desk.page.locator("main")).to_contain_text(name)

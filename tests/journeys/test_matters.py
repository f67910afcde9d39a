"""What the office asks and writes, and taking a client off the list."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Opened

CLAIRE = "claire@arvensis.example"
STAFF = {
    "Caisse du Val-Mère": "odile@val-mere.example",
    "Sociaal Huis Scheldeland": "greet@scheldeland.example",
}


def test_an_incident_is_settled_and_the_counter_falls(opened: Opened) -> None:
    desk = opened(as_=CLAIRE)
    counted = desk.counter("incidents")
    page = desk.go("/incidents/")
    page.locator("#list tbody a[data-row]").first.click()
    page.wait_for_url(re.compile(r"/incidents/\d+/$"))
    address = page.url
    desk.press("Régler l’incident")
    expect(page.locator("textarea[name=note]:invalid")).to_have_count(1)
    page.fill("textarea[name=note]", "Virement fait ce matin, preuve envoyée.")
    desk.press("Régler l’incident")
    page.wait_for_load_state()
    assert desk.counter("incidents") == counted - 1
    desk.go(address)
    expect(page.locator("main")).to_contain_text("Virement fait ce matin")


def test_a_message_is_read_and_answered_and_the_office_sees_the_answer(opened: Opened) -> None:
    desk = opened(as_=CLAIRE)
    counted = desk.counter("messages")
    page = desk.go("/messages/?unread=1")
    row = page.locator("#list tbody tr").first
    office = next(name for name in STAFF if name in row.inner_text())
    row.locator("a[data-row]").click()
    page.wait_for_url(re.compile(r"/messages/\d+/$"))
    expect(page.locator("#reading")).to_have_text(re.compile("Lu"))
    thread = re.findall(r"/messages/(\d+)/", page.url)[0]
    assert desk.counter("messages") == counted - 1
    answer = f"Bien reçu, nous envoyons le document demain ({thread})."
    desk.go(f"/messages/{thread}/")
    page.fill("textarea[name=body]", answer)
    desk.press("Envoyer")
    expect(page.locator(".bubble.mine").last).to_contain_text(answer)

    theirs = opened(as_=STAFF[office])
    listed = theirs.go("/office/messages/").locator(f"a[href='/office/messages/{thread}/']")
    expect(listed).to_have_count(1)
    listed.click()
    expect(theirs.page.locator(".bubble").last).to_contain_text(answer)


def test_a_client_is_removed_with_its_bin_and_taken_back(opened: Opened) -> None:
    desk = opened(as_=CLAIRE)
    page = desk.go("/clients/")
    row = page.locator("#list tbody tr").last
    name = row.locator("a[data-row]").inner_text().strip()
    address = row.locator("a[data-row]").get_attribute("href") or ""
    row.locator("a.danger").click()
    expect(page.get_by_role("heading", name=re.compile(re.escape(name)))).to_be_visible()
    desk.press("OK, retirer")
    expect(desk.toast()).to_contain_text(f"{name} n’est plus dans votre liste")
    expect(page.locator(f"#list a[data-row][href='{address}']")).to_have_count(0)
    desk.toast().get_by_role("button", name="Annuler").click()
    expect(desk.toast()).to_contain_text(f"{name} est de retour dans votre liste")
    expect(desk.go("/clients/").locator(f"#list a[data-row][href='{address}']")).to_have_count(1)

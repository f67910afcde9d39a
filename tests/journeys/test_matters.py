"""What the office asks and writes, and taking a client off the list."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import Opened

CLAIRE = "claire@arvensis.example"
ODILE = "odile@val-mere.example"


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


def test_a_message_is_read_and_answered_and_the_office_sees_the_answer(
    opened: Opened, facts: dict[str, Any]
) -> None:
    office, subject = opened(as_=ODILE), "Pièce à joindre au dossier"
    office.write_as_office(facts["places"]["client"], subject)

    desk = opened(as_=CLAIRE)
    counted = desk.counter("messages")
    page = desk.go("/messages/?unread=1")
    page.locator("#list tbody a[data-row]").filter(has_text=subject).click()
    page.wait_for_url(re.compile(r"/messages/\d+/$"))
    expect(page.locator("#reading")).to_have_text(re.compile("Lu"))
    address = page.url
    assert desk.counter("messages") == counted - 1
    answer = "Bien reçu, nous envoyons le document demain."
    desk.go(address)
    page.fill("textarea[name=body]", answer)
    desk.press("Envoyer")
    expect(page.locator(".bubble.mine").last).to_contain_text(answer)

    office.go("/office/messages/")
    office.page.locator("#list tbody a[data-row]").filter(has_text=subject).click()
    expect(office.page.locator(".bubble").last).to_contain_text(answer)


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

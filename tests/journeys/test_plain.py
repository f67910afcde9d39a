"""The essential paths without JavaScript: list, client, add, drop, settle, message, language."""

from __future__ import annotations

import base64
import re
from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import Opened
from tests.journeys.pages import sign_in

CLAIRE = "claire@arvensis.example"
ODILE = "odile@val-mere.example"


def test_the_list_is_searched_and_a_client_opened(opened: Opened) -> None:
    desk = opened(java_script_enabled=False)
    page = desk.page
    sign_in(page, CLAIRE)
    desk.go("/clients/")
    name = page.locator("#list tbody a[data-row]").nth(3).inner_text().strip()
    page.locator("main input[name=q]").fill(name)
    page.locator("main input[name=q]").press("Enter")
    page.locator("#list tbody a[data-row]").filter(has_text=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    for tab in ("documents", "figures", "contact", "applications"):
        page.locator(f".tabs a[href*='/{tab}/']").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("link", name="Sélectionner un compte").click()
    page.locator("#accounts a[data-row]").last.click()
    page.wait_for_url(re.compile(r"/clients/\d+/"))
    desk.go("/")
    page.locator(".topbar input[name=q]").fill(name)
    page.locator(".topbar input[name=q]").press("Enter")
    expect(page.locator("main a[data-row]").filter(has_text=name).first).to_be_visible()


def test_a_client_is_added_and_removed(opened: Opened, facts: dict[str, Any]) -> None:
    desk, hint = opened(as_=CLAIRE, java_script_enabled=False), facts["employers"][2]
    amount, account = hint["proof"].split(" · ")
    desk.type_number(hint["number"])
    desk.prove(amount, account)
    desk.press("Enregistrer")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(hint["outcome"])
    row = desk.listed(hint["number"].replace(" ", ""))
    expect(row).to_have_count(1)
    row.locator("a.danger").click()
    desk.press("OK, retirer")
    expect(desk.listed(hint["number"].replace(" ", ""))).to_have_count(0)
    desk.go("/clients/removed/")
    desk.page.locator(".rows li").filter(has_text=hint["outcome"]).get_by_role("button").click()
    expect(desk.listed(hint["number"].replace(" ", ""))).to_have_count(1)


def test_an_incident_is_settled_and_a_message_answered(
    opened: Opened, facts: dict[str, Any]
) -> None:
    desk = opened(as_=CLAIRE, java_script_enabled=False)
    counted = desk.counter("incidents")
    page = desk.go("/incidents/")
    page.locator("#list tbody a[data-row]").last.click()
    page.fill("textarea[name=note]", "Réglé par téléphone.")
    desk.press("Régler l’incident")
    assert desk.counter("incidents") == counted - 1

    subject = "Question sur une embauche"
    office = opened(as_=ODILE, java_script_enabled=False)
    office.write_as_office(facts["places"]["client"], subject)
    unread = desk.counter("messages")
    desk.go("/messages/?unread=1")
    page.locator("#list tbody a[data-row]").filter(has_text=subject).click()
    page.locator("#reading button").click()
    assert desk.counter("messages") == unread - 1
    desk.go("/messages/")
    page.locator("#list tbody a[data-row]").first.click()
    page.fill("textarea[name=body]", "Merci, c’est noté.")
    desk.press("Envoyer")
    expect(page.locator(".bubble.mine").last).to_contain_text("Merci, c’est noté.")


def test_a_file_is_dropped(opened: Opened, facts: dict[str, Any]) -> None:
    desk, dsn = opened(as_=CLAIRE, java_script_enabled=False), facts["dsn"][3]
    desk.go("/declarations/")
    desk.page.set_input_files(
        "#files",
        {
            "name": "sans-script.dsn",
            "mimeType": "application/octet-stream",
            "buffer": base64.b64decode(dsn["right"]),
        },
    )
    desk.press("Envoyer")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("sans-script.dsn")

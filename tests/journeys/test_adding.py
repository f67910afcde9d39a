"""Adding a client: with a proof in France, with the office in Belgium, and what is refused."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import Opened

CLAIRE = "claire@arvensis.example"
GREET = "greet@scheldeland.example"


def test_a_french_employer_is_added_with_its_proof(opened: Opened, facts: dict[str, Any]) -> None:
    desk, hint = opened(as_=CLAIRE), facts["employers"][0]
    page = desk.page
    amount, account = hint["proof"].split(" · ")
    desk.go("/clients/new/")
    field = page.locator("#number-form input[name=number]")
    field.press_sequentially(hint["number"], delay=20)
    expect(page.locator("#reading")).to_contain_text("SIREN")
    field.press("Enter")

    desk.prove("1,01", account)
    expect(page.get_by_role("alert")).to_contain_text("Rien n’a été ajouté")
    expect(page.locator("main")).not_to_contain_text(hint["outcome"])
    expect(page.locator("input[name=account]")).to_have_value(account)

    desk.prove(amount, account)
    expect(page.get_by_role("heading", level=1)).to_have_text(hint["outcome"])
    services = page.locator("input[name=services]")
    assert services.count() > 0
    for box in [*services.all(), page.locator("input[name=email_services]").first]:
        box.check()
    page.locator("input[name=portfolios]").first.check()
    desk.press("Enregistrer")
    expect(desk.toast()).to_contain_text(f"{hint['outcome']} est dans votre liste")
    expect(page.get_by_role("heading", level=1)).to_have_text(hint["outcome"])
    expect(desk.listed(hint["number"].replace(" ", ""))).to_have_count(1)


def test_an_unknown_company_and_a_wrong_proof_read_alike(
    opened: Opened, facts: dict[str, Any]
) -> None:
    desk, said = opened(as_=CLAIRE), []
    for number in (facts["employers"][1]["number"], facts["unknown_siren"]):
        desk.type_number(number)
        desk.prove("1,01", "117000000000000000")
        said.append(desk.page.get_by_role("alert").inner_text())
    assert said[0] == said[1]


def test_a_belgian_person_known_to_the_office_waits_for_its_word(
    opened: Opened, facts: dict[str, Any]
) -> None:
    desk, hint = opened(as_=CLAIRE), facts["belgians"][0]
    desk.type_number(hint["number"])
    page = desk.page
    expect(page.get_by_role("heading", level=1)).to_have_text(hint["outcome"])
    expect(page.locator("main")).not_to_contain_text(hint["number"])
    page.locator("input[name=portfolios]").first.check()
    desk.press("Confirmer")
    expect(page.get_by_role("heading", level=1)).to_have_text(hint["outcome"])
    assert hint["number"].replace(".", "")[:6] not in page.url

    # The same number again: an error, with the way to the client.
    desk.type_number(hint["number"])
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Ce client est déjà dans votre liste")
    alert.get_by_role("link", name=hint["outcome"]).click()
    page.wait_for_url(re.compile(r"/clients/\d+/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(hint["outcome"])

    office = opened(as_=GREET)
    office.go("/office/requests/")
    rows = office.page.locator("tbody tr").filter(has_text=hint["outcome"])
    expect(rows).to_have_count(1)


def test_an_unknown_belgian_person_becomes_a_request_that_reaches_the_office(
    opened: Opened, facts: dict[str, Any]
) -> None:
    desk, name = opened(as_=CLAIRE), "Ghislaine Ormevert"
    page = desk.page
    desk.type_number(facts["unknown"][0])
    desk.press("Affilier cette personne")
    for field, value in {
        "name": name,
        "street": "Rue des Charmes 12",
        "postcode": "5000",
        "city": "Namur",
        "activity": "43.320",
        "starts_on": "2027-01-01",
    }.items():
        page.fill(f"main [name={field}]", value)
    page.locator("input[name=occupation]").first.check()
    page.locator("input[name=portfolios]").first.check()
    desk.press("Envoyer à l’organisme")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    desk.go("/requests/")
    expect(page.locator("tbody tr").filter(has_text=name)).to_have_count(1)

    office = opened(as_=GREET)
    row = office.go("/office/requests/").locator("tbody tr").filter(has_text=name)
    expect(row).to_contain_text("Cabinet Arvensis")
    row.locator("a[data-row]").click()
    expect(office.page.get_by_role("heading", level=1)).to_have_text(name)
    expect(office.page.locator("main")).to_contain_text("Namur")


def test_an_invalid_number_says_why_and_what_was_meant(
    opened: Opened, facts: dict[str, Any]
) -> None:
    desk, right = opened(as_=CLAIRE), facts["belgians"][1]["number"]
    digits = re.sub(r"\D", "", right)
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    desk.type_number(wrong)
    page = desk.page
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#number-form input[name=number]")).to_have_value(wrong)
    meant = page.locator("#reading button[name=meant]")
    offered = [re.sub(r"\D", "", one) for one in meant.all_inner_texts()]
    assert digits in offered
    meant.nth(offered.index(digits)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(facts["belgians"][1]["outcome"])

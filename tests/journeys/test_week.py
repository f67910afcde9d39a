"""An administrator's week: invite, join, a portfolio, a cover, a leaver, and what is undone."""

from __future__ import annotations

import email
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opened
from tests.journeys.installation import Installation
from tests.journeys.pages import Desk, sign_in, whole

CLAIRE, SOPHIE, ROMAIN = (f"{name}@arvensis.example" for name in ("claire", "sophie", "romain"))
PASSWORD = "tilleul voltige beffroi"  # of a person invented here
_POSTED = 20.0  # seconds in which the worker has sent a letter, on a busy machine


def _letter_to(folder: Path, address: str) -> str:
    """The text of the last letter to an address, once it is there."""
    until = time.monotonic() + _POSTED
    while time.monotonic() < until:
        for path in sorted((folder / "mail").glob("*"), reverse=True):
            letter = email.message_from_bytes(path.read_bytes())
            if address in str(letter["To"]):
                payload = letter.get_payload(decode=True)
                assert isinstance(payload, bytes)
                return payload.decode()
        time.sleep(0.2)
    raise AssertionError(f"no letter to {address}")


def _seen(desk: Desk) -> int:
    """How many clients the rail counts."""
    desk.go("/clients/")
    if not desk.page.locator("#list").count():
        return 0
    return whole(desk.page.locator(".lead").first.inner_text().split("client")[0])


def _save(page: Page) -> None:
    """Confirm what the page of the effect says."""
    expect(page.get_by_role("heading", name="Qui voit plus, qui voit moins")).to_be_visible()
    page.get_by_role("button", name="Enregistrer", exact=True).click()


def _new_portfolio(desk: Desk, name: str) -> None:
    desk.go("/portfolios/new/")
    desk.page.fill("main input[name=name]", name)
    desk.page.locator("main form.form button.primary").click()
    expect(desk.toast()).to_contain_text(name)


def _put_all_of(desk: Desk, words: str, portfolio: str) -> int:
    """Add every client of a search to a portfolio; how many there were."""
    desk.go("/portfolios/")
    desk.page.get_by_role("link", name=portfolio, exact=True).click()
    desk.page.get_by_role("link", name="Ajouter des clients").first.click()
    desk.page.fill("main input[type=search]", words)
    desk.page.wait_for_timeout(600)
    found = desk.page.locator("#list tbody tr")
    count = found.count()
    assert 0 < count < 50
    desk.page.locator("#list thead input[type=checkbox]").check()
    desk.page.get_by_role("button", name=f"Ajouter à {portfolio}").click()
    _save(desk.page)
    return count


def test_a_newcomer_joins_and_sees_what_was_said(
    opened: Opened, installation: Installation
) -> None:
    desk = opened(as_=CLAIRE)
    _new_portfolio(desk, "Conseils")
    count = _put_all_of(desk, "conseil", "Conseils")

    page = desk.go("/users/invite/")
    page.fill("main input[name=name]", "Rosa Delvincourt")
    page.fill("main input[name=email]", "rosa@arvensis.example")
    page.get_by_label("Conseils").check()
    desk.press("Voir ce qui lui sera ouvert")
    expect(page.locator("main")).to_contain_text(f"Rosa Delvincourt verra {count} client")
    desk.press("Envoyer l’invitation")
    expect(desk.toast()).to_contain_text("Rosa Delvincourt")

    letter = _letter_to(installation.folder, "rosa@arvensis.example")
    link = re.search(r"https?://\S+?(/join/\S+)", letter)
    assert link, letter
    new = opened(allowed={422})
    new.go(link[1])
    new.page.fill("input[name=password]", "court")
    new.press("Rejoindre")
    expect(new.page.locator(".error").first).to_be_visible()
    expect(new.page.locator("input[name=name]")).to_have_value("Rosa Delvincourt")
    new.page.fill("input[name=password]", PASSWORD)
    new.press("Rejoindre")
    new.page.wait_for_url(lambda url: "/join/" not in url)
    assert _seen(new) == count

    late = opened(allowed={404, 410})
    answer = late.page.goto(link[1])
    assert answer is not None
    assert answer.status in {404, 410}
    expect(late.page.get_by_role("heading", level=1)).to_have_text("Ce lien ne fonctionne pas")


def test_a_portfolio_is_lent_and_the_loan_undone(opened: Opened) -> None:
    desk, romain = opened(as_=CLAIRE), opened(as_=ROMAIN)
    before = _seen(romain)
    page = desk.go("/users/?q=sophie")
    page.get_by_role("link", name=re.compile("Sophie")).first.click()
    page.get_by_role("link", name="Remplacement pendant une absence").click()
    page.get_by_label("Santé").check()
    page.get_by_label(re.compile("Romain")).check()
    now = datetime.now(UTC)
    page.fill("input[name=starts_at]", f"{now - timedelta(hours=3):%Y-%m-%dT%H:%M}")
    page.fill("input[name=ends_at]", f"{now + timedelta(days=9):%Y-%m-%dT%H:%M}")
    desk.press("Voir l’effet")
    expect(page.locator("main")).to_contain_text("Romain Vaudescal")
    _save(page)
    expect(desk.toast()).to_contain_text("prêté")
    assert _seen(romain) > before
    expect(romain.go("/").locator("main")).to_contain_text("Sophie Chalandier")

    desk.go("/rights/changes/")
    page.get_by_role("button", name=re.compile("^Annuler")).first.click()
    expect(page.locator("main")).to_contain_text("annulée par")
    assert _seen(romain) == before


def test_somebody_leaves_and_comes_back(opened: Opened) -> None:
    desk = opened(as_=CLAIRE)
    louis = opened()
    sign_in(louis.page, "louis@arvensis.example")
    had = _seen(louis)
    assert had
    page = desk.go("/users/?q=louis")
    page.get_by_role("link", name=re.compile("Louis")).first.click()
    page.get_by_role("link", name="Quitte le cabinet").click()
    for chosen in page.locator("main select").all():
        chosen.select_option(
            value=chosen.locator("option", has_text="Jeanne").get_attribute("value")
        )
    desk.press("Voir l’effet")
    expect(page.locator("main")).to_contain_text("Louis Montignac")
    _save(page)
    expect(desk.toast()).to_contain_text("a quitté le cabinet")
    louis.page.goto("/clients/")
    louis.page.wait_for_url(re.compile("/accounts/login/"))
    page.locator("[data-toast] button", has_text="Annuler").click()
    desk.go("/users/?q=louis")
    expect(page.locator("main tbody")).not_to_contain_text("A quitté le cabinet")


def test_the_matrix_by_keyboard_alone(opened: Opened) -> None:
    desk = opened(as_=CLAIRE)
    page = desk.go("/rights/matrix/")
    cells = page.locator("[role=grid] [role=gridcell]")
    expect(cells.first).to_be_visible()
    page.locator("[role=grid] [tabindex='0']").first.focus()
    for _ in range(20):
        page.keyboard.press("ArrowDown")
        row = page.evaluate("document.activeElement.closest('[role=row], tr').innerText")
        if "Noé" in row:
            break
    assert "Noé" in row
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    send = page.get_by_role("button", name="Voir leur effet")
    expect(send).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(send).to_be_disabled()
    page.keyboard.press("Space")
    send.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Noé Ferravaux")
    page.get_by_role("button", name="Enregistrer", exact=True).focus()
    page.keyboard.press("Enter")
    expect(desk.toast()).to_contain_text("Noé Ferravaux")
    desk.go("/rights/changes/")
    undo = page.get_by_role("button", name=re.compile("^Annuler")).first
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("annulée par")

"""The pages as a person uses them: what is typed and pressed, what is read back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from mandat.demo.world import PASSWORD
from tests.journeys.watching import Watch

SHOWN = 20_000  # ms in which the worker has read a small file, on a busy machine


def sign_in(page: Page, address: str) -> None:
    """Type address and password, and arrive."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def whole(text: str) -> int:
    """The number in a text, whatever stands between its thousands."""
    digits = re.sub(r"\D", "", text)
    assert digits, f"no number in {text!r}"
    return int(digits)


@dataclass
class Desk:
    """One person's browser: a page, and what it complained of."""

    page: Page
    watch: Watch

    def go(self, path: str) -> Page:
        """Open an address and expect it to answer."""
        response = self.page.goto(path)
        assert response is not None
        assert response.ok, f"{response.status} at {path}"
        return self.page

    def counter(self, name: str) -> int:
        """What the dashboard counts: incidents, anomalies or messages."""
        self.go("/")
        return whole(self.page.locator(f"[data-counter={name}]").inner_text())

    def toast(self) -> Locator:
        """The short word at the foot of the page."""
        return self.page.locator("[data-toast]")

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=name, exact=True).click()

    # Adding a client.

    def type_number(self, number: str) -> None:
        """Type a number on the page of adding, and enrol it."""
        self.go("/clients/new/")
        self.page.locator("#number-form input[name=number]").fill(number)
        self.press("Inscrire")

    def prove(self, amount: str, account: str) -> None:
        """Say the amount of the last declaration and the account of an employer."""
        self.page.check("input[name=kind][value=employer]")
        self.page.fill("input[name=amount]", amount)
        self.page.fill("input[name=account]", account)
        self.press("Continuer")

    def listed(self, words: str) -> Locator:
        """The lines of the client list that answer to a search in its address."""
        self.go(f"/clients/?q={words}")
        return self.page.locator("#list tbody tr")

    # Declarations.

    def drop(self, name: str, data: bytes) -> None:
        """Choose a file on the page of declarations, send it, and open what was found in it."""
        self.go("/declarations/")
        self.page.set_input_files(
            "#files", {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        )
        self.press("Envoyer")
        self.open_file(name)

    def open_file(self, name: str) -> None:
        """Open a file of the list once it has been read."""
        row = self.page.locator("#files-list tbody tr").filter(has_text=name)
        expect(row).to_have_count(1, timeout=SHOWN)
        row.locator("a[data-row]").click()
        self.page.wait_for_url(re.compile(r"/declarations/files/\d+/$"))
        expect(self.page.locator("#reading")).to_have_count(0, timeout=SHOWN)

    def anomalies_listed(self, client: int | None = None) -> int:
        """How many anomalies the list says it holds."""
        self.go("/anomalies/" + (f"?client={client}" if client else ""))
        return whole(self.page.locator("#list h2").first.inner_text())

    # Messages.

    def write_as_office(self, client: int, subject: str) -> None:
        """Begin a conversation with the firm of a client, as its office."""
        self.go(f"/office/messages/new/?client={client}")
        self.page.fill("main input[name=subject]", subject)
        self.page.fill("main textarea[name=body]", "Merci de nous envoyer le bulletin de mars.")
        self.page.locator("main form[method=post] button[type=submit]").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(subject)

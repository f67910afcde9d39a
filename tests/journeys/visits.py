"""Every page worth looking at, and what is asked of each: axe finds nothing serious, it fits."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize

from tests.journeys.pages import Desk

PHONE: ViewportSize = {"width": 360, "height": 760}
DESK: ViewportSize = {"width": 1440, "height": 900}
_WIDE = """() => [
  document.documentElement.scrollWidth - document.documentElement.clientWidth,
  [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((one) => `${one.tagName} ${one.className}`).join(", ")]"""
OUTSIDE = {
    "sign-in": "/accounts/login/",
    "forgotten": "/accounts/password/reset/",
}
MEMBER = {
    "dashboard": "/",
    "list": "/clients/",
    "list-empty": "/clients/?q=zzzzzz",
    "client": "/clients/{client}/applications/",
    "social-status": "/clients/{client}/applications/social-status/",
    "organisation": "/clients/{client}/applications/organisation/",
    "employees": "/clients/{client}/applications/employees/",
    "documents": "/clients/{client}/documents/",
    "figures": "/clients/{client}/figures/",
    "contact": "/clients/{client}/contact/",
    "belgian-client": "/clients/{stuck}/applications/",
    "new-contact": "/clients/{client}/contacts/new/",
    "removal": "/clients/{client}/removal/",
    "removed": "/clients/removed/",
    "terminate": "/clients/resilier/",
    "add": "/clients/new/",
    "declarations": "/declarations/",
    "file": "/declarations/files/{file}/",
    "declaration": "/declarations/{declaration}/",
    "anomalies": "/anomalies/",
    "anomaly-causes": "/anomalies/?view=causes",
    "anomaly": "/anomalies/{anomaly}/",
    "incidents": "/incidents/",
    "incident-causes": "/incidents/?view=causes",
    "incident": "/incidents/{incident}/",
    "messages": "/messages/",
    "thread": "/messages/{thread}/",
    "new-message": "/messages/new/",
    "guides": "/guides/",
    "requests": "/requests/",
    "request": "/requests/{request}/",
    "deadlines": "/deadlines/",
    "search": "/search/?q=a",
    "accounts": "/select/",
    "profile": "/profile/",
    "users": "/users/",
    "portfolios": "/portfolios/",
    "portfolio": "/portfolios/{portfolio}/",
    "portfolio-people": "/portfolios/{portfolio}/people/",
    "portfolio-add": "/portfolios/{portfolio}/clients/",
    "new-portfolio": "/portfolios/new/",
    "matrix": "/rights/matrix/",
    "roles": "/rights/roles/",
    "security": "/accounts/2fa/",
    "sessions": "/accounts/sessions/",
    "password": "/accounts/password/change/",
}
OFFICE = {
    "affiliates": "/office/",
    "affiliate": "/office/affiliates/{affiliate}/",
    "load": "/office/load/",
    "requests": "/office/requests/?all=1",
    "request": "/office/requests/{request}/",
    "incidents": "/office/incidents/",
    "incident": "/office/incidents/{incident}/",
    "new-incident": "/office/incidents/new/",
    "messages": "/office/messages/",
    "thread": "/office/messages/{thread}/",
    "new-message": "/office/messages/new/",
    "documents": "/office/documents/",
    "new-document": "/office/documents/new/",
    "guides": "/office/guides/",
    "new-guide": "/office/guides/new/",
}
_RUN = """async (rules) => {
  await new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  const options = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const found = await window.axe.run(document, { ...options, resultTypes: ["violations"] });
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.impact} ${one.id}: ${one.nodes.map((node) =>
      `${node.target.join(" ")} (${node.any.map((any) => any.message).join(" ")})`)
      .slice(0, 4).join(" | ")}`);
}"""


def address(template: str, places: dict[str, int], country: str = "") -> str:
    """The address of a page: an office's rows are those of its country."""
    ending = f"_{country}"
    theirs = {name.removesuffix(ending): key for name, key in places.items() if ending in name}
    return template.format_map(theirs if country else places)


def speak(desk: Desk, language: str, path: str) -> None:
    """Open a page in a language: the menu is used where the page speaks another."""
    desk.watch.found.clear()  # what the page before did, was its own test's
    desk.page.goto(path)
    if desk.page.locator("html").get_attribute("lang") == language:
        return
    menu = desk.page.locator("details[data-menu]").filter(has=desk.page.locator("[name=language]"))
    menu.first.locator("summary").click()
    desk.page.locator(f"button[name=language][value={language}]").first.click()
    desk.page.wait_for_load_state()
    desk.page.goto(path)
    assert desk.page.locator("html").get_attribute("lang") == language


def look(desk: Desk) -> list[str]:
    """What is wrong with the page shown, what it complained of included."""
    return faults(desk.page) + desk.watch.found


def faults(page: Page) -> list[str]:
    """What axe finds serious in light and in dark, and what does not fit a small phone."""
    found = [f"light: {one}" for one in page.evaluate(_RUN, None)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in page.evaluate(_RUN, ["color-contrast"])]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    over, what = page.evaluate(_WIDE)
    if over > 0:
        found.append(f"360 px: {over} px too wide: {what}")
    page.set_viewport_size(DESK)
    return found

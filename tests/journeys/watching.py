"""What no page may do: complain in the console, break its policy, fail, or ask a third party."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

_REFUSED = re.compile(r"server responded with a status of (\d+)")


@dataclass
class Watch:
    """Notes what goes wrong in a context; `allowed` are statuses that a journey provokes."""

    url: str
    allowed: set[int] = field(default_factory=set)
    found: list[str] = field(default_factory=list)
    bytes: dict[str, int] = field(default_factory=dict)  # address → what travelled

    def over(self, context: BrowserContext) -> None:
        """Watch every page of the context, those that come later too."""
        context.on("page", self._page)
        context.on("response", self._response)
        context.on("request", self._request)

    def _page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"error in a page: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        status = _REFUSED.search(message.text)
        if status and int(status[1]) in self.allowed:
            return
        self.found.append(f"console: {message.text} {message.location.get('url', '')}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"{response.status}: {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.found.append(f"asked a third party: {request.url}")

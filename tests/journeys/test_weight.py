"""What travels: a first page below 60 KB, the next ones below 15, nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from tests.journeys.conftest import Opened
from tests.journeys.pages import Desk

CLAIRE = "claire@arvensis.example"
FIRST, NEXT = 60 * 1024, 15 * 1024


class Scales:
    """Sums what really travels over the wire, headers included; what the browser kept is free."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.bytes = desk, 0
        session = desk.page.context.new_cdp_session(desk.page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def weigh(self, path: str) -> int:
        """Open a page and say what it took."""
        self.bytes = 0
        self.desk.page.goto(path, wait_until="networkidle")
        return self.bytes


def test_the_first_page_and_the_next(opened: Opened, facts: dict[str, Any]) -> None:
    scales = Scales(opened())
    assert 0 < scales.weigh("/accounts/login/") <= FIRST

    scales = Scales(opened(as_=CLAIRE))
    first = scales.weigh("/")
    assert 0 < first <= FIRST
    client = facts["places"]["client"]
    heavy = {
        path: taken
        for path in (
            "/",
            "/clients/",
            f"/clients/{client}/applications/",
            f"/clients/{client}/figures/",
            "/anomalies/",
            "/incidents/",
            "/messages/",
            "/clients/new/",
        )
        if (taken := scales.weigh(path)) > NEXT
    }
    assert not heavy, heavy

"""Dropping declarations: what is counted is what is listed, and a genuine file is understood."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opened
from tests.journeys.pages import SHOWN, whole

CLAIRE = "claire@arvensis.example"
SAMPLE = Path(__file__).parents[3] / "shared/dsn/samples/fctu-lot-P25V01.dsn"
SOWN = 3


def test_three_sown_faults_raise_the_counter_by_what_the_list_shows(
    opened: Opened, facts: dict[str, Any]
) -> None:
    desk, dsn = opened(as_=CLAIRE), facts["dsn"][0]
    counted, listed = desk.counter("anomalies"), desk.anomalies_listed()
    of_client = desk.anomalies_listed(dsn["client"])
    assert counted == listed
    desk.drop("fautes.dsn", base64.b64decode(dsn["faulty"]))
    page = desk.page
    expect(page.locator("main")).to_contain_text(dsn["name"])
    found = page.locator(".page-main ul.rows li:has(.pill.act, .pill.watch)")
    expect(found).to_have_count(SOWN)  # besides, for information, that it is a test file
    assert desk.counter("anomalies") == counted + SOWN
    assert desk.anomalies_listed() == listed + SOWN
    assert desk.anomalies_listed(dsn["client"]) == of_client + SOWN

    page.locator("#list tbody a[data-row]").first.click()
    page.wait_for_url(re.compile(r"/anomalies/\d+/$"))
    expect(page.locator(".code li.hit")).to_have_count(1)


def test_a_file_without_fault_counts_nothing_and_twice_changes_nothing(
    opened: Opened, facts: dict[str, Any]
) -> None:
    desk, dsn = opened(as_=CLAIRE), facts["dsn"][1]
    counted = desk.counter("anomalies")
    desk.drop("juste.dsn", base64.b64decode(dsn["right"]))
    address = desk.page.url
    assert desk.counter("anomalies") == counted
    desk.go("/declarations/")
    desk.page.set_input_files(
        "#files",
        {
            "name": "encore.dsn",
            "mimeType": "application/octet-stream",
            "buffer": base64.b64decode(dsn["right"]),
        },
    )
    desk.press("Envoyer")
    known = desk.page.locator(".uploads a")
    expect(known).to_have_text("encore.dsn")
    assert address.endswith(known.get_attribute("href") or "-")
    desk.go("/declarations/")
    names = desk.page.locator("#files-list")
    expect(names).to_contain_text("juste.dsn")
    expect(names).not_to_contain_text("encore.dsn")
    assert desk.counter("anomalies") == counted


def test_files_let_fall_on_the_page_are_taken(opened: Opened, facts: dict[str, Any]) -> None:
    desk, dsn = opened(as_=CLAIRE), facts["dsn"][2]
    page = desk.go("/declarations/")
    page.evaluate(
        """([name, data]) => {
            const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(new File([bytes], name));
            document.querySelector("[data-dropzone]").dispatchEvent(
              new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        ["tombe.dsn", dsn["right"]],
    )
    row = page.locator("#files-list tbody tr").filter(has_text="tombe.dsn")
    expect(row).to_have_count(1, timeout=SHOWN)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the genuine sample is not on this machine")
def test_the_genuine_lot_is_read_whole_and_belongs_to_no_client(opened: Opened) -> None:
    desk = opened(as_=CLAIRE)
    desk.drop(SAMPLE.name, SAMPLE.read_bytes())
    page = desk.page
    expect(page.locator(".page-aside")).to_contain_text("Lot de la plateforme")
    rows = page.locator(".page-main table").first.locator("tbody tr")
    expect(rows).to_have_count(3)
    for row in rows.all():
        expect(row.locator("td").first).to_contain_text(re.compile("fin de contrat", re.IGNORECASE))
    stranger = "Aucun des clients que vous voyez ne porte le SIREN"
    expect(page.locator("main")).to_contain_text(stranger)
    expect(page.locator("main")).to_contain_text("123 456 789")
    problems = page.locator(".page-main ul.rows li").filter(has_text="S21.G00.06.001")
    assert [whole(re.findall(r"ligne\s(\d+)", one)[0]) for one in problems.all_inner_texts()] == [
        93,
        255,
        362,
    ]
    places = page.locator(".page-main ul.rows li").filter(has_text="S21.G00.11.001")
    assert [whole(re.findall(r"ligne\s(\d+)", one)[0]) for one in places.all_inner_texts()] == [
        100,
        262,
        369,
    ]
    counts = page.locator(".page-aside dl > div").filter(has_text="S90")
    expect(counts.locator(".pill.good")).to_have_count(
        6
    )  # rubrics and declarations of three envois

"""A sheet taken out and sent back changes what was edited, and nothing that it does not say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandat.clients.models import Placement
from mandat.clients.tests.factories import ClientFactory, fill_firm, make_person_client, place
from mandat.firms.models import Grant, Member, Portfolio, User
from mandat.firms.tests.factories import Cast, MemberFactory, PortfolioFactory
from mandat.firms.tests.statements import of_page
from mandat.rights.models import RightsChange
from mandat.rights.tests.test_changes import rows
from mandat.rights.tests.test_seeing import close
from mandat.rights.workbook import Tab, read, write

SignIn = Callable[[User], Browser]
Cells = list[list[str]]
DAY = timedelta(days=1)


@pytest.fixture
def firm(cast: Cast) -> Cast:
    """Two clients in « Bâtiment », one person in none."""
    fill_firm(cast.firm, cast.portfolio, 2)
    make_person_client(cast.firm, name="Jeanne Moreau")
    return cast


@pytest.fixture
def browser(firm: Cast, signed_in: SignIn) -> Browser:
    """The administrator."""
    return signed_in(firm.administrator.user)


def filled(tab: Tab) -> Cells:
    """The rows of a table with their empty cells."""
    width = max(at for _, row in tab.rows for at in row) + 1
    return [[row.get(at, "") for at in range(width)] for _, row in tab.rows]


def take_out(browser: Browser) -> dict[str, Cells]:
    """Both tables, as a person has them on the screen."""
    answer = browser.get("/rights/sheet/rights.xlsx")
    return {tab.name: filled(tab) for tab in read(answer.content)}


def at(table: Cells, owner: str, portfolio: str) -> tuple[int, int]:
    """Where a cell stands; `owner` is an e-mail, a reference or a name."""
    (line,) = [line for line, row in enumerate(table) if owner in row[:2]]
    return line, table[0].index(portfolio)


def put(table: Cells, owner: str, portfolio: str, text: str) -> None:
    line, column = at(table, owner, portfolio)
    table[line][column] = text


def send(browser: Browser, tables: dict[str, Cells], **data: Any) -> Any:
    """The answer to a workbook of these tables."""
    file = SimpleUploadedFile("rights.xlsx", write(tables.items()))
    return browser.post("/rights/sheet/", {"file": file, **data})


def confirm(browser: Browser, shown: Any) -> Any:
    """Do what the page shows."""
    data = {"changes": shown.context["changes"], "shown": shown.context["shown"]}
    return browser.post("/rights/sheet/changes/", data)


def problems(answer: Any) -> list[tuple[str, int, str]]:
    """Table, line and reason of what is refused."""
    assert answer.status_code == 422
    return [(one.tab, one.line, one.code) for one, _ in answer.context["problems"]]


# ---- round trip


def test_what_was_edited_is_shown_done_and_undone(firm: Cast, browser: Browser) -> None:
    tables, were = take_out(browser), rows(firm.firm.pk)
    client = Placement.objects.order_by("pk")[0].client
    put(tables["people"], firm.newcomer.user.email, "Commerce", "x")
    put(tables["people"], firm.collaborator.user.email, "Bâtiment", "")
    put(tables["people"], firm.reader.user.email, "Bâtiment", "2027-01-01 – 2027-01-31")
    put(tables["clients"], client.name, "Bâtiment", "")
    put(tables["clients"], client.name, "Commerce", "X")
    put(tables["clients"], "Jeanne Moreau", "Commerce", "oui")
    shown = send(browser, tables)
    assert shown.status_code == 200
    assert rows(firm.firm.pk) == were
    assert shown.context["page_obj"].paginator.count == 6
    words = {line.name: (line.gained, line.lost) for line in shown.context["lines"]}
    assert words["Noa Nouveau"] == (2, 0)
    assert words["Camille Collaboratrice"] == (0, 2)
    assert confirm(browser, shown).status_code == 302
    grant = Grant.objects.get(member=firm.reader)
    assert timezone.localtime(grant.ends_at).isoformat()[:16] == "2027-02-01T00:00"
    assert Placement.objects.filter(client=client).get().portfolio == firm.other_portfolio
    change = RightsChange.objects.get()
    assert change.kind == "sheet"
    assert "%(" not in browser.get("/rights/changes/").content.decode()
    browser.post(f"/rights/changes/{change.pk}/undo/")
    assert rows(firm.firm.pk) == were


def test_a_sheet_that_was_not_edited_changes_nothing(firm: Cast, browser: Browser) -> None:
    now = timezone.now()
    Grant.objects.create(
        firm=firm.firm, member=firm.newcomer, portfolio=firm.portfolio,
        starts_at=now - DAY, ends_at=now + DAY,
    )  # fmt: skip
    Grant.objects.create(
        firm=firm.firm, member=firm.newcomer, portfolio=firm.other_portfolio, ends_at=now - DAY
    )
    answer = send(browser, take_out(browser))
    assert answer.status_code == 200
    assert answer.context["shown"] == ""
    for name in ("people", "clients"):
        data = browser.get(f"/rights/sheet/{name}.csv").content
        file = SimpleUploadedFile(f"{name}.csv", data)
        assert browser.post("/rights/sheet/", {"file": file}).context["shown"] == ""


def test_a_sheet_of_yesterday_leaves_alone_what_was_changed_today(
    firm: Cast, browser: Browser
) -> None:
    tables = take_out(browser)
    Grant.objects.filter(member=firm.collaborator).delete()
    Grant.objects.create(firm=firm.firm, member=firm.newcomer, portfolio=firm.portfolio)
    place(ClientFactory.create(firm=firm.firm), firm.other_portfolio)
    moved = Placement.objects.order_by("pk")[0]
    Placement.objects.filter(pk=moved.pk).update(portfolio=firm.other_portfolio)
    assert send(browser, tables).context["shown"] == ""
    put(tables["people"], firm.newcomer.user.email, "Commerce", "x")
    shown = send(browser, tables)
    assert [row["portfolio"] for row in shown.context["rows"]] == ["Commerce"]
    confirm(browser, shown)
    assert not Grant.objects.filter(member=firm.collaborator).exists()
    assert Grant.objects.filter(member=firm.newcomer).count() == 2


def test_what_was_changed_on_both_sides_is_refused(firm: Cast, browser: Browser) -> None:
    tables, before = take_out(browser), rows(firm.firm.pk)["grant"]
    put(tables["people"], firm.collaborator.user.email, "Bâtiment", "– 2027-01-31")
    put(tables["people"], firm.newcomer.user.email, "Commerce", "x")
    Grant.objects.filter(member=firm.collaborator).update(ends_at=timezone.now() + DAY)
    line = at(tables["people"], firm.collaborator.user.email, "Bâtiment")[0] + 1
    assert problems(send(browser, tables)) == [("people", line, "changed_both")]
    assert len(rows(firm.firm.pk)["grant"]) == len(before)
    Grant.objects.filter(member=firm.collaborator).delete()
    put(tables["people"], firm.collaborator.user.email, "Bâtiment", "")
    assert send(browser, tables).context["page_obj"].paginator.count == 1


def test_missing_lines_and_columns_change_nothing_and_order_does_not_matter(
    firm: Cast, browser: Browser
) -> None:
    tables = take_out(browser)
    people = tables["people"]
    put(people, firm.newcomer.user.email, "Commerce", "x")
    kept = [0, at(people, firm.newcomer.user.email, "Commerce")[0]]
    order = [people[0].index(name) for name in ("Commerce", "taken_out", "email")]
    cut = [[people[line][column] for column in order] for line in kept]
    shown = send(browser, {"people": cut})
    assert shown.context["page_obj"].paginator.count == 1


def test_lines_written_by_hand_only_add(firm: Cast, browser: Browser) -> None:
    client = Placement.objects.order_by("pk")[0].client
    shown = send(
        browser,
        {
            "people": [
                ["email", "taken_out", "Commerce", "Bâtiment"],
                [firm.collaborator.user.email.upper(), "", "x", ""],
            ],
            "clients": [
                ["reference", "number", "taken_out", "Commerce", "Bâtiment"],
                ["", f"{client.number[:3]} {client.number[3:]}", "", "x", ""],
            ],
        },
    )
    assert shown.context["page_obj"].paginator.count == 2
    confirm(browser, shown)
    assert Grant.objects.filter(member=firm.collaborator).count() == 2
    assert Placement.objects.filter(client=client).count() == 2


def test_unknown_portfolios_are_made_where_the_box_is_ticked(firm: Cast, browser: Browser) -> None:
    tables = take_out(browser)
    for table in tables.values():
        table[0].append("Neuf")
        for row in table[1:]:
            row.append("x")
    assert {code for _, _, code in problems(send(browser, tables))} == {"unknown_portfolio"}
    were = rows(firm.firm.pk)
    shown = send(browser, tables, create="1")
    assert shown.context["names"] == ["Neuf"]
    confirm(browser, shown)
    new = Portfolio.objects.get(name="Neuf")
    assert Placement.objects.filter(portfolio=new).count() == 3
    assert Grant.objects.filter(portfolio=new).count() == len(tables["people"]) - 1
    browser.post(f"/rights/changes/{RightsChange.objects.get().pk}/undo/")
    assert rows(firm.firm.pk) == were


# ---- what is refused


def test_each_refusal_says_its_line_and_reason(firm: Cast, browser: Browser) -> None:
    old = PortfolioFactory.create(firm=firm.firm, name="Ancien")
    gone = MemberFactory.create(firm=firm.firm)
    tables = take_out(browser)
    Portfolio.objects.filter(pk=old.pk).update(archived_at=timezone.now())
    Member.objects.filter(pk=gone.pk).update(left_at=timezone.now())
    people, clients = tables["people"], tables["clients"]
    put(people, firm.newcomer.user.email, "Commerce", "demain")
    put(people, firm.reader.user.email, "Commerce", "2027-02-01 – 2027-01-01")
    put(people, firm.manager.user.email, "Commerce", "– 2020-01-01")
    put(people, firm.collaborator.user.email, "Ancien", "x")
    swapped = at(people, firm.administrator.user.email, "Commerce")[0]
    people[swapped][3] = people[at(people, firm.reader.user.email, "Commerce")[0]][3]
    people += [["who@example.test"], [firm.stranger.user.email], [firm.newcomer.user.email]]
    put(clients, "Jeanne Moreau", "Commerce", "peut-être")
    clients += [["C999999999"], ["", "", "999 999 999"], ["Cx"], list(clients[1])]
    foreign = ClientFactory.create(firm=firm.other_firm)
    clients.append([f"C{foreign.pk}"])
    found = problems(send(browser, tables))
    line = {name: at(people, f"{name}@example.test", "Commerce")[0] + 1
            for name in ("remi", "mona", "camille", "agnes")}  # fmt: skip
    noa = next(n for n, row in enumerate(people, 1) if row[0] == firm.newcomer.user.email)
    left = next(n for n, row in enumerate(people, 1) if row[0] == gone.user.email)
    jeanne = next(n for n, row in enumerate(clients, 1) if "Jeanne Moreau" in row)
    end = len(clients)
    assert set(found) == {
        ("people", noa, "date"),
        ("people", line["remi"], "dates"),
        ("people", line["mona"], "dates"),
        ("people", line["camille"], "archived"),
        ("people", line["agnes"], "memory"),
        ("people", left, "left"),
        ("people", len(people) - 2, "unknown_person"),
        ("people", len(people) - 1, "unknown_person"),
        ("people", len(people), "line_twice"),
        ("clients", jeanne, "mark"),
        ("clients", end - 4, "unknown_client"),
        ("clients", end - 3, "unknown_client"),
        ("clients", end - 2, "unknown_client"),
        ("clients", end - 1, "line_twice"),
        ("clients", end, "unknown_client"),
    }
    assert not RightsChange.objects.exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b"PK\x03\x04nonsense", "not_a_table"), (b"a\x00b", "not_a_table"),
        (b"%PDF-1.7", ""), (b'email;taken_out\n"x', "not_a_table"), (b"caf\x81\n", "encoding"),
        (b"name,other\n1,2\n", ""),
    ],
)  # fmt: skip
def test_files_that_are_no_sheets(browser: Browser, data: bytes, code: str) -> None:
    answer = browser.post("/rights/sheet/", {"file": SimpleUploadedFile("a.csv", data)})
    assert answer.status_code == 422
    if not code:
        assert problems(answer)[0][2] == "no_table"
    assert browser.post("/rights/sheet/").status_code == 422


def test_changes_kept_in_the_page_are_the_senders_alone(
    firm: Cast, browser: Browser, signed_in: SignIn
) -> None:
    tables = take_out(browser)
    put(tables["people"], firm.newcomer.user.email, "Commerce", "x")
    shown = send(browser, tables)
    other = MemberFactory.create(firm=firm.firm, role="administrator")
    for person, text in ((other, shown.context["changes"]), (firm.stranger, "eA=="),
                         (firm.administrator, "x" * 50)):  # fmt: skip
        data = {"changes": text, "shown": shown.context["shown"]}
        signed_in(person.user).post("/rights/sheet/changes/", data)
        answer = signed_in(person.user).post("/rights/sheet/changes/", {"changes": text})
        assert answer.status_code == 422
    assert not RightsChange.objects.exists()
    for _ in range(2):
        confirm(browser, shown)
    assert RightsChange.objects.count() == 1


def test_what_changed_since_it_was_shown_is_shown_again(firm: Cast, browser: Browser) -> None:
    tables = take_out(browser)
    put(tables["people"], firm.newcomer.user.email, "Bâtiment", "x")
    shown = send(browser, tables)
    fill_firm(firm.firm, firm.portfolio, 3, seed=7)
    again = confirm(browser, shown)
    assert again.status_code == 200
    assert not RightsChange.objects.exists()
    data = {"changes": shown.context["changes"], "shown": again.context["shown"]}
    assert browser.post("/rights/sheet/changes/", data).status_code == 302
    assert RightsChange.objects.count() == 1


@pytest.mark.parametrize("person", ["manager", "collaborator", "reader", "staff"])
def test_only_administrators(cast: Cast, signed_in: SignIn, person: str) -> None:
    browser = signed_in(getattr(cast, person).user)
    for path in ("", "people.csv", "clients.csv", "rights.xlsx"):
        assert browser.get(f"/rights/sheet/{path}").status_code == 403
    assert browser.post("/rights/sheet/").status_code == 403
    assert browser.post("/rights/sheet/changes/").status_code == 403
    administrator = signed_in(cast.administrator.user)
    assert administrator.post("/rights/sheet/people.csv").status_code == 405
    assert administrator.get("/rights/sheet/changes/").status_code == 405


def test_confidential_clients_and_national_numbers_are_in_no_sheet(
    firm: Cast, browser: Browser
) -> None:
    mine = close(ClientFactory.create(firm=firm.firm, name="Clos SARL"), firm.administrator)
    data = browser.get("/rights/sheet/clients.csv").content.decode()
    assert mine.name not in data
    assert f"C{mine.pk}," not in data
    person = data.split("Jeanne Moreau,")[1].split("\r\n")[0]
    assert person.startswith(",")
    tables = {"clients": [["reference", "taken_out", "Commerce"], [f"C{mine.pk}", "", "x"]]}
    assert problems(send(browser, tables)) == [("clients", 2, "unknown_client")]


def test_cells_that_a_spreadsheet_would_run_are_harmless(firm: Cast, browser: Browser) -> None:
    PortfolioFactory.create(firm=firm.firm, name="=cmd|' /C calc'!A0")
    ClientFactory.create(firm=firm.firm, name="@SUM(1+1)")
    tables = take_out(browser)
    texts = [cell for table in tables.values() for row in table for cell in row]
    assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert send(browser, tables).context["shown"] == ""


def test_no_more_questions_for_a_larger_firm(firm: Cast, browser: Browser) -> None:
    counts = []
    for size in (1, 12):
        shelves = [PortfolioFactory.create(firm=firm.firm) for _ in range(size)]
        fill_firm(firm.firm, shelves, size * 5, seed=size + 50)
        for shelf in shelves:
            member = MemberFactory.create(firm=firm.firm)
            Grant.objects.create(firm=firm.firm, member=member, portfolio=shelf)
        with CaptureQueriesContext(connection) as queries:
            tables = take_out(browser)
        taken = len(of_page(queries))
        put(tables["people"], firm.newcomer.user.email, "Commerce", "x")
        with CaptureQueriesContext(connection) as queries:
            assert send(browser, tables).status_code == 200
        counts.append((taken, len(of_page(queries))))
    assert counts[0] == counts[1]

"""Who opens what: every address, every method, every role (S1-S4), on both databases."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from mandat.firms.models import User
from mandat.firms.permissions import ROLES as ROLES_HOLD
from mandat.firms.permissions import Permission, Role
from tests.access_world import MISSING, ROLES, Address, Side, World, addresses, make_world

MATRIX = Path(__file__).with_name("access_matrix.tsv")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What anybody may open: signing in, resetting a password, health, language.
OPEN = frozenset(
    {
        "healthz", "set_language", "account_login", "account_signup", "account_inactive",
        "account_logout", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done",
        "mfa_authenticate", "mfa_login_webauthn", "rights:join",
    }
)  # fmt: skip
# Leads to another address without looking whether the record exists.
UNASKED = frozenset({"desk:client_home"})
# What a reader may post: questions too private for an address, and that they read a message.
READER_POSTS = frozenset(
    {
        "clients:list",
        "desk:search",
        "desk:accounts",
        "messages:reading",
        "rights:ask",
        "rights:ask_withdrawal",
    }
)
MEMBERS = {
    "administrator": Role.ADMINISTRATOR,
    "manager": Role.MANAGER,
    "collaborator": Role.COLLABORATOR,
    "reader": Role.READER,
    "newcomer": Role.COLLABORATOR,
    "stranger": Role.ADMINISTRATOR,
}
CALM = {"raise_request_exception": False}
Cells = dict[tuple[str, str], dict[str, str]]


@pytest.fixture
def world(db: None) -> World:
    """Two sides with a record of each kind."""
    cache.clear()
    return make_world()


def browser_of(user: User | None) -> Browser:
    """A browser in which the person is signed in, and just confirmed it."""
    browser = Browser(**CALM)  # type: ignore[arg-type]  # one flag
    if user is not None:
        browser.force_login(user, backend="mandat.firms.backend.MandatBackend")
    return browser


def filled(address: Address, side: Side | None) -> str:
    """The address of the side's record, or of one that does not exist."""
    values: list[Any] = []
    for kind in address.kinds:
        if kind == "nothing":
            values.append("zz")
        elif kind.startswith("="):
            values.append(kind[1:])
        else:
            values.append(side.id_of(kind) if side else MISSING)
    return address.path(*values)


def ask(browser: Browser, method: str, path: str) -> Any:
    """One request, after which the database is as before."""
    with transaction.atomic():
        answer = browser.generic(method, path)
        transaction.set_rollback(True)
    return answer


def said(answer: Any) -> str:
    """An answer as the matrix writes it."""
    if answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/"):
        return "login"
    return str(answer.status_code)


def read_matrix() -> Cells:
    """The file: (address, method) → role → expected answer."""
    lines = MATRIX.read_text().splitlines()
    assert lines[0].split("\t") == ["address", "method", *ROLES]
    rows = [line.split("\t") for line in lines[1:]]
    return {(row[0], row[1]): dict(zip(ROLES, row[2:], strict=True)) for row in rows}


def measured(world: World) -> Cells:
    """What the space answers to everybody, about the records of the collaborator's side."""
    found: Cells = {}
    for role in ROLES:
        browser = browser_of(world.person(role))
        cookies = dict(browser.cookies)
        for address in addresses():
            for method in METHODS:
                cache.clear()
                cell = said(ask(browser, method, filled(address, world.ours)))
                found.setdefault((address.name, method), {})[role] = cell
                browser.cookies.clear()
                browser.cookies.update(cookies)
    return found


def test_every_cell_of_the_matrix_holds(world: World) -> None:
    found = measured(world)
    if os.environ.get("MANDAT_WRITE_ACCESS_MATRIX"):
        head = "\t".join(["address", "method", *ROLES])
        rows = ["\t".join([*key, *(cells[role] for role in ROLES)]) for key, cells in found.items()]
        MATRIX.write_text("\n".join([head, *rows]) + "\n")
    expected = read_matrix()
    assert found.keys() - expected.keys() == set(), "addresses that the matrix does not know"
    assert expected.keys() - found.keys() == set(), "lines of addresses that are gone"
    wrong = [
        f"{key[1]} {key[0]} as {role}: {cells[role]}, the matrix says {expected[key][role]}"
        for key, cells in found.items()
        for role in ROLES
        if cells[role] != expected[key][role]
    ]
    assert wrong == []


def test_the_matrix_keeps_the_rules() -> None:
    """The file itself may not be talked into what must never be."""
    wrong = []
    names = {address.name: address for address in addresses()}
    for (name, method), cells in read_matrix().items():
        address = names[name]
        if name not in OPEN and cells["anonymous"] not in {"login", "401", "403", "405"}:
            wrong.append(f"{method} {name}: open to anybody")
        if any(cell.startswith("5") for cell in cells.values()):
            wrong.append(f"{method} {name}: breaks")
        if method in {"PUT", "PATCH", "DELETE"} and any(
            cell not in {"login", "302", "403", "404", "405"} for cell in cells.values()
        ):
            wrong.append(f"{method} {name}: takes a method that nothing uses")
        permission = getattr(address.view, "permission", "")
        if permission.startswith("member:") and cells["staff"] not in {"403", "405"}:
            wrong.append(f"{method} {name}: open to an office")
        if permission.startswith("staff:") and any(
            cells[role] not in {"403", "405"} for role in MEMBERS
        ):
            wrong.append(f"{method} {name}: open to a firm")
        if (
            permission.startswith("member:")
            and address.holes
            and ("guide" not in address.kinds and name not in UNASKED)
        ):
            wrong += [
                f"{method} {name}: {role} reaches it"
                for role in ("newcomer", "stranger")
                if cells[role] not in {"404", "403", "405"}
            ]
    assert wrong == []


def test_the_matrix_keeps_the_roles() -> None:
    """Nobody passes a view whose permission their role lacks, and a reader changes nothing."""
    wrong = []
    names = {address.name: address for address in addresses()}
    for (name, method), cells in read_matrix().items():
        needed = getattr(names[name].view, "permission", "").removeprefix("member:")
        if needed not in set(Permission):
            continue
        for role, held in MEMBERS.items():
            may = needed in ROLES_HOLD[held]
            if role == "reader" and method == "POST" and name not in READER_POSTS:
                may = False
            if not may and cells[role] not in {"403", "405"}:
                wrong.append(f"{method} {name}: {role} gets {cells[role]}, {needed} asked")
    assert wrong == []


def test_every_view_says_whom_it_lets_in() -> None:
    """The second door stands on every view of ours; allauth's close themselves (the matrix)."""
    bare = [
        address.name
        for address in addresses()
        if address.name not in OPEN
        and not address.view.__module__.startswith("allauth.")
        and not getattr(address.view, "permission", "")
    ]
    assert bare == []


def masked(answer: Any, path: str) -> bytes:
    """An answer without tokens, and without its own address."""
    text = answer.content.replace(path.encode(), b"PATH")
    text = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", text)
    return re.sub(rb'X-CSRFToken": "[^"]*"', b"", text)


def with_records() -> Iterator[Address]:
    """The addresses that name a record which belongs to somebody."""
    for address in addresses():
        if address.holes and not {"nothing"} & set(address.kinds):
            yield address


@pytest.mark.parametrize("role", ["administrator", "collaborator", "staff"])
def test_anothers_record_answers_like_one_that_does_not_exist(role: str, world: World) -> None:
    """S3: byte by byte, and with as many questions to the database."""
    browser = browser_of(world.person(role))
    wrong = []
    for address in with_records():
        if role != "staff" and address.kinds == ["guide"]:
            continue  # guides are for every firm
        for method in ("GET", "POST"):
            seen = []
            for side in (world.theirs, None):
                path = filled(address, side)
                with CaptureQueriesContext(connection) as queries:
                    answer = ask(browser, method, path)
                seen.append((answer.status_code, masked(answer, path), len(queries)))
            if seen[0] != seen[1] or seen[0][0] < 300:
                wrong.append(f"{method} {address.name}: {seen[0][::2]} and {seen[1][::2]}")
    assert wrong == []


# The fields of forms that name a record: address, field, kind of record, who asks.
NAMING = [
    ("messages:new", "client", "client", "collaborator"),
    ("messages:office_new", "client", "client", "staff"),
    ("incidents:office_new", "client", "client", "staff"),
    ("documents:office_document_new", "client", "client", "staff"),
    ("declarations:anomalies", "client", "client", "collaborator"),
    ("incidents:list", "client", "client", "collaborator"),
    ("clients:list", "portfolio", "portfolio", "collaborator"),
    ("clients:list", "clients", "client", "collaborator"),
    ("declarations:files", "client", "client", "collaborator"),
    ("rights:placing", "client", "client", "administrator"),
    ("rights:placing", "target", "portfolio", "administrator"),
    ("rights:portfolios_merge", "target", "portfolio", "administrator"),
]


@pytest.mark.parametrize(("name", "field", "kind", "role"), NAMING)
@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_id_in_a_form_is_like_one_that_does_not_exist(
    method: str, name: str, field: str, kind: str, role: str, world: World
) -> None:
    """S4: answered alike, and nothing of the other side changes."""
    address = next(found for found in addresses() if found.name == name)
    browser = browser_of(world.person(role))
    foreign = world.theirs.records["client"].placements.get().portfolio_id
    ids = {"client": world.theirs.id_of("client"), "portfolio": foreign}
    more = {"subject": "Un mot", "body": "Bonjour.", "kind": "unpaid", "title": "Avis"}
    seen = []
    for ident in (ids[kind], MISSING):
        with transaction.atomic():
            before = state_of(world.theirs)
            answer = getattr(browser, method)(address.path(), {field: ident, **more})
            assert state_of(world.theirs) == before
            transaction.set_rollback(True)
        body = masked(answer, address.path())
        seen.append((answer.status_code, re.sub(rb"\d", b"", body)))
    assert seen[0] == seen[1]


def state_of(side: Side) -> dict[str, int]:
    """How many rows of each table are the side's firm's."""
    return {
        model._meta.label: model._base_manager.filter(firm_id=side.firm.pk).count()
        for model in apps.get_models()
        if any(field.column == "firm_id" for field in model._meta.concrete_fields)
    }

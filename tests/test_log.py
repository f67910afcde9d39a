"""The log over all apps: every verb has words, every page that shows clients says so (S18)."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from mandat.clients.models import Client, Confidence, ConfidenceMember
from mandat.clients.tests.factories import ClientFactory, place
from mandat.config.cli import main
from mandat.firms import audit, reading
from mandat.firms.chains import body_of
from mandat.firms.choices import AccessOutcome, AlarmKind, ReadingKind
from mandat.firms.limits import Shown
from mandat.firms.models import Alarm, AuditEvent, Firm, ReadingEvent, User
from mandat.firms.tests.factories import Cast
from mandat.firms.verbs import WORDS
from mandat.incidents.choices import StepKind
from mandat.onboarding.choices import RequestState
from mandat.rights.choices import ChangeKind
from mandat.rights.log import PAGE, Wanted, lines_of
from tests.access_world import Address, World, addresses, make_world
from tests.test_access import ask, browser_of, filled

PACKAGE = Path(__file__).resolve().parent.parent / "mandat"
SignIn = Callable[[User], Browser]
RECORDING = {"record", "record_all", "_record", "_after", "_both"}
# Verbs made of a word and a list: what may stand after the dot.
MADE = {
    "rights.": {*ChangeKind.values, "undone"},
    "request.": {*RequestState.values},
    "incident.": {*StepKind.values},
    "contact.": {"added", "changed"},
    "access.": {*AccessOutcome.values, "asked"} - {AccessOutcome.WAITING},
}
# Addresses of members that show nothing of a client, each with the reason.
SHOW_NOTHING = {
    "desk:client_home": "leads to the first tab",
    "desk:deadlines": "counts alone",
    "documents:guides": "guides are about nobody",
    "documents:guide_file": "guides are about nobody",
    "declarations:drop": "names of files and counts alone",
    "onboarding:add": "an empty form",
    "onboarding:resiliate": "an empty form until a number meets a client",
    "onboarding:reading": "reads a number, asks no table",
    "messages:new": "a form; its search names clients, who are noted as a list",
    "firms:watch": "colleagues, no clients",
    "rights:ask": "a form without a list",
    "rights:asked": "words of colleagues",
    "rights:leave": "a colleague and counts",
    "rights:lend": "a colleague and portfolios",
    "rights:matrix": "people and portfolios",
    "rights:member": "a colleague and counts",
    "rights:portfolio_edit": "a form about a portfolio",
    "rights:portfolio_members": "people of a portfolio",
    "rights:portfolio_new": "a form about a portfolio",
    "rights:portfolios": "portfolios and counts",
    "rights:portfolios_merge": "portfolios alone",
    "rights:role": "a form about a colleague",
    "rights:portfolio_add": "nobody stands outside of the portfolio in this world",
    "rights:sheet": "a form",
    "rights:sheet_people": "colleagues and portfolios",
    "rights:suspend": "a form about a colleague",
    "rights:users": "colleagues and counts",
    "rights:roles": "roles and permissions, no clients",
    "rights:invite": "a form about a colleague",
    "rights:invitations": "colleagues, no clients",
}


def verbs_in(path: Path) -> Iterator[tuple[str, str]]:
    """Verbs said in a file: whole ones, and the beginnings of made ones."""
    for call in ast.walk(ast.parse(path.read_text())):
        name = getattr(getattr(call, "func", None), "attr", None) or getattr(
            getattr(call, "func", None), "id", None
        )
        if not isinstance(call, ast.Call) or name not in RECORDING:
            continue
        for part in (node for argument in call.args for node in ast.walk(argument)):
            text = part.value if isinstance(part, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"[a-z][a-z_]+\.([a-z_]+)?", text):
                yield ("made" if text.endswith(".") else "whole"), text


def test_s18_every_verb_that_the_code_records_has_words() -> None:
    found = {
        verb
        for path in PACKAGE.rglob("*.py")
        if not {"tests", "migrations"} & {*path.parts}
        for verb in verbs_in(path)
    }
    whole = {verb for kind, verb in found if kind == "whole"}
    made = {verb for kind, verb in found if kind == "made"}
    assert made <= MADE.keys()
    whole |= {start + end for start in MADE for end in MADE[start]}
    assert whole - WORDS.keys() == set()
    assert "client.placed" in whole


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return make_world()


def shows_pages(address: Address) -> bool:
    permission = getattr(address.view, "permission", "")
    return permission.startswith("member:") or address.name == "desk:dashboard"


def test_s18_every_page_of_members_that_shows_clients_notes_a_reading(world: World) -> None:
    """GET, and POST where it only asks, as the administrator of the records' firm."""
    browser = browser_of(world.person("administrator"))
    silent = []
    for address in addresses():
        if not shows_pages(address):
            continue
        for method in ("GET", "POST") if getattr(address.view, "only_asks", False) else ("GET",):
            cache.clear()
            before = ReadingEvent.objects.count()
            with transaction.atomic():
                answer = browser.generic(method, filled(address, world.ours))
                noted = ReadingEvent.objects.count() > before
                transaction.set_rollback(True)
            excused = address.name in SHOW_NOTHING or _is_question(address, method)
            if answer.status_code == 200 and not noted and not excused:
                silent.append(f"{method} {address.name}")
    assert silent == []


def _is_question(address: Address, method: str) -> bool:
    """An empty search shows nothing; what a search shows is held by the apps' tests."""
    return address.name == "desk:search" or (method == "POST" and address.name == "desk:accounts")


def test_s18_a_search_is_noted(world: World) -> None:
    browser = browser_of(world.person("administrator"))
    name = world.ours.records["client"].name
    browser.post("/search/", {"q": name})
    assert ReadingEvent.objects.get().kind == ReadingKind.SEARCH


def test_s18_the_original_of_a_file_is_noted(world: World) -> None:
    browser = browser_of(world.person("collaborator"))
    answer = browser.post(f"/declarations/files/{world.ours.id_of('file')}/original/")
    assert b"".join(answer.streaming_content)
    assert ReadingEvent.objects.get().kind == ReadingKind.EXPORT


def test_s13_a_get_writes_its_reading_outside_of_the_view(world: World) -> None:
    """The guard against writing in a GET stands; the reading comes after it."""
    path = f"/clients/{world.ours.id_of('client')}/applications/"
    answer = ask(browser_of(world.person("collaborator")), "GET", path)
    assert answer.status_code == 200


# --- the chain of actions -------------------------------------------------------------------


def chain(cast: Cast) -> list[AuditEvent]:
    now = timezone.now()
    client = place(ClientFactory.create(firm=cast.firm), cast.portfolio)
    return [
        audit.record(
            cast.firm, "client.placed", by=cast.administrator.user,
            at=now + timedelta(seconds=number), target=client, portfolio=number,
        )
        for number in range(3)
    ]  # fmt: skip


def without_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE firms_auditevent DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_no_update")
            cursor.execute("DROP TRIGGER audit_no_delete")


def test_s18_events_cannot_be_changed_and_any_changed_column_is_found(cast: Cast) -> None:
    event = chain(cast)[1]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE firms_auditevent SET action = 'x'")
    without_triggers()
    changes: dict[str, Any] = {
        "number": 77, "at": event.at + timedelta(microseconds=1),
        "actor_id": cast.collaborator.user_id, "action": "client.placee",
        "target_type": "clients.clien", "target_id": event.target_id + 1,
        "client_id": event.client_id + 1, "details": {"portfolio": 2},
        "previous": "k" * 64, "digest": event.digest[:-1] + "~",
    }  # fmt: skip
    assert changes.keys() == {
        field.attname for field in AuditEvent._meta.concrete_fields
    } - {"id", "firm_id", "office_id"}  # fmt: skip
    rows = AuditEvent.objects.filter(pk=event.pk)
    for column, value in changes.items():
        rows.update(**{column: value})
        assert audit.first_break(cast.firm) == 2, column
        rows.update(**{column: getattr(event, column)})
        assert audit.first_break(cast.firm) is None, column
    rows.update(firm=None, office=cast.office)
    assert audit.first_break(cast.firm) == 2
    assert audit.first_break(cast.office) is not None


def bare(event: AuditEvent) -> str:
    import hashlib

    return hashlib.sha256(body_of(audit._parts(event)).encode()).hexdigest()


def test_s18_a_chain_written_anew_without_the_key_does_not_verify(cast: Cast) -> None:
    """Whoever has the database alone can compute what stood before digests were keyed."""
    chain(cast)
    without_triggers()
    previous = ""
    for event in AuditEvent.objects.filter(firm=cast.firm).order_by("number"):
        event.client_id, event.previous, event.details = None, previous, {"portfolio": 9}
        event.digest = previous = bare(event)
        event.save()
    Firm.objects.filter(pk=cast.firm.pk).update(audit_head=previous)
    assert audit.first_break(cast.firm) is not None


def test_s18_events_from_before_the_key_verify_once_sealed(cast: Cast) -> None:
    chain(cast)
    without_triggers()
    previous = ""
    for event in AuditEvent.objects.filter(firm=cast.firm).order_by("number"):
        event.client_id, event.previous = None, previous
        event.digest = previous = bare(event)
        event.save()
    Firm.objects.filter(pk=cast.firm.pk).update(audit_head=previous)
    audit.record(cast.firm, "log.keyed", by=None, at=timezone.now())
    assert audit.first_break(cast.firm) is None
    AuditEvent.objects.filter(firm=cast.firm, number=2).update(action="client.placee")
    assert audit.first_break(cast.firm) == 2


def test_s18_the_command_names_the_first_bad_number_of_either_chain(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    chain(cast)
    reading.keep(cast.administrator, [Shown(ReadingKind.CLIENT, 1, 1)], at=timezone.now())
    assert main(["audit", "verify"]) == 0
    assert "readings: whole, 1 events" in capsys.readouterr().out
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE firms_readingevent DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER reading_no_update")
    ReadingEvent.objects.update(amount=2)
    assert main(["audit", "verify", "--firm", cast.firm.slug]) == 1
    assert "readings: BROKEN at event 1" in capsys.readouterr().out


# --- the page -------------------------------------------------------------------------------


def test_the_log_shows_actions_and_readings_newest_first_and_pages_by_key(
    cast: Cast, signed_in: SignIn
) -> None:
    now = timezone.now()
    for number in range(PAGE + 10):
        at = now - timedelta(minutes=number // 3)  # several at one moment
        audit.record(cast.firm, "client.placed", by=cast.administrator.user, at=at)
        shown = [Shown(ReadingKind.LIST, None, 1)]
        reading.keep(cast.collaborator, shown, at=at)
    everything = list(lines_of(cast.administrator, Wanted()))
    assert len(everything) == 2 * (PAGE + 10)
    assert everything == sorted(everything, key=lambda one: one.at, reverse=True)
    browser, before, seen = signed_in(cast.administrator.user), "", []
    while True:
        answer = browser.get("/rights/log/", {"before": before})
        seen += answer.context["lines"]
        before = answer.context["following"]
        if not before:
            break
    keys = [one.key for one in seen if one.what != str(ReadingKind.LOG.label)]
    assert keys == [one.key for one in everything]
    assert ReadingEvent.objects.filter(kind=ReadingKind.LOG).exists()


def test_the_log_is_filtered_by_who_what_whom_and_when(cast: Cast) -> None:
    chain(cast)
    client = Client.objects.get()
    shown = [Shown(ReadingKind.CLIENT, client.pk, 1)]
    reading.keep(cast.collaborator, shown, at=timezone.now() - timedelta(days=3))

    def count(**wanted: str) -> int:
        return len(list(lines_of(cast.administrator, Wanted.read(wanted))))

    assert count() == 4
    assert count(who=str(cast.collaborator.user_id)) == 1
    assert count(what="client.placed") == 3
    assert count(what="reading:client") == 1
    assert count(client=client.name) == 4
    assert count(client="nobody of this name") == 0
    assert count(source="readings") == 1
    day = (timezone.localdate() - timedelta(days=2)).isoformat()
    assert (count(since=day), count(until=day)) == (3, 1)
    assert count(who="x", what="x", since="2026-99-99", before="x|y|z") == 4
    assert len(list(lines_of(cast.stranger, Wanted()))) == 0


def test_what_is_about_a_closed_client_leaves_a_gap(cast: Cast) -> None:
    chain(cast)
    client = Client.objects.get()
    shown = [Shown(ReadingKind.CLIENT, client.pk, 1)]
    reading.keep(cast.collaborator, shown, at=timezone.now())
    closed = Confidence.objects.create(firm=cast.firm, client=client)
    ConfidenceMember.objects.create(firm=cast.firm, confidence=closed, member=cast.collaborator)
    assert list(lines_of(cast.administrator, Wanted())) == []
    assert list(lines_of(cast.administrator, Wanted.read({"client": client.name}))) == []
    assert len(list(lines_of(cast.collaborator, Wanted()))) == 4


def test_s15_the_file_holds_what_is_filtered_harmless_and_is_logged(
    cast: Cast, signed_in: SignIn
) -> None:
    client = place(ClientFactory.create(firm=cast.firm, name="=cmd|' /C calc'!A0"), cast.portfolio)
    by, now = cast.administrator.user, timezone.now()
    audit.record(cast.firm, "client.placed", by=by, at=now, target=client)
    audit.record(cast.firm, "thread.read", by=by, at=now)
    browser = signed_in(by)
    answer = browser.post("/rights/log/export/", {"what": "client.placed"})
    text = answer.content.decode("utf-8-sig")
    assert "'=cmd" in text
    assert len(text.strip().splitlines()) == 2
    assert AuditEvent.objects.get(action="log.exported").details == {"lines": 1}
    assert ReadingEvent.objects.get().kind == ReadingKind.EXPORT
    assert signed_in(cast.manager.user).post("/rights/log/export/").status_code == 403


def test_asking_whether_it_is_whole_says_so_or_sounds_the_alarm(
    cast: Cast, signed_in: SignIn
) -> None:
    chain(cast)
    browser = signed_in(cast.administrator.user)
    page = browser.post("/rights/log/verify/", follow=True).content.decode()
    assert "3" in page
    assert not Alarm.objects.exists()
    without_triggers()
    AuditEvent.objects.filter(number=2).update(action="x")
    browser.post("/rights/log/verify/", follow=True)
    assert Alarm.objects.get().kind == AlarmKind.CHAIN_BROKEN


def test_the_office_reads_its_own_log_alone(cast: Cast, signed_in: SignIn) -> None:
    now = timezone.now()
    audit.record(cast.office, "guide.published", by=cast.staff.user, at=now)
    audit.record(cast.belgian_office, "guide.published", by=None, at=now)
    audit.record(cast.firm, "thread.read", by=cast.staff.user, at=now)
    answer = signed_in(cast.staff.user).get("/office/log/")
    assert [event.office for event, _words in answer.context["lines"]] == [cast.office]
    assert signed_in(cast.administrator.user).get("/office/log/").status_code == 403

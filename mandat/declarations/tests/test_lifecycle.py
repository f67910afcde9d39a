"""What becomes of an anomaly when its declaration is replaced, and who said what when."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from unittest import mock

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from mandat.declarations import actions, tasks
from mandat.declarations.history import matter_of
from mandat.declarations.models import Anomaly, AnomalyStep, Declaration, NeverChanged
from mandat.declarations.moving import closing_of
from mandat.declarations.reading import ReadingFailed
from mandat.declarations.tests.factories import (
    FAULTS,
    MONTH,
    NOW,
    company,
    dsn,
    make_client,
    receive,
    received,
)
from mandat.declarations.tests.lives import JANUARY, causes, doubt
from mandat.firms.models import AuditEvent
from mandat.firms.tests.factories import Cast
from mandat.formats.dsn.generate import end_of_contract
from mandat.formats.dsn.generate.events import Replaced
from mandat.formats.dsn.tests.generated import leaving

pytestmark = pytest.mark.django_db
KEY, AMOUNT, TOTAL = FAULTS
SIRET = "S21.G00.06.002/CSL-11"
LATER = NOW + timedelta(days=1)


def of(file) -> dict[str, Anomaly]:
    """The anomalies of a file by code, those for information left out."""
    return {one.code: one for one in Anomaly.objects.filter(file=file).exclude(level="info")}


def again(row: Anomaly) -> Anomaly:
    return Anomaly.objects.get(pk=row.pk)


def test_a_fault_found_again_goes_on_and_the_others_are_corrected(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    before = of(received(cast.firm, dsn(one, MONTH, *FAULTS, order=5)))
    assert set(before) == {SIRET, "value-format", "rubric-count"}
    after = of(received(cast.firm, dsn(one, MONTH, KEY, order=8, replaces=5)))
    assert set(after) == {SIRET}
    new = after[SIRET]
    old = again(before[SIRET])
    assert (old.state, old.continues_in, new.state) == ("continued", new, "open")
    for code in ("value-format", "rubric-count"):
        gone = again(before[code])
        assert (gone.state, gone.correction) == ("corrected", "replaced")
        assert gone.corrected_by == new.declaration
        assert causes(gone) == ["replaced"]
    client.refresh_from_db()
    assert client.open_anomalies == Anomaly.objects.open().count() == 1
    for row in (old, new):
        matter = matter_of(row)
        assert [each.pk for each in matter.rows] == [old.pk, new.pk]
        assert [each.cause for each in matter.happenings] == ["found", "continued"]
        assert matter.happenings[1].declaration == new.declaration
        assert matter.since == old.found_at


def test_a_matter_goes_on_through_many_declarations(cast: Cast) -> None:
    one = company()
    make_client(cast.firm, one.siren)
    rows = []
    for order, faults in ((1, [KEY]), (2, []), (3, [KEY]), (4, [KEY]), (5, [])):
        file = received(cast.firm, dsn(one, MONTH, *faults, order=order))
        rows += of(file).values()
    assert [causes(row) for row in rows] == [["replaced", "continued"], ["continued"], ["replaced"]]
    assert [again(row).state for row in rows] == ["continued", "continued", "corrected"]
    said = [[each.cause for each in matter_of(again(row)).happenings] for row in rows]
    assert said == [["found", "replaced", "continued", "continued", "replaced"]] * 3


def test_declarations_out_of_order_tell_the_same(cast: Cast) -> None:
    one = company()
    make_client(cast.firm, one.siren)
    new = of(received(cast.firm, dsn(one, MONTH, KEY, order=8)))[SIRET]
    old = of(received(cast.firm, dsn(one, MONTH, KEY, AMOUNT, order=5)))
    assert again(old[SIRET]).continues_in == new
    assert again(old["value-format"]).state == "corrected"
    older = of(received(cast.firm, dsn(one, MONTH, KEY, order=2)))[SIRET]
    assert again(older).continues_in == new
    assert len(matter_of(new).rows) == 3
    assert Anomaly.objects.open().count() == 1


def test_as_many_go_on_as_there_are_and_the_most_alike_first(cast: Cast) -> None:
    one = company()
    make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, order=5))
    first = Declaration.objects.get()
    facts = [{"value": "10.00", "individual": 1}, {"value": "20.00", "individual": 2}]
    olds = [doubt(first, **each) for each in facts] + [doubt(first, "S21.G00.78.004")]
    with mock.patch("mandat.declarations.keeping.settle", return_value=set()):
        received(cast.firm, dsn(one, order=8))
    second = Declaration.objects.get(order=8)
    new = doubt(second, value="20.00", individual=2, line=900)
    actions.settle(cast.firm.pk, [second], at=NOW)
    assert [again(row).state for row in olds] == ["corrected", "continued", "corrected"]
    assert again(olds[1]).continues_in == new


@pytest.mark.parametrize(("value", "state"), [("10.00", "set_aside"), ("11.00", "open")])
def test_what_was_set_aside_stays_so_while_it_is_the_same(
    cast: Cast, value: str, state: str
) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, order=5))
    first = Declaration.objects.get()
    old = doubt(first, value="10.00")
    actions.set_aside(old, by=cast.administrator, at=NOW, reason="agreed with the office")
    with mock.patch("mandat.declarations.keeping.settle", return_value=set()):
        received(cast.firm, dsn(one, order=8))
    second = Declaration.objects.get(order=8)
    new = doubt(second, value=value)
    touched = actions.settle(cast.firm.pk, [second], at=LATER)
    assert touched == {client.pk}
    assert again(old).state == "continued"
    assert again(new).state == state
    if state == "set_aside":
        assert again(new).reason == "agreed with the office"
        assert again(new).state_by == cast.administrator
        assert causes(new) == ["carried"]
        assert actions.reopen(again(new), by=cast.administrator, at=LATER)
        assert again(new).state == "open"
    said = [(each.cause, each.by) for each in matter_of(new).happenings]
    assert ("set_aside", cast.administrator.user.name) in said


def test_a_cancelled_event_says_so(cast: Cast) -> None:
    one = leaving(company())
    make_client(cast.firm, one.siren)
    received(cast.firm, end_of_contract(one, one.employees[0], order=11))
    named = Declaration.objects.get()
    row = doubt(named)
    cancel = Replaced(named.file_date, named.order)
    data = end_of_contract(one, one.employees[0], order=20, replaces=cancel)
    data = data.replace(b"S20.G00.05.002,'03'", b"S20.G00.05.002,'04'")
    received(cast.firm, data)
    row = again(row)
    assert (row.state, row.correction) == ("corrected", "cancelled")
    assert row.closes_at == NOW + timedelta(days=7)  # an event has no month to wait for


def test_what_is_for_information_stays_as_it_was_found(cast: Cast) -> None:
    one = company()
    make_client(cast.firm, one.siren)
    file = received(cast.firm, dsn(one, order=5))
    received(cast.firm, dsn(one, order=8))
    told = Anomaly.objects.filter(file=file, level="info")
    assert {row.state for row in told} == {"open"}
    assert not AnomalyStep.objects.exists()


# ---- people


def test_taken_up_again_after_its_declaration_was_replaced(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    before = of(received(cast.firm, dsn(one, MONTH, *FAULTS, order=5)))
    for row in before.values():
        assert actions.set_aside(row, by=cast.administrator, at=NOW, reason="known")
    after = of(received(cast.firm, dsn(one, MONTH, AMOUNT, order=8)))
    assert again(before[SIRET]).state == "set_aside"
    for code in (SIRET, "rubric-count"):
        assert actions.reopen(before[code], by=cast.administrator, at=LATER)
        assert again(before[code]).state == "corrected"
        assert causes(before[code]) == ["set_aside", "reopened", "replaced"]
    assert not actions.reopen(before["value-format"], by=cast.administrator, at=LATER)
    assert again(before["value-format"]).continues_in == after["value-format"]
    client.refresh_from_db()
    assert client.open_anomalies == Anomaly.objects.open().count() == 0


def test_every_human_act_is_kept_twice_and_dated(cast: Cast) -> None:
    one = company()
    make_client(cast.firm, one.siren)
    row = of(received(cast.firm, dsn(one, MONTH, KEY)))[SIRET]
    assert actions.set_aside(row, by=cast.administrator, at=NOW, reason=" known ")
    assert not actions.set_aside(row, by=cast.collaborator, at=NOW, reason="again")
    assert actions.reopen(row, by=cast.collaborator, at=LATER)
    assert not actions.reopen(row, by=cast.collaborator, at=LATER)
    steps = list(AnomalyStep.objects.filter(anomaly=row))
    assert [(step.before, step.after, step.cause, step.reason, step.by, step.at)
            for step in steps] == [
        ("open", "set_aside", "set_aside", "known", cast.administrator, NOW),
        ("set_aside", "open", "reopened", "", cast.collaborator, LATER),
    ]  # fmt: skip
    events = AuditEvent.objects.filter(action__startswith="anomaly.").order_by("number")
    assert [event.action for event in events] == ["anomaly.set_aside", "anomaly.reopened"]
    assert actions.sweep(at=NOW) == 0


def test_a_step_is_never_changed(cast: Cast) -> None:
    one = company()
    row = of(received(cast.firm, dsn(one, MONTH, KEY)))[SIRET]
    actions.set_aside(row, by=cast.administrator, at=NOW, reason="known")
    step = AnomalyStep.objects.get()
    for act in (step.save, step.delete, AnomalyStep.objects.all().delete,
                lambda: AnomalyStep.objects.update(reason="x")):  # fmt: skip
        with pytest.raises(NeverChanged):
            act()
    table = "UPDATE declarations_anomalystep SET "
    for change in ("reason = 'x'", "at = at", "after = 'open'", f"by_id = {cast.stranger.pk}"):
        with (
            pytest.raises(DatabaseError, match="kept"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(table + change)
    with connection.cursor() as cursor:  # a member who is erased leaves the step behind
        cursor.execute(table + "by_id = NULL")
    step = AnomalyStep.objects.get()
    assert (step.by, step.reason) == (None, "known")
    assert [each.by for each in matter_of(row).happenings] == ["", ""]
    row.delete()
    assert not AnomalyStep.objects.exists()


# ---- closing by itself


def test_a_corrected_one_closes_at_the_deadline_and_not_before(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    row = of(received(cast.firm, dsn(one, MONTH, KEY, order=5)))[SIRET]
    received(cast.firm, dsn(one, order=8))
    row = again(row)
    # March 2026 is due on 15 April at noon in Paris; it was corrected on 3 April.
    assert row.closes_at.isoformat() == "2026-04-15T10:00:00+00:00"
    assert actions.close_corrected(at=row.closes_at - timedelta(seconds=1)) == 0
    assert actions.close_corrected(at=row.closes_at) == 1
    assert actions.close_corrected(at=row.closes_at) == 0
    closed = again(row)
    assert (closed.state, closed.correction) == ("closed", "replaced")
    assert closed.corrected_by == row.corrected_by
    assert causes(row) == ["replaced", "deadline"]
    client.refresh_from_db()
    assert client.open_anomalies == 0
    # Replaced all the same, later, and the fault is back: it is the same matter.
    file = receive(cast.firm, dsn(one, MONTH, KEY, order=9))
    actions.read_file(file.pk, at=NOW + timedelta(days=60))
    assert again(row).continues_in == of(file)[SIRET]
    assert causes(row) == ["replaced", "deadline", "continued"]
    assert tasks.close_corrected() == 0


@pytest.mark.parametrize(
    ("month", "days"),
    [
        (MONTH, 12), (JANUARY, 7), (None, 7), (MONTH.replace(year=9998), 7),
        (MONTH.replace(year=1990), 7), (MONTH.replace(year=9999, month=12), 7),
    ],
)  # fmt: skip
def test_the_time_to_close(month, days: int) -> None:
    by = Declaration(nature="01", month=month)
    assert (closing_of(by, at=NOW) - NOW).days == days
    assert closing_of(Declaration(nature="07", month=MONTH), at=NOW) == NOW + timedelta(days=7)


def test_the_delay_is_a_setting(cast: Cast, settings) -> None:
    settings.MANDAT_ANOMALY_CLOSING_DAYS = 40
    assert closing_of(Declaration(nature="01", month=MONTH), at=NOW) == NOW + timedelta(days=40)


def test_many_close_block_by_block(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_CLOSED_AT_ONCE", 2)
    for firm in (cast.firm, cast.other_firm):
        one = company()
        received(firm, dsn(one, order=5))
        declaration = Declaration.objects.get(firm=firm)
        rows = [doubt(declaration, line=line) for line in range(1, 6)]
        received(firm, dsn(one, order=8))
        assert {again(row).state for row in rows} == {"corrected"}
    assert actions.close_corrected(at=NOW + timedelta(days=30)) == 10
    assert Anomaly.objects.filter(state="closed").count() == 10


# ---- whole or not at all


def test_an_error_in_the_middle_leaves_everything_before(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    row = of(received(cast.firm, dsn(one, MONTH, KEY, order=5)))[SIRET]
    broken = mock.patch(
        "mandat.declarations.moving.AnomalyStep.objects.bulk_create", side_effect=OSError
    )
    file = actions.receive_file(
        cast.firm, [dsn(one, order=8)], name="b.dsn", by=None, at=NOW, queue=False
    )[0]
    with broken, pytest.raises(ReadingFailed):
        actions.read_file(file.pk, at=NOW)
    with broken, pytest.raises(OSError):  # noqa: PT011  # raised by the test itself
        actions.set_aside(row, by=cast.administrator, at=NOW, reason="known")
    assert again(row).state == "open"
    assert Declaration.objects.count() == 1
    actions.read_file(file.pk, at=NOW)
    assert again(row).state == "corrected"
    with broken, pytest.raises(OSError):  # noqa: PT011  # raised by the test itself
        actions.close_corrected(at=NOW + timedelta(days=30))
    assert again(row).state == "corrected"
    assert causes(row) == ["replaced"]
    client.refresh_from_db()
    assert client.open_anomalies == 0


def test_what_was_known_before_the_steps_gets_one_each(cast: Cast) -> None:
    one = company()
    make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, order=5))
    first = Declaration.objects.get()
    gone = doubt(first, state="corrected", state_at=NOW, correction="replaced")
    aside = doubt(
        first, state="set_aside", state_at=NOW, state_by=cast.administrator, reason="known"
    )
    with mock.patch("mandat.declarations.keeping.settle", return_value=set()):
        received(cast.firm, dsn(one, order=8))
    second = Declaration.objects.get(order=8)
    Declaration.objects.filter(pk=first.pk).update(replaced_by=second)
    import_module("mandat.declarations.migrations.0006_known_steps").note(apps, None)
    gone = again(gone)
    assert (gone.corrected_by, gone.closes_at) == (second, NOW + timedelta(days=7))
    (step,) = AnomalyStep.objects.filter(anomaly=gone)
    assert (step.before, step.after, step.declaration) == ("open", "corrected", second)
    (step,) = AnomalyStep.objects.filter(anomaly=aside)
    assert (step.cause, step.by, step.reason) == ("set_aside", cast.administrator, "known")

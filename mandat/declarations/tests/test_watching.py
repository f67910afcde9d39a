"""Anomalies between declarations: found, explained, found again, in whatever order files come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from unittest.mock import patch

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from mandat.declarations import actions, reading, watching
from mandat.declarations.models import Anomaly, AnomalyStep, Declaration, DeclarationTrace
from mandat.declarations.remembering import recall
from mandat.declarations.tests.factories import NOW, company, dsn, make_client, receive, received
from mandat.declarations.tests.lives import FEBRUARY, JANUARY, MARCH, causes
from mandat.firms.tests.factories import Cast
from mandat.formats.dsn.generate import Company, end_of_contract
from mandat.formats.dsn.generate.people import Exit
from mandat.vault.crypto import DecryptionError

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=60)


def without_first(one: Company) -> Company:
    """The company without its first employee, and no word of the end."""
    place = one.establishments[0]
    return replace(one, establishments=(replace(place, employees=place.employees[1:]),))


def leaving(one: Company, on: date) -> Company:
    """The company whose first employee leaves that day."""
    place = one.establishments[0]
    gone = replace(place.employees[0], exit=Exit(on, "059", on - timedelta(days=30)))
    return replace(one, establishments=(replace(place, employees=(gone, *place.employees[1:])),))


def between() -> list[tuple[str, int, str]]:
    """What is known between declarations: code, month, state."""
    rows = Anomaly.objects.exclude(subject="").order_by("code", "declaration__month", "pk")
    return [(row.code, row.declaration.month.month, row.state) for row in rows if row.declaration]


def standing() -> list[tuple[str, int]]:
    """What is still to correct between declarations in force."""
    rows = Anomaly.objects.open().exclude(subject="").filter(declaration__replaced_by=None)
    return sorted((row.code, row.declaration.month.month) for row in rows if row.declaration)


@pytest.fixture
def one(cast: Cast) -> Company:
    found = company(month=JANUARY)
    make_client(cast.firm, found.siren)
    return found


def test_somebody_gone_is_found_and_explained_by_a_replacement(cast: Cast, one: Company) -> None:
    received(cast.firm, dsn(one, FEBRUARY))
    received(cast.firm, dsn(without_first(one), MARCH, order=5))
    assert between() == [("employee-gone", 3, "open")]
    row = Anomaly.objects.exclude(subject="").get()
    assert (row.details, row.individual) == ({"rank": "1", "before": "02/2026"}, None)
    assert row.client is not None
    assert row.client.open_anomalies == 1
    received(cast.firm, dsn(one, MARCH, order=8, replaces=5))
    assert between() == [("employee-gone", 3, "corrected")]
    assert causes(row) == ["replaced"]
    row.client.refresh_from_db()
    assert row.client.open_anomalies == 0


def test_a_fault_that_a_replacement_has_too_goes_on(cast: Cast, one: Company) -> None:
    received(cast.firm, dsn(one, FEBRUARY))
    received(cast.firm, dsn(without_first(one), MARCH, order=5))
    old = Anomaly.objects.exclude(subject="").get()
    actions.set_aside(old, by=cast.administrator, at=NOW, reason="moved to another place")
    received(cast.firm, dsn(without_first(one), MARCH, order=8, replaces=5))
    assert between() == [("employee-gone", 3, "continued"), ("employee-gone", 3, "set_aside")]


def test_a_neighbour_that_is_replaced_takes_the_reason_away_and_back(
    cast: Cast, one: Company
) -> None:
    small = without_first(one)
    received(cast.firm, dsn(one, FEBRUARY, order=1))
    received(cast.firm, dsn(small, MARCH))
    row = Anomaly.objects.exclude(subject="").get()
    received(cast.firm, dsn(small, FEBRUARY, order=2, replaces=1))
    row.refresh_from_db()
    assert (row.state, row.correction) == ("corrected", "explained")
    assert row.corrected_by == Declaration.objects.get(order=2)
    received(cast.firm, dsn(one, FEBRUARY, order=3, replaces=2))
    row.refresh_from_db()
    assert (row.state, row.correction) == ("open", "")
    assert causes(row) == ["explained", "returned"]


def test_a_missing_month_that_comes_explains_and_closes(cast: Cast, one: Company) -> None:
    received(cast.firm, dsn(one, JANUARY))
    assert between() == [("month-awaited", 1, "open")]  # February was due in March
    received(cast.firm, dsn(one, MARCH))
    assert between() == [("missing-month", 3, "open"), ("month-awaited", 1, "corrected")]
    received(cast.firm, dsn(one, FEBRUARY))
    assert standing() == []
    assert actions.close_corrected(at=LATER) == 2
    assert {state for *_, state in between()} == {"closed"}


def test_whatever_the_order_the_same_is_left(cast: Cast) -> None:
    for seed, order in enumerate(permutations(range(4)), 1):
        one = company(seed, month=JANUARY)
        small = without_first(one)
        files = [
            dsn(one, JANUARY),
            dsn(one, FEBRUARY, order=1),
            dsn(small, FEBRUARY, order=2, replaces=1),
            dsn(small, MARCH),
        ]
        for rank in order:
            received(cast.firm, files[rank])
        mine = Anomaly.objects.open().filter(siren=one.siren, declaration__replaced_by=None)
        assert [(row.code, row.declaration.month) for row in mine if row.declaration] == [
            ("employee-gone", FEBRUARY)
        ], order
        for row in Anomaly.objects.filter(siren=one.siren):
            steps = list(AnomalyStep.objects.filter(anomaly=row).order_by("pk"))
            states = ["open", *(step.after for step in steps)]
            assert [step.before for step in steps] == states[:-1]
            assert row.state == states[-1]


def test_an_event_that_comes_explains(cast: Cast, one: Company) -> None:
    gone = leaving(one, date(2026, 3, 20))
    received(cast.firm, dsn(gone, MARCH))
    assert between() == []  # nothing tells that the firm's events come here
    other = leaving(company(9, month=JANUARY), date(2026, 1, 20))
    received(cast.firm, end_of_contract(other, other.employees[0]))
    received(cast.firm, dsn(one, FEBRUARY))
    assert standing() == [("end-without-event", 3)]
    row = Anomaly.objects.exclude(subject="").get()
    assert (row.individual, row.rubric, row.line > 18) == (1, "S21.G00.62.001", True)
    received(cast.firm, end_of_contract(gone, gone.employees[0]))
    row.refresh_from_db()
    assert (row.state, row.correction) == ("corrected", "explained")


def test_other_firms_and_other_companies_are_never_compared(cast: Cast, one: Company) -> None:
    received(cast.other_firm, dsn(one, FEBRUARY))
    received(cast.firm, dsn(without_first(one), MARCH))
    assert between() == []
    received(cast.firm, dsn(company(2, month=JANUARY), FEBRUARY))
    assert between() == []
    mine, theirs = (
        recall(DeclarationTrace.objects.select_related("declaration").get(firm=firm, **which))
        for firm, which in (
            (cast.firm, {"declaration__siren": one.siren}), (cast.other_firm, {}),
        )
    )  # fmt: skip
    assert {w.number for w in mine.workers}.isdisjoint(w.number for w in theirs.workers)


def test_what_is_remembered_is_sealed_in_its_place(cast: Cast, one: Company) -> None:
    received(cast.firm, dsn(one, FEBRUARY))
    kept = DeclarationTrace.objects.select_related("declaration").get()
    assert len(recall(kept).workers) == 3
    assert recall(kept).siret.encode() not in bytes(kept.sealed)
    kept.declaration.siret = "0" * 14
    with pytest.raises(DecryptionError):
        recall(kept)
    # One that was tampered with keeps nothing from being read.
    DeclarationTrace.objects.update(sealed=bytes(kept.sealed)[:-1] + b"x")
    received(cast.firm, dsn(without_first(one), MARCH))
    assert between() == []


def test_the_clock_finds_what_did_not_come_once(cast: Cast, one: Company) -> None:
    received(cast.firm, dsn(one, MARCH))
    assert between() == []
    assert actions.watch_deadlines(at=NOW) == 0
    due = DeclarationTrace.objects.get().due_at
    assert due is not None
    assert actions.watch_deadlines(at=due - timedelta(minutes=1)) == 0
    assert actions.watch_deadlines(at=due) == 1
    assert between() == [("month-awaited", 3, "open")]
    client = Anomaly.objects.exclude(subject="").get().client
    assert client is not None
    assert client.open_anomalies == 1
    for later in range(3):
        assert actions.watch_deadlines(at=due + timedelta(hours=later)) == 0
    assert len(between()) == 1
    assert Anomaly.objects.get(code="month-awaited").found_at == due


def test_set_aside_and_taken_up_again(cast: Cast, one: Company) -> None:
    received(cast.firm, dsn(one, JANUARY))
    row = Anomaly.objects.get(code="month-awaited")
    actions.set_aside(row, by=cast.administrator, at=NOW, reason="no longer our client")
    received(cast.firm, dsn(one, FEBRUARY))
    row.refresh_from_db()
    assert row.state == "set_aside"
    assert actions.reopen(row, by=cast.administrator, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.correction) == ("corrected", "explained")
    assert causes(row) == ["set_aside", "reopened", "explained"]


def test_an_error_halfway_leaves_everything_as_it_was(cast: Cast, one: Company) -> None:
    received(cast.firm, dsn(one, JANUARY))
    before = between()
    for place in ("keep", "_due", "Anomaly.objects.bulk_create"):
        file = receive(cast.firm, dsn(without_first(one), MARCH, order=100 + len(place)))
        with (
            patch(f"mandat.declarations.watching.{place}", side_effect=DatabaseError),
            pytest.raises(reading.ReadingFailed),
        ):
            actions.read_file(file.pk, at=NOW)
        assert between() == before
        assert Declaration.objects.count() == DeclarationTrace.objects.count() == 1
    due = NOW + timedelta(days=200)
    DeclarationTrace.objects.update(due_at=NOW)
    with (
        patch("mandat.declarations.watching.find", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
        transaction.atomic(),
    ):
        actions.watch_deadlines(at=due)
    assert DeclarationTrace.objects.get().due_at == NOW
    assert actions.read_file(file.pk, at=NOW)
    assert standing() == [("missing-month", 3)]


def test_a_matter_is_one_row_whoever_writes(cast: Cast, one: Company) -> None:
    received(cast.firm, dsn(one, JANUARY))
    row = Anomaly.objects.get(code="month-awaited")
    watching.watch(cast.firm.pk, Declaration.objects.all(), at=NOW)
    assert Anomaly.objects.exclude(subject="").count() == 1
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_questions_do_not_grow_with_the_months(
    cast: Cast, one: Company, django_assert_max_num_queries
) -> None:
    for month in (JANUARY, FEBRUARY, MARCH):
        received(cast.firm, dsn(one, month))
    with django_assert_max_num_queries(8):
        watching.watch(cast.firm.pk, Declaration.objects.all(), at=NOW)

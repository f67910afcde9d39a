"""Anomalies of amounts that a later month corrects by lines of adjustment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandat.declarations import actions
from mandat.declarations.adjusting import families
from mandat.declarations.history import matter_of
from mandat.declarations.models import Anomaly, AnomalyStep, Declaration
from mandat.declarations.tests.factories import NOW, company, dsn, make_client, received
from mandat.declarations.tests.lives import FEBRUARY, JANUARY, MARCH, adjusting, causes, doubt
from mandat.firms.tests.factories import Cast
from mandat.formats.dsn.catalogue import CATALOGUE

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def months_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """These lives leave months out: what that shows is tested in test_watching."""
    monkeypatch.setattr("mandat.declarations.replacing.watch", lambda *args, **more: set())


def again(row: Anomaly) -> Anomaly:
    return Anomaly.objects.get(pk=row.pk)


@pytest.fixture
def one(cast: Cast):
    """A company, its client, and its January."""
    found = company(month=JANUARY)
    make_client(cast.firm, found.siren)
    received(cast.firm, dsn(found, JANUARY, test=False))
    return found


def january() -> Declaration:
    return Declaration.objects.get(month=JANUARY)


def test_lines_of_a_later_month_correct(cast: Cast, one) -> None:
    row = doubt(january())
    other = doubt(january(), "S21.G00.78.004")
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=False))
    row = again(row)
    by = Declaration.objects.get(month=FEBRUARY)
    assert (row.state, row.correction, row.corrected_by) == ("corrected", "differential", by)
    # February 2026 is due on 16 March at noon (the 15th is a Sunday); read on 3 April.
    assert row.closes_at == NOW + timedelta(days=7)
    assert again(other).state == "open"
    client = row.client
    client.refresh_from_db()
    assert client.open_anomalies == 1
    assert by.corrections == [
        {"kind": "differential", "start": "2026-01-01", "end": "2026-01-28",
         "family": "aggregate", "crm": ""}
    ]  # fmt: skip
    happenings = matter_of(row).happenings
    assert [each.cause for each in happenings] == ["found", "differential"]
    assert happenings[1].declaration == by
    received(
        cast.firm, adjusting(one, MARCH, JANUARY, family="nominative", crm="CRM42", test=False)
    )
    other = again(other)
    assert (other.state, other.correction) == ("corrected", "crm")
    assert [each.crm for each in matter_of(other).happenings] == ["", "CRM42"]


def test_a_month_that_arrives_after_its_correction_is_corrected(cast: Cast) -> None:
    found = company(month=JANUARY)
    client = make_client(cast.firm, found.siren)
    received(cast.firm, adjusting(found, FEBRUARY, JANUARY, test=False))
    received(cast.firm, dsn(found, JANUARY, test=False))
    row = doubt(january())
    touched = actions.settle(cast.firm.pk, [january()], at=NOW)
    assert touched == {client.pk}
    assert again(row).state == "corrected"
    assert causes(row) == ["differential"]
    assert actions.settle(cast.firm.pk, [january()], at=LATER) == set()  # said once


@pytest.mark.parametrize(
    "facts",
    [
        {"level": "blocking"},  # never accepted: only a whole new declaration helps
        {"level": "info"},
        {"code": "value-format"},  # a fault of form
        {"rubric": "S21.G00.22.001"},  # a wrong number, no amount
        {"rubric": ""},
        {"rubric": "S21.G00.20.005"},  # of another family
        {"state": "set_aside", "state_at": NOW, "reason": "known"},
    ],
)
def test_what_such_lines_do_not_correct(cast: Cast, one, facts: dict) -> None:
    row = doubt(january(), **facts)
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=False))
    assert again(row).state == facts.get("state", "open")
    assert not AnomalyStep.objects.exists()


def test_another_month_place_firm_or_a_trial_corrects_nothing(cast: Cast, one) -> None:
    row = doubt(january())
    received(cast.firm, adjusting(one, MARCH, FEBRUARY, test=False))
    stranger = company(77, month=JANUARY)
    received(cast.firm, adjusting(stranger, FEBRUARY, JANUARY, test=False))
    received(cast.other_firm, adjusting(one, FEBRUARY, JANUARY, test=False))
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=True))
    assert again(row).state == "open"
    Declaration.objects.filter(pk=row.declaration_id).update(siret=f"{one.siren}99999")
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=False, order=10**9))
    assert again(row).state == "open"


def test_a_trial_may_correct_a_trial(cast: Cast) -> None:
    found = company(month=JANUARY)
    received(cast.firm, dsn(found, JANUARY))
    row = doubt(january())
    received(cast.firm, adjusting(found, FEBRUARY, JANUARY))
    assert again(row).state == "corrected"


def test_values_compared_with_count_too(cast: Cast, one) -> None:
    compared = [{"rubric": "S21.G00.78.004", "value": "1.00", "line": 9}]
    row = doubt(january(), "S21.G00.23.004", compared=compared)
    assert families(row) == {"aggregate", "nominative"}
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, family="nominative", test=False))
    assert again(row).state == "corrected"


def test_no_fault_of_form_has_a_family() -> None:
    for code in CATALOGUE:
        assert not families(Anomaly(code=code, rubric="S21.G00.78.004"))
    assert families(Anomaly(code="capped-base", rubric="S21.G00.78.004")) == {"nominative"}


def test_lines_that_are_gone_correct_no_more(cast: Cast, one) -> None:
    row = doubt(january())
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=False, order=5))
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, crm="C1", test=False, order=6))
    kept = again(row)
    assert (kept.state, kept.corrected_by.order, kept.correction) == ("corrected", 6, "crm")
    received(cast.firm, dsn(one, FEBRUARY, test=False, order=7))
    kept = again(row)
    assert (kept.state, kept.correction, kept.corrected_by) == ("open", "", None)
    assert causes(row) == ["differential", "crm", "withdrawn"]
    client = kept.client
    client.refresh_from_db()
    assert client.open_anomalies == 1


def test_once_closed_it_stays_closed(cast: Cast, one) -> None:
    row = doubt(january())
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=False, order=5))
    assert actions.close_corrected(at=NOW + timedelta(days=8)) == 1
    received(cast.firm, dsn(one, FEBRUARY, test=False, order=7))
    assert again(row).state == "closed"


def test_a_person_may_say_that_it_is_not_corrected(cast: Cast, one) -> None:
    row = doubt(january())
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=False))
    assert again(row).can_be_reopened
    assert actions.reopen(row, by=cast.administrator, at=LATER)
    assert again(row).state == "open"
    actions.settle(cast.firm.pk, [january()], at=LATER)
    assert again(row).state == "open"  # the same lines do not convince twice
    received(cast.firm, adjusting(one, MARCH, JANUARY, test=False))
    kept = again(row)
    assert (kept.state, kept.corrected_by.month) == ("corrected", MARCH)
    assert sorted(causes(row)) == ["differential", "differential", "reopened"]
    assert actions.close_corrected(at=NOW + timedelta(days=60)) == 1
    assert actions.reopen(row, by=cast.administrator, at=NOW + timedelta(days=61))
    client = kept.client
    client.refresh_from_db()
    assert (again(row).state, client.open_anomalies) == ("open", 1)


def test_set_aside_then_corrected_then_taken_up_again(cast: Cast, one) -> None:
    row = doubt(january())
    actions.set_aside(row, by=cast.administrator, at=NOW, reason="known")
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=False))
    assert again(row).state == "set_aside"
    assert actions.reopen(row, by=cast.administrator, at=LATER)
    assert again(row).state == "corrected"
    assert causes(row) == ["set_aside", "reopened", "differential"]


def test_the_questions_do_not_grow_with_the_rows(
    cast: Cast, one, django_assert_max_num_queries
) -> None:
    for line in range(60):
        doubt(january(), line=line + 1)
    received(cast.firm, adjusting(one, FEBRUARY, JANUARY, test=False, order=5))
    assert Anomaly.objects.filter(state="corrected").count() == 60
    Anomaly.objects.update(state="open", correction="", state_at=None, corrected_by=None)
    february = Declaration.objects.get(month=FEBRUARY)
    with django_assert_max_num_queries(12):
        actions.settle(cast.firm.pk, [february], at=LATER)
    assert Anomaly.objects.filter(state="corrected").count() == 60

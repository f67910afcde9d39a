"""Which declaration is in force: replaced, corrected, attached to clients that come later."""

from __future__ import annotations

from datetime import date

import pytest

from mandat.declarations import actions
from mandat.declarations.models import Anomaly, Declaration
from mandat.declarations.tests.factories import (
    FAULTS,
    MONTH,
    NOW,
    company,
    dsn,
    make_client,
    received,
)
from mandat.firms.tests.factories import Cast
from mandat.formats.dsn.generate import end_of_contract
from mandat.formats.dsn.generate.events import Replaced
from mandat.formats.dsn.tests.generated import leaving

pytestmark = pytest.mark.django_db


def test_a_later_order_replaces_and_corrects(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, MONTH, *FAULTS, order=5))
    old = Declaration.objects.get()
    aside = Anomaly.objects.open().order_by("line")[0]
    actions.set_aside(aside, by=cast.administrator, at=NOW, reason="known")
    received(cast.firm, dsn(one, order=8, replaces=5))
    old.refresh_from_db()
    new = Declaration.objects.exclude(pk=old.pk).get()
    assert (old.replaced_by, new.replaced_by, new.type) == (new, None, "03")
    states = Anomaly.objects.filter(file=old.file).exclude(level="info")
    assert sorted(states.values_list("state", flat=True)) == ["corrected", "corrected", "set_aside"]
    client.refresh_from_db()
    assert client.open_anomalies == 0
    # An older one that arrives late is replaced at once.
    received(cast.firm, dsn(one, MONTH, "bad-siret-key", order=2))
    client.refresh_from_db()
    assert client.open_anomalies == 0
    assert list(Declaration.objects.in_force()) == [new]


def test_a_test_never_replaces_a_real_declaration(cast: Cast) -> None:
    one = company()
    received(cast.firm, dsn(one, order=5, test=False))
    real = Declaration.objects.get()
    received(cast.firm, dsn(one, order=9, test=True))
    assert list(Declaration.objects.in_force()) == [real]
    received(cast.firm, dsn(one, order=3, test=True))
    assert list(Declaration.objects.in_force()) == [real]


def test_events_replace_only_what_they_name(cast: Cast) -> None:
    one = leaving(company())
    who, other = one.employees[0], one.employees[0]
    first = end_of_contract(one, who, order=11)
    second = end_of_contract(one, other, order=12)
    received(cast.firm, first)
    received(cast.firm, second)
    assert Declaration.objects.in_force().count() == 2
    named = Declaration.objects.get(order=11)
    replacing = end_of_contract(one, who, order=20, replaces=Replaced(named.file_date, named.order))
    received(cast.firm, replacing)
    assert set(Declaration.objects.in_force().values_list("order", flat=True)) == {12, 20}


def test_an_event_that_arrives_after_its_replacement_is_replaced(cast: Cast) -> None:
    one = leaving(company())
    who = one.employees[0]
    plain = end_of_contract(one, who, order=11)
    file = received(cast.other_firm, plain)
    day = Declaration.objects.get(file=file).file_date
    received(cast.firm, end_of_contract(one, who, order=20, replaces=Replaced(day, 11)))
    received(cast.firm, plain)
    mine = Declaration.objects.filter(firm=cast.firm).in_force()
    assert list(mine.values_list("order", flat=True)) == [20]


def test_a_client_added_later_gets_what_was_declared(cast: Cast) -> None:
    one = company()
    received(cast.firm, dsn(one, MONTH, *FAULTS))
    received(cast.other_firm, dsn(one, MONTH, *FAULTS))
    assert not Anomaly.objects.visible_to(cast.administrator).exists()
    client = make_client(cast.firm, one.siren)
    assert actions.attach_declarations(client) == 1
    client.refresh_from_db()
    assert (client.open_anomalies, client.headcount) == (3, 3)
    assert Anomaly.objects.visible_to(cast.administrator).open().count() == 3
    assert not Anomaly.objects.filter(firm=cast.other_firm, client__isnull=False).exists()
    assert actions.attach_declarations(client) == 0


def test_a_removed_client_gets_nothing(cast: Cast) -> None:
    one = company()
    client = make_client(cast.firm, one.siren)
    client.removed_at = NOW
    client.save()
    received(cast.firm, dsn(one))
    assert Declaration.objects.get().client is None
    assert actions.attach_declarations(client) == 0


def test_months_out_of_order_keep_the_last_one(cast: Cast) -> None:
    one = company(month=date(2026, 1, 1))
    client = make_client(cast.firm, one.siren)
    received(cast.firm, dsn(one, date(2026, 3, 1)))
    received(cast.firm, dsn(one, date(2026, 2, 1)))
    client.refresh_from_db()
    assert client.last_declared_month == date(2026, 3, 1)


def test_asked_for_few_or_for_many_the_same_are_seen(cast: Cast) -> None:
    mine, theirs, nobody = company(1), company(2), company(3)
    make_client(cast.firm, mine.siren, portfolio=cast.portfolio)
    gone = make_client(cast.firm, theirs.siren, portfolio=cast.other_portfolio)
    for one in (mine, theirs, nobody):
        received(cast.firm, dsn(one))
    members = (cast.administrator, cast.collaborator, cast.newcomer, cast.stranger)
    counts = []
    for _ in range(2):
        for member in members:
            usual = set(Declaration.objects.visible_to(member))
            assert set(Declaration.objects.visible_to(member, few=True)) == usual
            counts.append(len(usual))
        gone.removed_at = NOW
        gone.save(update_fields=["removed_at"])
    assert counts == [2, 1, 0, 0, 1, 1, 0, 0]

"""The database answers for one firm alone, and a failed request leaves nothing."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from mandat.firms import audit
from mandat.firms.models import AuditEvent, Portfolio
from mandat.firms.scope import scope
from mandat.firms.tests.factories import Cast


def names() -> set[str]:
    return set(Portfolio.objects.values_list("name", flat=True))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="policies are PostgreSQL's")
def test_only_the_rows_of_the_scope_are_there(cast: Cast) -> None:
    everything = names()
    with scope(firm_id=cast.firm.pk):
        assert names() == {"Bâtiment", "Commerce"}
    with scope(firm_id=cast.other_firm.pk):
        assert names() == set()
    with scope():
        assert names() == set()
    assert names() == everything


@pytest.mark.skipif(connection.vendor != "postgresql", reason="policies are PostgreSQL's")
def test_nothing_is_written_for_another_firm(cast: Cast) -> None:
    with pytest.raises(DatabaseError), scope(firm_id=cast.firm.pk):
        Portfolio.objects.create(firm=cast.other_firm, name="Not mine")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="policies are PostgreSQL's")
def test_scopes_nest(cast: Cast) -> None:
    with scope(office_id=cast.office.pk):
        assert names() == set()
        with scope(firm_id=cast.firm.pk, office_id=cast.office.pk):
            assert names() == {"Bâtiment", "Commerce"}
        assert names() == set()


def test_audit_is_a_chain_that_nobody_changes(cast: Cast) -> None:
    for word in ("a", "b", "c"):
        audit.record(cast.firm, "test.done", by=None, at=timezone.now(), word=word)
    assert audit.first_break(cast.firm) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.filter(number=2).update(action="something.else")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.filter(number=3).delete()
    assert audit.first_break(cast.firm) is None

"""Every table of a tenant stands behind a row-level policy (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from mandat.firms.scope import scope
from tests.access_world import make_world

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone")
# Who one is must be known before a scope can be opened: docs/decisions/0004-three-doors.md.
OPEN = frozenset({"firms_member"})


def tenant_tables() -> Iterator[tuple[str, type[models.Model]]]:
    """The tables with a firm_id, and their models."""
    for model in apps.get_models(include_auto_created=True):
        if any(field.column == "firm_id" for field in model._meta.concrete_fields):
            yield model._meta.db_table, model


def in_database() -> set[str]:
    """The tables with a firm_id, as the database says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE column_name = 'firm_id' AND table_schema = 'public'"
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_every_tenant_table_forces_its_policies() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        forced = {row[0] for row in cursor.fetchall()}
    assert in_database() - forced == OPEN


@pytest.mark.django_db
def test_a_scope_shows_its_firm_alone() -> None:
    world = make_world()
    empty = []
    for table in in_database() - OPEN:
        for side, other in ((world.ours, world.theirs), (world.theirs, world.ours)):
            with scope(firm_id=side.firm.pk), connection.cursor() as cursor:
                cursor.execute(f'SELECT DISTINCT firm_id FROM "{table}"')  # a name of ours
                firms = {row[0] for row in cursor.fetchall()}
            assert firms <= {side.firm.pk}, table
            assert other.firm.pk not in firms
            if not firms:
                empty.append(table)
    # The world has a record in most tables; a policy that hides everything would show here.
    assert len(set(empty)) < len(in_database()) / 2


@pytest.mark.django_db
@pytest.mark.parametrize("claims", ["", "on"])
def test_without_a_scope_the_web_role_sees_nothing(claims: str) -> None:
    """Even when a request could claim to be the system: the policy looks at the role."""
    make_world()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, true), set_config('mandat.system', %s, true)",
            [settings.MANDAT_DATABASE_ROLE, claims],
        )
        for table in in_database() - OPEN:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # a name of ours
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT set_config('role', 'none', true)")


def test_models_and_database_agree() -> None:
    assert {table for table, _ in tenant_tables()} >= OPEN


@pytest.mark.django_db
def test_the_web_role_owns_nothing_and_bypasses_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcanlogin, "
            "(SELECT count(*) FROM pg_class WHERE relowner = r.oid) "
            "FROM pg_roles r WHERE rolname = %s",
            [settings.MANDAT_DATABASE_ROLE],
        )
        assert cursor.fetchone() == (False, False, False, 0)

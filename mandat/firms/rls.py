"""Row-level policies of PostgreSQL, as migration operations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FIRM = "firm_id = nullif(current_setting('mandat.firm_id', true), '')::bigint"
_OFFICE = "office_id = nullif(current_setting('mandat.office_id', true), '')::bigint"
_SYSTEM = "current_setting('mandat.system', true) = 'on'"


def ensure_role(connection: BaseDatabaseWrapper) -> None:
    """Make the role that web requests run as, and let it use the tables (PostgreSQL only).

    It owns nothing, so no policy is skipped for it. Raises with the statement to run by hand where
    the connected role may not create roles.
    """
    if connection.vendor != "postgresql":
        return
    role = connection.ops.quote_name(settings.MANDAT_DATABASE_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.MANDAT_DATABASE_ROLE])
        if cursor.fetchone() is None:
            # Two databases of one server may be set up at once (parallel tests).
            cursor.execute(
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
        cursor.execute("SELECT pg_advisory_lock(727374)")
        try:
            cursor.execute(f"GRANT {role} TO CURRENT_USER")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
            )
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
            # Also what is made later: createcachetable runs after the migrations.
            cursor.execute(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
            )
            cursor.execute(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
                f"GRANT USAGE, SELECT ON SEQUENCES TO {role}"
            )
        finally:
            cursor.execute("SELECT pg_advisory_unlock(727374)")


def _statements(table: str, shown: str) -> list[str]:
    system = f"current_user <> '{settings.MANDAT_DATABASE_ROLE}' AND {_SYSTEM}"
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY "{table}_tenant" ON "{table}" USING ({shown}) WITH CHECK ({shown})',
        # Commands, workers and migrations say so when they connect; web requests run as another
        # role, for which this policy is never true.
        f'CREATE POLICY "{table}_system" ON "{table}" USING ({system}) WITH CHECK ({system})',
    ]


def protect(table: str, *, firm: bool = True, office: bool = False) -> migrations.RunPython:
    """The operation that puts `table` behind the scope: by its firm_id, its office_id, or both."""
    shown = " OR ".join(part for part, wanted in ((_FIRM, firm), (_OFFICE, office)) if wanted)

    def forwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in _statements(table, shown):
                schema_editor.execute(statement)

    def backwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in (
                f'DROP POLICY "{table}_tenant" ON "{table}"',
                f'DROP POLICY "{table}_system" ON "{table}"',
                f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            ):
                schema_editor.execute(statement)

    return migrations.RunPython(forwards, backwards, elidable=False)

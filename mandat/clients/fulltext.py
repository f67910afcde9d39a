"""The index of `search_text`, kept by the database itself: FTS5 on SQLite, trigrams on PostgreSQL.

SQLite: one FTS5 table for all firms whose rowid is `firm << 36 | client`, so that a search reads
the postings of its own firm alone. PostgreSQL: a table in a schema of its own, out of reach of
the role that requests run as; a function answers for the firm of the scope. A filter with LIKE on
the table itself could not use an index there: row-level policies forbid it (LIKE is not leakproof).
"""

# ruff: noqa: ISC004, S608 - statements of several lines, made of constants alone

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIRM_SHIFT = 36
CLIENT_MASK = (1 << FIRM_SHIFT) - 1

_ROW = "({0}.firm_id << 36 | {0}.id)"
_ADD = f"INSERT INTO clients_search(rowid, search_text) VALUES ({_ROW}, {{0}}.search_text);"
_DROP = (
    "INSERT INTO clients_search(clients_search, rowid, search_text) "
    f"VALUES ('delete', {_ROW}, {{0}}.search_text);"
)
_CHANGED = (
    "(old.search_text IS NOT new.search_text OR old.removed_at IS NOT new.removed_at "
    "OR old.firm_id IS NOT new.firm_id)"
)

_SQLITE = (
    "CREATE VIRTUAL TABLE clients_search USING fts5"
    "(search_text, content='', tokenize='trigram', detail='full')",
    "CREATE TRIGGER clients_search_insert AFTER INSERT ON clients_client "
    f"WHEN new.removed_at IS NULL BEGIN {_ADD.format('new')} END",
    "CREATE TRIGGER clients_search_delete AFTER DELETE ON clients_client "
    f"WHEN old.removed_at IS NULL BEGIN {_DROP.format('old')} END",
    # Leaving comes before entering, so both stand in one trigger.
    "CREATE TRIGGER clients_search_change AFTER UPDATE OF search_text, removed_at, firm_id "
    f"ON clients_client WHEN {_CHANGED} BEGIN "
    "INSERT INTO clients_search(clients_search, rowid, search_text) "
    f"SELECT 'delete', {_ROW.format('old')}, old.search_text WHERE old.removed_at IS NULL; "
    "INSERT INTO clients_search(rowid, search_text) "
    f"SELECT {_ROW.format('new')}, new.search_text WHERE new.removed_at IS NULL; END",
    "INSERT INTO clients_search(rowid, search_text) "
    f"SELECT {_ROW.format('c')}, c.search_text FROM clients_client c WHERE c.removed_at IS NULL",
)
_SQLITE_BACK = (
    *(f"DROP TRIGGER IF EXISTS clients_search_{name}" for name in ("insert", "delete", "change")),
    "DROP TABLE IF EXISTS clients_search",
)

_POSTGRESQL = (
    # Lists compare names byte by byte on both databases; they are folded to plain letters.
    'ALTER TABLE clients_client ALTER COLUMN sort_name TYPE varchar(200) COLLATE "C"',
    "CREATE SCHEMA IF NOT EXISTS mandat_search",
    "CREATE TABLE mandat_search.client (client_id bigint PRIMARY KEY, firm_id bigint NOT NULL, "
    "search_text text NOT NULL)",
    "INSERT INTO mandat_search.client SELECT id, firm_id, search_text FROM clients_client "
    "WHERE removed_at IS NULL",
    "CREATE INDEX mandat_search_client_trigrams ON mandat_search.client "
    "USING gin (firm_id, search_text gin_trgm_ops)",
    """
    CREATE FUNCTION mandat_search.keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            TRUNCATE mandat_search.client;
            RETURN NULL;
        END IF;
        IF TG_OP = 'UPDATE' AND new.search_text IS NOT DISTINCT FROM old.search_text
           AND new.firm_id = old.firm_id AND (new.removed_at IS NULL) = (old.removed_at IS NULL)
        THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM mandat_search.client WHERE client_id = old.id;
        END IF;
        IF TG_OP <> 'DELETE' AND new.removed_at IS NULL THEN
            INSERT INTO mandat_search.client VALUES (new.id, new.firm_id, new.search_text);
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER clients_search_rows AFTER INSERT OR DELETE "
    "OR UPDATE OF search_text, removed_at, firm_id ON clients_client "
    "FOR EACH ROW EXECUTE FUNCTION mandat_search.keep()",
    "CREATE TRIGGER clients_search_all AFTER TRUNCATE ON clients_client "
    "FOR EACH STATEMENT EXECUTE FUNCTION mandat_search.keep()",
    # Asked from inside a scope it answers for that scope's firm only.
    """
    CREATE FUNCTION clients_matching(wanted_firm bigint, words text[], most integer)
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
        word text;
        condition text := format('firm_id = %s', wanted_firm);
    BEGIN
        IF coalesce(current_setting('mandat.system', true), '') <> 'on'
           AND coalesce(current_setting('mandat.firm_id', true), '') <> wanted_firm::text
        THEN
            RETURN;
        END IF;
        FOREACH word IN ARRAY words LOOP
            condition := condition || format(' AND search_text LIKE %L', '%' || word || '%');
        END LOOP;
        RETURN QUERY EXECUTE format(
            'SELECT client_id FROM mandat_search.client WHERE %s LIMIT %s', condition, most);
    END $$
    """,
)
_POSTGRESQL_BACK = (
    "DROP FUNCTION IF EXISTS clients_matching(bigint, text[], integer)",
    "DROP TRIGGER IF EXISTS clients_search_rows ON clients_client",
    "DROP TRIGGER IF EXISTS clients_search_all ON clients_client",
    "DROP FUNCTION IF EXISTS mandat_search.keep()",
    "DROP TABLE IF EXISTS mandat_search.client",
    "DROP SCHEMA IF EXISTS mandat_search",
    "ALTER TABLE clients_client ALTER COLUMN sort_name "
    'TYPE varchar(200) COLLATE pg_catalog."default"',
)


def _extensions(schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("pg_trgm", "btree_gin"):
        try:
            with transaction.atomic(using=schema_editor.connection.alias):
                schema_editor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except DatabaseError as error:
            raise ImproperlyConfigured(
                f"PostgreSQL did not let this role add the extension {name}, which the search of "
                f"clients needs. Its administrator runs once, in this database: "
                f"CREATE EXTENSION {name};  (package postgresql-contrib) and then: mandat migrate"
            ) from error


def install(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index, fill it, and have the database keep it."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        _extensions(schema_editor)
    for statement in _POSTGRESQL if postgresql else _SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the index away."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL_BACK if postgresql else _SQLITE_BACK:
        schema_editor.execute(statement, params=None)


def keep_index() -> migrations.RunPython:
    """The operation of migration 0003.

    A later migration that makes SQLite copy `clients_client` loses the triggers with the old
    table: it begins with `RunPython(remove, install)` and ends with `keep_index()`.
    """
    return migrations.RunPython(install, remove, elidable=False)

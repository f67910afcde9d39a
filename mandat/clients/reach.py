"""The triggers that point every client at the set of portfolios it is in.

Whoever writes a placement (an action, a bulk load, a command) moves the client to the right set
in the same statement, and a stale instance that is saved cannot move it back: what a member sees
never depends on code remembering to do it.
"""

# ruff: noqa: ISC004, S608 - statements of several lines, made of constants alone

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_KEY = (
    "(SELECT group_concat(portfolio_id, ' ') FROM (SELECT portfolio_id FROM clients_placement "
    "WHERE client_id = {id} ORDER BY portfolio_id))"
)
_SET = f"(SELECT id FROM clients_placementset WHERE firm_id = {{firm}} AND key = {_KEY})"


def _settle(client: str, firm: str) -> str:
    """Statements for one client on SQLite: its set exists, knows its portfolios, is pointed at."""
    key, found = _KEY.format(id=client), _SET.format(firm=firm, id=client)
    return (
        "INSERT OR IGNORE INTO clients_placementset(firm_id, key) "
        f"SELECT {firm}, {key} WHERE {key} IS NOT NULL; "
        "INSERT OR IGNORE INTO clients_placementsetportfolio"
        "(firm_id, placement_set_id, portfolio_id) "
        f"SELECT {firm}, {found}, portfolio_id FROM clients_placement WHERE client_id = {client}; "
        f"UPDATE clients_client SET placement_set_id = {found} WHERE id = {client};"
    )


_NEW, _OLD = _settle("new.client_id", "new.firm_id"), _settle("old.client_id", "old.firm_id")
_SQLITE = (
    f"CREATE TRIGGER clients_reach_insert AFTER INSERT ON clients_placement BEGIN {_NEW} END",
    f"CREATE TRIGGER clients_reach_delete AFTER DELETE ON clients_placement BEGIN {_OLD} END",
    "CREATE TRIGGER clients_reach_update AFTER UPDATE OF portfolio_id, client_id, firm_id "
    f"ON clients_placement BEGIN {_OLD} {_NEW} END",
    "CREATE TRIGGER clients_reach_guard AFTER UPDATE OF placement_set_id ON clients_client "
    f"WHEN new.placement_set_id IS NOT {_SET.format(firm='new.firm_id', id='new.id')} "
    "BEGIN UPDATE clients_client SET placement_set_id = "
    f"{_SET.format(firm='new.firm_id', id='new.id')} WHERE id = new.id; END",
    "CREATE INDEX client_by_headcount ON clients_client (firm_id, headcount DESC, id DESC) "
    "WHERE removed_at IS NULL",
    # Rows from before the triggers pass through them once.
    "UPDATE clients_placement SET client_id = client_id",
)
_SQLITE_BACK = (
    *(f"DROP TRIGGER IF EXISTS clients_reach_{name}" for name in ("insert", "delete", "update")),
    "DROP TRIGGER IF EXISTS clients_reach_guard",
    "DROP INDEX IF EXISTS client_by_headcount",
)

# Definer's rights and the system's view: an office's case worker who saves a client does not see
# the firm's placements, and must not undo them. The view is set in the body: as an option of the
# function only a superuser may name a setting that PostgreSQL does not know. An error takes it
# back with the statement.
_TRUSTED = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_BEFORE = "before text := coalesce(current_setting('mandat.system', true), '');"
_ENTER = "PERFORM set_config('mandat.system', 'on', true);"
_LEAVE = "PERFORM set_config('mandat.system', before, true);"
_POSTGRESQL = (
    f"""
    CREATE FUNCTION clients_reach_of() RETURNS trigger {_TRUSTED} AS $$
    DECLARE
        portfolios bigint[];
        wanted text;
        found bigint;
        {_BEFORE}
    BEGIN
        {_ENTER}
        SELECT array_agg(portfolio_id ORDER BY portfolio_id) INTO portfolios
        FROM public.clients_placement WHERE client_id = new.id;
        IF portfolios IS NOT NULL THEN
            wanted := array_to_string(portfolios, ' ');
            SELECT id INTO found FROM public.clients_placementset
            WHERE firm_id = new.firm_id AND key = wanted;
            IF found IS NULL THEN
                INSERT INTO public.clients_placementset(firm_id, key) VALUES (new.firm_id, wanted)
                ON CONFLICT (firm_id, key) DO NOTHING;
                SELECT id INTO found FROM public.clients_placementset
                WHERE firm_id = new.firm_id AND key = wanted;
                INSERT INTO public.clients_placementsetportfolio
                    (firm_id, placement_set_id, portfolio_id)
                SELECT new.firm_id, found, unnest(portfolios) ON CONFLICT DO NOTHING;
            END IF;
        END IF;
        new.placement_set_id := found;
        {_LEAVE}
        RETURN new;
    END $$
    """,
    f"""
    CREATE FUNCTION clients_reach_changed() RETURNS trigger {_TRUSTED} AS $$
    DECLARE
        {_BEFORE}
    BEGIN
        {_ENTER}
        IF TG_OP <> 'INSERT' THEN
            UPDATE public.clients_client SET placement_set_id = -1 WHERE id = old.client_id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            UPDATE public.clients_client SET placement_set_id = -1 WHERE id = new.client_id;
        END IF;
        {_LEAVE}
        RETURN NULL;
    END $$
    """,
    # Fires before the row is stored, so the -1 above never is.
    "CREATE TRIGGER clients_reach_guard BEFORE UPDATE OF placement_set_id ON clients_client "
    "FOR EACH ROW WHEN (new.placement_set_id IS DISTINCT FROM old.placement_set_id) "
    "EXECUTE FUNCTION clients_reach_of()",
    "CREATE TRIGGER clients_reach_rows AFTER INSERT OR DELETE OR UPDATE OF portfolio_id, "
    "client_id, firm_id ON clients_placement "
    "FOR EACH ROW EXECUTE FUNCTION clients_reach_changed()",
    "CREATE INDEX client_by_headcount ON clients_client "
    "(firm_id, headcount DESC NULLS LAST, id DESC) WHERE removed_at IS NULL",
    "UPDATE clients_placement SET client_id = client_id",
)
_POSTGRESQL_BACK = (
    "DROP TRIGGER IF EXISTS clients_reach_rows ON clients_placement",
    "DROP TRIGGER IF EXISTS clients_reach_guard ON clients_client",
    "DROP FUNCTION IF EXISTS clients_reach_changed()",
    "DROP FUNCTION IF EXISTS clients_reach_of()",
    "DROP INDEX IF EXISTS client_by_headcount",
)


def install(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, and the sets of what is placed already."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL if postgresql else _SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL_BACK if postgresql else _SQLITE_BACK:
        schema_editor.execute(statement, params=None)


def keep_reach() -> migrations.RunPython:
    """The operation of migration 0004; see `fulltext.keep_index` for later changes of the table."""
    return migrations.RunPython(install, remove, elidable=False)

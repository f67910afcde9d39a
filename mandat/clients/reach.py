"""The triggers that point every client at the set of portfolios it is in.

Whoever writes a placement (an action, a bulk load, a command) moves the client to the right set
in the same statement, and a stale instance that is saved cannot move it back: what a member sees
never depends on code remembering to do it.
"""

# ruff: noqa: ISC004, S608 - statements of several lines, made of constants alone

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_PLACED = (
    "(SELECT group_concat(portfolio_id, ' ') FROM (SELECT portfolio_id FROM clients_placement "
    "WHERE client_id = {id} ORDER BY portfolio_id))"
)
_CLOSED = "EXISTS (SELECT 1 FROM clients_confidence WHERE client_id = {id})"
_KEY = f"CASE WHEN {_CLOSED} THEN '!' || {{id}} ELSE {_PLACED} END"
_FIND = "(SELECT id FROM clients_placementset WHERE firm_id = {firm} AND key = {key})"


def _settle(client: str, firm: str, *, confidential: bool) -> str:
    """Statements for one client on SQLite: its set exists, knows its portfolios, is pointed at."""
    key = (_KEY if confidential else _PLACED).format(id=client)
    found = _FIND.format(firm=firm, key=key)
    closed = _CLOSED.format(id=client) if confidential else "0"
    column = ", confidential_id" if confidential else ""
    value = f", CASE WHEN {closed} THEN {client} END" if confidential else ""
    return (
        f"INSERT OR IGNORE INTO clients_placementset(firm_id, key{column}) "
        f"SELECT {firm}, {key}{value} WHERE {key} IS NOT NULL; "
        "INSERT OR IGNORE INTO clients_placementsetportfolio"
        "(firm_id, placement_set_id, portfolio_id) "
        f"SELECT {firm}, {found}, portfolio_id FROM clients_placement "
        f"WHERE client_id = {client} AND NOT {closed}; "
        f"UPDATE clients_client SET placement_set_id = {found} WHERE id = {client};"
    )


def _rows_of(name: str, on: str, new: str, old: str, last: str = "") -> list[str]:
    """The triggers of SQLite on one table of rows about a client; `last` ends a row's going."""
    columns = "portfolio_id, client_id, firm_id" if on == "clients_placement" else "client_id"
    return [
        f"CREATE TRIGGER {name}_insert AFTER INSERT ON {on} BEGIN {new} END",
        f"CREATE TRIGGER {name}_delete AFTER DELETE ON {on} BEGIN {old} {last} END",
        f"CREATE TRIGGER {name}_update AFTER UPDATE OF {columns} ON {on} BEGIN {old} {new} END",
    ]


def _sqlite(*, confidential: bool) -> tuple[str, ...]:
    """The statements of SQLite; `confidential` as in `keep_reach`."""
    new = _settle("new.client_id", "new.firm_id", confidential=confidential)
    old = _settle("old.client_id", "old.firm_id", confidential=confidential)
    triggers = _rows_of("clients_reach", "clients_placement", new, old)
    if confidential:
        emptied = (
            "DELETE FROM clients_placementset "
            "WHERE firm_id = old.firm_id AND key = '!' || old.client_id;"
        )
        triggers += _rows_of("clients_confidence", "clients_confidence", new, old, emptied)
    key = (_KEY if confidential else _PLACED).format(id="new.id")
    right = _FIND.format(firm="new.firm_id", key=key)
    return (
        *triggers,
        "CREATE TRIGGER clients_reach_guard AFTER UPDATE OF placement_set_id ON clients_client "
        f"WHEN new.placement_set_id IS NOT {right} "
        f"BEGIN UPDATE clients_client SET placement_set_id = {right} WHERE id = new.id; END",
        "CREATE INDEX client_by_headcount ON clients_client (firm_id, headcount DESC, id DESC) "
        "WHERE removed_at IS NULL",
        _PASS_THROUGH[confidential],
    )


# Rows from before the triggers pass through them once.
_PASS_THROUGH = {
    False: "UPDATE clients_placement SET client_id = client_id",
    True: "UPDATE clients_confidence SET client_id = client_id",
}
_SQLITE_BACK = (
    *(
        f"DROP TRIGGER IF EXISTS {table}_{name}"
        for table in ("clients_reach", "clients_confidence")
        for name in ("insert", "delete", "update")
    ),
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
_ALONE = """
        IF EXISTS (SELECT 1 FROM public.clients_confidence WHERE client_id = new.id) THEN
            wanted := '!' || new.id;
            INSERT INTO public.clients_placementset(firm_id, key, confidential_id)
            VALUES (new.firm_id, wanted, new.id) ON CONFLICT (firm_id, key) DO NOTHING;
            SELECT id INTO found FROM public.clients_placementset
            WHERE firm_id = new.firm_id AND key = wanted;
            new.placement_set_id := found;
            {leave}
            RETURN new;
        END IF;
"""
_EMPTY = """
        IF TG_TABLE_NAME = 'clients_confidence' AND TG_OP = 'DELETE' THEN
            DELETE FROM public.clients_placementset AS s USING gone
            WHERE s.firm_id = gone.firm_id AND s.key = '!' || gone.client_id;
        END IF;
"""


def _statements_on(name: str, table: str) -> list[str]:
    """The triggers of PostgreSQL on one table of rows about a client, one run a statement."""
    come, gone = "NEW TABLE AS come", "OLD TABLE AS gone"
    return [
        f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} "
        "FOR EACH STATEMENT EXECUTE FUNCTION clients_reach_changed()"
        for event, rows in {"INSERT": come, "DELETE": gone, "UPDATE": f"{gone} {come}"}.items()
    ]


def _postgresql(*, confidential: bool) -> tuple[str, ...]:
    """The statements of PostgreSQL; `confidential` as in `keep_reach`."""
    guard, changed = _functions(confidential=confidential)
    triggers = _statements_on("clients_reach", "clients_placement")
    if confidential:
        triggers += _statements_on("clients_confidence", "clients_confidence")
    return (
        guard,
        changed,
        # A save of a stale client, by whomever, is set right. Not asked again is what the
        # function above writes: it alone has the definer's rights inside of a trigger. The web
        # role has neither them nor a setting to pretend to; who has them may drop the guard.
        "CREATE TRIGGER clients_reach_guard BEFORE UPDATE OF placement_set_id ON clients_client "
        "FOR EACH ROW WHEN (new.placement_set_id IS DISTINCT FROM old.placement_set_id "
        f"AND (pg_trigger_depth() = 0 OR current_user = '{settings.MANDAT_DATABASE_ROLE}')) "
        "EXECUTE FUNCTION clients_reach_of()",
        *triggers,
        "CREATE INDEX client_by_headcount ON clients_client "
        "(firm_id, headcount DESC NULLS LAST, id DESC) WHERE removed_at IS NULL",
        _PASS_THROUGH[confidential],
    )


def _functions(*, confidential: bool) -> tuple[str, str]:
    """The function for one client that is saved, and the one for all whose rows changed."""
    wanted = _WANTED.format(closed=_CONFIDENTIAL if confidential else "NULL::bigint")
    alone, empty = (_ALONE.format(leave=_LEAVE), _EMPTY) if confidential else ("", "")
    return _FUNCTION_OF.format(alone=alone), _FUNCTION_CHANGED.format(wanted=wanted, empty=empty)


_FUNCTION_OF = f"""
    CREATE FUNCTION clients_reach_of() RETURNS trigger {_TRUSTED} AS $$
    DECLARE
        portfolios bigint[];
        wanted text;
        found bigint;
        {_BEFORE}
    BEGIN
        {_ENTER}
        {{alone}}
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
"""
# The clients that a statement touched, each with the key of the set it belongs to: looked up one
# by one in an index, which is the right plan for one client and for thousands.
_WANTED = """
            SELECT c.id, c.firm_id, {closed} AS confidential_id,
                coalesce('!' || {closed}, (
                    SELECT string_agg(p.portfolio_id::text, ' ' ORDER BY p.portfolio_id)
                    FROM public.clients_placement AS p WHERE p.client_id = c.id
                )) AS key
            FROM public.clients_client AS c
            WHERE c.id = ANY (touched)
"""
_CONFIDENTIAL = "(SELECT x.client_id FROM public.clients_confidence AS x WHERE x.client_id = c.id)"
# The clients are locked first, in one order: each later statement of the function then sees what
# others who moved the same clients have committed.
_FUNCTION_CHANGED = f"""
    CREATE FUNCTION clients_reach_changed() RETURNS trigger {_TRUSTED} AS $$
    DECLARE
        touched bigint[];
        {_BEFORE}
    BEGIN
        IF TG_OP = 'INSERT' THEN
            touched := ARRAY(SELECT client_id FROM come);
        ELSIF TG_OP = 'DELETE' THEN
            touched := ARRAY(SELECT client_id FROM gone);
        ELSE
            touched := ARRAY(SELECT client_id FROM gone UNION SELECT client_id FROM come);
        END IF;
        IF touched = '{{{{}}}}' THEN
            RETURN NULL;
        END IF;
        {_ENTER}
        PERFORM 1 FROM public.clients_client WHERE id = ANY (touched) ORDER BY id
        FOR NO KEY UPDATE;
        WITH wanted AS MATERIALIZED ({{wanted}}), made AS (
            INSERT INTO public.clients_placementset(firm_id, key, confidential_id)
            SELECT DISTINCT firm_id, key, confidential_id FROM wanted
            WHERE key IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM public.clients_placementset AS s
                WHERE s.firm_id = wanted.firm_id AND s.key = wanted.key
            )
            ON CONFLICT (firm_id, key) DO NOTHING
            RETURNING id, firm_id, key, confidential_id
        )
        INSERT INTO public.clients_placementsetportfolio(firm_id, placement_set_id, portfolio_id)
        SELECT firm_id, id, unnest(string_to_array(key, ' ')::bigint[])
        FROM made WHERE confidential_id IS NULL;
        WITH wanted AS MATERIALIZED ({{wanted}})
        UPDATE public.clients_client AS c SET placement_set_id = s.id
        FROM wanted LEFT JOIN public.clients_placementset AS s
            ON s.firm_id = wanted.firm_id AND s.key = wanted.key
        WHERE c.id = wanted.id AND c.placement_set_id IS DISTINCT FROM s.id;
        {{empty}}
        {_LEAVE}
        RETURN NULL;
    END $$
"""
_POSTGRESQL_BACK = (
    *(
        f"DROP TRIGGER IF EXISTS {table}_{name} ON clients_{rows}"
        for table, rows in (("clients_confidence", "confidence"), ("clients_reach", "placement"))
        for name in ("insert", "delete", "update", "rows")  # rows: as they were before 0010
    ),
    "DROP TRIGGER IF EXISTS clients_reach_guard ON clients_client",
    "DROP FUNCTION IF EXISTS clients_reach_changed()",
    "DROP FUNCTION IF EXISTS clients_reach_of()",
    "DROP INDEX IF EXISTS client_by_headcount",
)


def _make(schema_editor: BaseDatabaseSchemaEditor, *, confidential: bool) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    statements = _postgresql if postgresql else _sqlite
    for statement in statements(confidential=confidential):
        schema_editor.execute(statement, params=None)


def install(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, which keep a confidential client in a set of its own."""
    _make(schema_editor, confidential=True)


def install_placed(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the days before confidential clients, and the sets of what is placed."""
    _make(schema_editor, confidential=False)


def remove(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL_BACK if postgresql else _SQLITE_BACK:
        schema_editor.execute(statement, params=None)


def renew(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of PostgreSQL anew, for a database that has them in an earlier form."""
    if schema_editor.connection.vendor == "postgresql":
        remove(apps, schema_editor)
        install(apps, schema_editor)


def keep_reach(*, confidential: bool = True) -> migrations.RunPython:
    """The last operation of a migration that made or copied the tables of the triggers.

    Not `confidential` is the form of migration 0004, when there was no table of confidential
    clients yet. See `fulltext.keep_index` for later changes of the table.
    """
    return migrations.RunPython(install if confidential else install_placed, remove, elidable=False)

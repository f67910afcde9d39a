"""A PostgreSQL database name of our own for one run of the suite, and its removal."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

LOCAL = ("postgresql:///postgres", "postgresql://127.0.0.1:5432/postgres")


def server() -> str:
    """The address of a server that answers and may create databases, or an empty string."""
    given = os.environ.get("MANDAT_TEST_DATABASE_URL", "")
    for url in (given,) if given else LOCAL:
        try:
            with psycopg.connect(url, connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.OperationalError:
            continue
        if row and row[0]:
            return url
    return ""


@contextmanager
def database(url: str) -> Iterator[str]:
    """Give the address of a database that does not exist yet; drop what was made of it.

    Django itself creates `test_<name>` and one copy a process. Only names that begin with the
    random one drawn here are ever dropped.
    """
    name = f"mandat_{secrets.token_hex(6)}"
    parts = urlsplit(url)
    # geturl() and urlunsplit() drop the empty host of postgresql:///name
    fresh = urlunsplit(parts._replace(path=f"/{name}"))
    if not parts.netloc:
        fresh = f"{parts.scheme}:///{name}" + (f"?{parts.query}" if parts.query else "")
    try:
        yield fresh
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            made = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"test_{name}"]
            ).fetchall()
            for (left,) in made:
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                connection.execute(drop.format(sql.Identifier(left)))

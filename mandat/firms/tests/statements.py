"""What a page itself asked of the database, in tests that count."""

from __future__ import annotations

from collections.abc import Iterable

# PostgreSQL's scope, savepoints of tests.
_OF_THE_SCOPE = ("SELECT set_config", "SAVEPOINT", "RELEASE SAVEPOINT", "SET TRANSACTION")
# The log of readings: `test_reading.py` counts its own, the same for every page.
_OF_THE_LOG = ("firms_readinghead", "firms_readingevent", "firms_readingtally")


def of_page(queries: Iterable[dict[str, str]]) -> list[str]:
    """The statements that are neither the scope's nor the log's."""
    said = (query["sql"] for query in queries)
    return [
        sql
        for sql in said
        if not sql.startswith(_OF_THE_SCOPE) and not any(table in sql for table in _OF_THE_LOG)
    ]


def of_log(queries: Iterable[dict[str, str]]) -> list[str]:
    """The statements that write a reading."""
    return [
        query["sql"] for query in queries if any(table in query["sql"] for table in _OF_THE_LOG)
    ]

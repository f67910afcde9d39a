"""What stands between a request and the database: whole or nothing, read-only, never beyond."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client as Browser
from django.test import override_settings
from django.urls import path

from mandat.firms.doors import signed_in as door
from mandat.firms.models import Firm, Portfolio, User
from mandat.firms.scope import current, scope
from mandat.firms.scoping import QueryInStream, WriteInGet
from mandat.firms.tests.factories import Cast

SignIn = Callable[[User], Browser]
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone")
sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone")


@door
def writing(request: HttpRequest) -> HttpResponse:
    """Write, then end as the address says."""
    Portfolio.objects.create(firm=request.member.firm, name="Half done")  # type: ignore[attr-defined]  # a member's request
    how = request.GET.get("how")
    if how == "refuse":
        raise PermissionDenied
    if how == "break":
        raise ZeroDivisionError
    if how == "database":
        Portfolio.objects.create(firm=request.member.firm, name="Half done")  # type: ignore[attr-defined]  # as above
    return HttpResponse("done", status=503 if how == "unavailable" else 200)


@door
def hiding(request: HttpRequest) -> HttpResponse:
    """Write in a statement that begins like a question."""
    with connection.cursor() as cursor:
        cursor.execute(request.GET["sql"])
    return HttpResponse("done")


@door
def opening(request: HttpRequest) -> HttpResponse:
    """Open a transaction of its own in a GET, and read."""
    with transaction.atomic():
        return HttpResponse(str(Firm.objects.count()))


@door
def streaming(request: HttpRequest) -> HttpResponseBase:
    """Send pieces, the second of which asks the database."""

    def pieces() -> Iterator[str]:
        yield "one "
        if "ask" in request.GET:
            yield str(Portfolio.objects.count())

    return StreamingHttpResponse(pieces())


urlpatterns = [
    path("writing/", writing),
    path("hiding/", hiding),
    path("opening/", opening),
    path("streaming/", streaming),
]
here = override_settings(ROOT_URLCONF=__name__)


@here
@pytest.mark.parametrize("how", ["refuse", "break", "database", "unavailable"])
def test_a_failed_request_leaves_nothing(how: str, cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    browser.raise_request_exception = False
    answer = browser.post(f"/writing/?how={how}")
    assert answer.status_code in {403, 500, 503}
    assert not Portfolio.objects.filter(name="Half done").exists()


@here
def test_a_request_that_works_is_kept(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.collaborator.user).post("/writing/").status_code == 200
    assert Portfolio.objects.filter(name="Half done", firm=cast.firm).exists()


@here
def test_a_get_that_writes_is_refused(cast: Cast, signed_in: SignIn) -> None:
    with pytest.raises(WriteInGet):
        signed_in(cast.collaborator.user).get("/writing/")
    assert not Portfolio.objects.filter(name="Half done").exists()
    # The guard ended with the request.
    assert signed_in(cast.collaborator.user).post("/writing/").status_code == 200


@here
@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "WITH gone AS (DELETE FROM firms_grant RETURNING 1) SELECT * FROM gone",
            marks=postgresql,
        ),
        pytest.param("SELECT nextval('firms_firm_id_seq')", marks=postgresql),
        pytest.param("SELECT 1; DELETE FROM firms_grant", marks=postgresql),
        pytest.param(
            "WITH w(x) AS (SELECT 1) UPDATE firms_grant SET granted_by_id = NULL", marks=sqlite
        ),
        pytest.param("WITH w(x) AS (SELECT 1) DELETE FROM firms_grant", marks=sqlite),
    ],
)
def test_a_write_that_looks_like_a_question_is_refused_by_the_database(
    sql: str, cast: Cast, signed_in: SignIn
) -> None:
    with pytest.raises(DatabaseError, match=r"read-?only"):
        signed_in(cast.collaborator.user).get("/hiding/", {"sql": sql})
    cast.collaborator.grants.get()


@here
def test_a_get_may_open_a_transaction(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.collaborator.user).get("/opening/").content == b"2"


@sqlite
@pytest.mark.django_db(transaction=True)
def test_reading_takes_no_write_lock_and_sees_one_moment() -> None:
    """Another connection writes while a reading scope is open, and the scope does not see it."""
    failures: list[Exception] = []

    def write() -> None:
        try:
            Firm.objects.create(name="Later", slug="later", country="FR")
        except DatabaseError as wrong:
            failures.append(wrong)
        finally:
            connection.close()

    with scope(writes=False):
        before = Firm.objects.count()
        other = threading.Thread(target=write)
        other.start()
        other.join(timeout=30)
        assert Firm.objects.count() == before
        with pytest.raises(DatabaseError):
            Firm.objects.create(name="No", slug="no", country="FR")
    assert failures == []
    assert Firm.objects.filter(slug="later").exists()
    Firm.objects.create(name="Again", slug="again", country="FR")  # writing is back


@here
def test_a_streamed_body_is_sent_without_the_database(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.collaborator.user)
    assert b"".join(browser.get("/streaming/")) == b"one "
    with pytest.raises(QueryInStream):
        b"".join(browser.get("/streaming/?ask"))
    Firm.objects.count()  # the guard is gone with the body


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_there_is_no_scope() -> None:
    seen: list[object] = []
    with scope(firm_id=1):
        transaction.on_commit(lambda: seen.append(current()))
        if connection.vendor == "postgresql":
            assert current() is not None
    assert seen == [None]
    assert current() is None


@postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_kept_open_keeps_no_scope(settings: Any) -> None:
    """Persistent connections: after a scope, with or without an error, nothing is left of it."""
    settings.MANDAT_PROCESS = "web"
    firm = Firm.objects.create(name="A", slug="a", country="FR")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('mandat.system', '', false)")  # as a web process connects
    try:
        with scope(firm_id=firm.pk):
            Portfolio.objects.create(firm=firm, name="Mine")
        with pytest.raises(IntegrityError), scope(firm_id=firm.pk):
            Portfolio.objects.create(firm=firm, name="Mine")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_user = session_user, current_setting('mandat.firm_id', true), "
                "current_setting('mandat.office_id', true), current_setting('mandat.system', true)"
            )
            own_user, *left = cursor.fetchone()
        assert own_user
        assert not any(left)
    finally:
        connection.close()


@postgresql
def test_a_reading_scope_inside_a_writing_one_ends(cast: Cast) -> None:
    with scope(firm_id=cast.firm.pk):
        with pytest.raises(DatabaseError), scope(firm_id=cast.firm.pk, writes=False):
            Portfolio.objects.create(firm=cast.firm, name="No")
        with scope(firm_id=cast.firm.pk, writes=False):
            assert Portfolio.objects.count() == 2
        Portfolio.objects.create(firm=cast.firm, name="Yes")

"""Opens the database for the person behind a request, read-only where the request only asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone

from mandat.firms import seeing_as
from mandat.firms.models import User
from mandat.firms.scope import scope

Respond = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_READ_ONLY = (
    "SELECT", "WITH", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "SET TRANSACTION READ ONLY"
)  # fmt: skip
# allauth keeps limits and challenges in the cache's table when its pages are only read.
_ALLAUTH = "/accounts/"


class WriteInGet(RuntimeError):
    """A view answering a GET tried to change something."""


class QueryInStream(RuntimeError):
    """A body that is sent piece by piece asked the database, after the scope was closed."""


@contextmanager
def select_only() -> Iterator[None]:
    """Refuse every statement that does not begin like a question, until the block ends.

    The database refuses too (`scope(writes=False)`), also what hides behind WITH or a function;
    this one tells sooner, and with the statement.
    """

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if many or not sql.lstrip("( \n\t").upper().startswith(_READ_ONLY):
            raise WriteInGet(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def _refuse_all(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise QueryInStream(sql[:80])


def without_database(pieces: Iterable[Any]) -> Iterator[Any]:
    """The same pieces; asking the database for one raises QueryInStream.

    A body is sent after the scope has closed: what it asked would be answered without a firm. Each
    piece is guarded by itself, because the thread serves others between two of them.
    """
    iterator = iter(pieces)
    while True:
        with connection.execute_wrapper(_refuse_all):
            try:
                piece = next(iterator)
            except StopIteration:
                return
        yield piece


class _Undo(Exception):
    """Carries the rollback of a failed request out of its scope."""


class ScopeMiddleware:
    """Opens the database for the person's firm or office, and read-only for a GET.

    S19: a view that raises leaves the state before it; the page that tells the error is still
    made inside the scope.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside the person's scope; nobody's scope where nobody is signed in."""
        request.now = timezone.now()  # type: ignore[attr-defined]  # typed in firms.http
        firm_id, office_id = _introduce(request)
        asks = request.method in SAFE_METHODS or _only_asks(request)
        guarded = asks and not request.path_info.startswith(_ALLAUTH)
        if firm_id is None and office_id is None and not guarded:
            # Signing in writes limits that must outlive a failure.
            response = self.respond(request)
        else:
            response = self._respond_inside(request, firm_id, office_id, guarded=guarded)
        if response.streaming:
            streamed = cast("StreamingHttpResponse", response)
            streamed.streaming_content = without_database(
                cast("Iterable[Any]", streamed.streaming_content)
            )
        return response

    def _respond_inside(
        self, request: HttpRequest, firm_id: int | None, office_id: int | None, *, guarded: bool
    ) -> HttpResponse:
        try:
            with scope(firm_id=firm_id, office_id=office_id, writes=not guarded):
                if guarded:
                    with select_only():
                        response = self.respond(request)
                else:
                    response = self.respond(request)
                if getattr(request, "failed", False) or response.status_code >= 500:
                    raise _Undo  # noqa: TRY301  # leaving by an exception is what undoes
        except _Undo:
            pass
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse to change anything while an administrator sees as a colleague."""
        asks = request.method in SAFE_METHODS or bool(getattr(view, "only_asks", False))
        if seeing_as.is_refused(request, asks=asks):
            return render(request, "firms/only_seeing.html", status=403)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember that the view failed, so that its writes are undone.

        Two of allauth's exceptions are answers: a page to show first.
        """
        if not isinstance(exception, (ImmediateHttpResponse, ReauthenticationRequired)):
            request.failed = True  # type: ignore[attr-defined]  # read a few lines above


def _only_asks(request: HttpRequest) -> bool:
    """Whether the view takes its question by POST and still writes nothing (see `only_asks`)."""
    try:
        return bool(getattr(resolve(request.path_info).func, "only_asks", False))
    except Resolver404:
        return False


def _introduce(request: HttpRequest) -> tuple[int | None, int | None]:
    """Say on the request who asks; their firm's id or their office's, never both.

    Who is in a firm is no staff there: a scope of both would show the office's rows of every firm.
    """
    user = request.user
    if isinstance(user, User):
        if (member := user.membership) is not None:
            now: datetime = request.now  # type: ignore[attr-defined]  # set just before
            request.member = seeing_as.introduce(  # type: ignore[attr-defined]  # typed in firms.http
                request, member, now=now
            )
            return member.firm_id, None
        if (staff := user.post) is not None:
            request.staff = staff  # type: ignore[attr-defined]  # typed in firms.http
            return None, staff.office_id
    return None, None

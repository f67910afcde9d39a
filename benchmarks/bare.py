"""What the pages are compared to: Django with a session and 50 rows, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from mandat.clients.models import Client
from mandat.firms.models import User

ROWS = 50
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
_PAGE = Template(
    "<!doctype html><title>Clients</title><p>{{ total }}</p><table>{% for one in clients %}"
    "<tr><td><a href='/clients/{{ one.pk }}/'>{{ one.name }}</a></td><td>{{ one.number }}</td>"
    "<td>{{ one.account_number }}</td><td>{{ one.city }}</td><td>{{ one.open_incidents }}</td>"
    "<td>{{ one.open_anomalies }}</td><td>{{ one.next_due_on }}</td></tr>{% endfor %}</table>"
)


def clients(request: HttpRequest) -> HttpResponse:
    """The first rows that the member sees, and how many there are."""
    user = request.user
    assert isinstance(user, User)
    assert user.membership is not None
    seen = Client.objects.visible_to(user.membership)
    rows = seen.order_by("sort_name", "id")[:ROWS]
    return HttpResponse(_PAGE.render(Context({"clients": rows, "total": seen.count()})))


urlpatterns = [path("bare/", clients)]

"""What the frame of every page shows: where one is, what waits, who one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from mandat.desk.priorities import Unread, unread_of
from mandat.desk.stats import Stats, stats_of
from mandat.firms.kept import kept
from mandat.firms.models import Member, Staff
from mandat.firms.permissions import Permission, StaffPermission
from mandat.messages.models import Thread

# Label, address, icon, which count stands beside it, whom it is for.
MEMBER_NAV = (
    (gettext_lazy("Dashboard"), "desk:dashboard", "home", "", Permission.SEE_CLIENTS),
    (gettext_lazy("Clients"), "clients:list", "users", "clients", Permission.SEE_CLIENTS),
    (gettext_lazy("Incidents"), "incidents:list", "flag", "incidents", Permission.SEE_CLIENTS),
    (
        gettext_lazy("DSN anomalies"),
        "declarations:anomalies",
        "triangle-alert",
        "anomalies",
        Permission.SEE_CLIENTS,
    ),
    (gettext_lazy("Messages"), "messages:list", "mail", "unread", Permission.READ_MESSAGES),
    (gettext_lazy("Deadlines"), "desk:deadlines", "calendar", "", Permission.SEE_CLIENTS),
    (gettext_lazy("Declarations"), "declarations:drop", "upload", "", Permission.DROP_DECLARATIONS),
    (gettext_lazy("Requests"), "onboarding:requests", "inbox", "", Permission.SEE_CLIENTS),
    (gettext_lazy("Guides"), "documents:guides", "book-open", "", Permission.SEE_CLIENTS),
    (gettext_lazy("Log"), "rights:log", "history", "", Permission.READ_AUDIT),
    (gettext_lazy("Alarms"), "firms:watch", "shield", "", Permission.MANAGE_RIGHTS),
)
STAFF_NAV = (
    (gettext_lazy("Affiliates"), "affiliates:list", "users", StaffPermission.SEE_AFFILIATES),
    (
        gettext_lazy("Requests"),
        "onboarding:office_requests",
        "inbox",
        StaffPermission.HANDLE_REQUESTS,
    ),
    (gettext_lazy("Incidents"), "incidents:office_list", "flag", StaffPermission.HANDLE_REQUESTS),
    (gettext_lazy("Messages"), "messages:office_list", "mail", StaffPermission.ANSWER_MESSAGES),
    (gettext_lazy("Publications"), "documents:office_guides", "megaphone", StaffPermission.PUBLISH),
    (gettext_lazy("Loading"), "affiliates:load", "upload", StaffPermission.LOAD_AFFILIATES),
    (gettext_lazy("Log"), "firms:office_log", "history", StaffPermission.READ_AUDIT),
    (gettext_lazy("Switch"), "firms:switch", "shield", StaffPermission.FREEZE),
)  # fmt: skip


@dataclass(frozen=True)
class NavItem:
    """One line of the rail."""

    label: str
    url: str
    icon: str
    count: int
    current: bool


@dataclass(frozen=True)
class Person:
    """Whose session it is."""

    name: str
    initials: str
    role: str


@dataclass(frozen=True)
class Shell:
    """The frame around a page."""

    nav: list[NavItem]
    organisation: str
    person: Person
    search_url: str
    accounts_url: str
    users_url: str | None
    demo: bool
    profile_url: str = ""
    security_url: str = ""
    seen_as: str = ""  # the colleague whose pages these are, where they are not one's own
    stop_url: str = ""


def _item(request: HttpRequest, label: Any, name: str, icon: str, count: int) -> NavItem | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    # "/" and "/office/" begin other pages' addresses too: they are current on themselves alone.
    short = url in {"/", "/office/"}
    current = request.path == url if short else request.path.startswith(url)
    return NavItem(str(label), url, icon, count, current)


def member_stats(request: HttpRequest, member: Member) -> Stats:
    """The member's counts, asked once a request however many parts of the page show them."""
    known: Stats | None = getattr(request, "stats", None)
    if known is None:
        today = timezone.localdate(getattr(request, "now", None))
        if request.method == "POST":  # what this request has just done is not in the kept sums
            known = stats_of(member, today=today)
        else:
            known = kept(member, ("stats", today), lambda: stats_of(member, today=today))
        request.stats = known  # type: ignore[attr-defined]  # a memo of this request
    return known


def member_unread(request: HttpRequest, member: Member) -> Unread:
    """The member's unread conversations, asked once a request.

    Writing and reading both leave an event in the firm's chain, so the sum may be kept.
    """
    known: Unread | None = getattr(request, "unread", None)
    if known is None:
        if request.method == "POST":
            known = unread_of(member)
        else:
            known = kept(member, "unread", lambda: unread_of(member))
        request.unread = known  # type: ignore[attr-defined]  # a memo of this request
    return known


def _member_shell(request: HttpRequest, member: Member) -> Shell:
    stats = member_stats(request, member)
    unread = member_unread(request, member).threads
    counts = {
        "clients": stats.clients,
        "incidents": stats.incidents,
        "anomalies": stats.anomalies,
        "unread": unread,
        "": 0,
    }
    items = [
        _item(request, label, name, icon, counts[count])
        for label, name, icon, count, permission in MEMBER_NAV
        if member.may(permission)
    ]
    # The tab one stands on travels with the switch to another account.
    here = request.resolver_match.url_name if request.resolver_match else ""
    tab = here if here and here.startswith("client") else ""
    return Shell(
        nav=[item for item in items if item],
        organisation=member.firm.name,
        person=Person(member.user.name, member.user.initials, member.role_label()),
        search_url=reverse("desk:search"),
        accounts_url=reverse("desk:accounts") + (f"?tab={tab}" if tab else ""),
        users_url=reverse("rights:users") if member.may(Permission.MANAGE_PORTFOLIOS) else None,
        demo=settings.MANDAT_DEMO,
        profile_url=reverse("firms:profile"),
        seen_as=member.user.name if member.onlooker else "",
        stop_url=reverse("rights:see_as_stop"),
    )


def _staff_shell(request: HttpRequest, staff: Staff) -> Shell:
    unread = Thread.objects.for_staff(staff).unread_by_office().count()
    items = [
        _item(request, label, name, icon, unread if name == "messages:office_list" else 0)
        for label, name, icon, permission in STAFF_NAV
        if staff.may(permission)
    ]
    return Shell(
        nav=[item for item in items if item],
        organisation=staff.office.name,
        person=Person(staff.user.name, staff.user.initials, staff.role_label()),
        search_url="",
        accounts_url="",
        users_url=None,
        demo=settings.MANDAT_DEMO,
        profile_url=reverse("firms:profile"),
    )


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page, made only for pages that show it; None before sign-in.

    `may` says what the member's role holds, as `{% if may.write_messages %}` asks it.
    """
    member, staff = getattr(request, "member", None), getattr(request, "staff", None)
    if isinstance(member, Member):
        return {
            "shell": SimpleLazyObject(lambda: _member_shell(request, member)),
            "may": {permission.value: member.may(permission) for permission in Permission},
        }
    if isinstance(staff, Staff):
        return {"shell": SimpleLazyObject(lambda: _staff_shell(request, staff))}
    return {"shell": None}

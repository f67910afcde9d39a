"""Writes of a sign-in from a browser never used before; keeps little of what browsers say."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mandat.firms import alarms
from mandat.firms.choices import AlarmKind
from mandat.firms.models import KnownDevice, User
from mandat.firms.scope import scope
from mandat.vault.jobs import enqueue
from mandat.vault.keys import keyring

COOKIE_SECONDS: Final = 365 * 24 * 60 * 60
_FEWEST: Final = 32  # signs of a cookie that we gave
_TASK: Final = "mandat.firms.tasks.mail_new_device"
# What a browser's own words hold → what is kept of them; the first that fits.
_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def cookie_name() -> str:
    """The cookie that marks a browser; bound to this host where there is HTTPS."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


class DeviceMiddleware:
    """After a sign-in, looks whether the browser is known and marks it for a year."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note the browser of who has just signed in."""
        response = self.respond(request)
        user = getattr(request, "just_signed_in", None)
        if isinstance(user, User):
            mark = request.COOKIES.get(cookie_name(), "")
            if len(mark) < _FEWEST:
                mark = secrets.token_urlsafe(_FEWEST)
            note(user, mark, at=timezone.now())
            response.set_cookie(
                cookie_name(),
                mark,
                max_age=COOKIE_SECONDS,
                secure=bool(settings.SESSION_COOKIE_SECURE),
                httponly=True,
                samesite="Lax",
            )
        return response


def on_signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Remember for the middleware who has just signed in."""
    request.just_signed_in = user  # type: ignore[attr-defined]  # read a few lines above


@transaction.atomic
def note(user: User, mark: str, *, at: datetime) -> bool:
    """Note that `user` signed in from the browser with the cookie `mark`; whether it was new.

    The first browser of all is no news. Stored is a keyed hash: the cookie cannot be told from it.
    """
    hashed = keyring().index(mark, scope=f"device:{user.pk}")
    known = KnownDevice.objects.filter(user=user)
    if known.filter(mark=hashed).update(last_at=at):
        return False
    first = not known.exists()
    device, made = KnownDevice.objects.get_or_create(
        user=user, mark=hashed, defaults={"first_at": at, "last_at": at}
    )
    if first or not made:
        return False
    enqueue(_TASK, device.pk)
    member = user.membership
    if member is not None and member.is_administrator:
        with scope(firm_id=member.firm_id):
            alarms.sound(member.firm, AlarmKind.NEW_DEVICE, member=member, at=at)
    return True


def mail(device: KnownDevice) -> None:
    """Write to the person about the sign-in; no address and no browser stands in the letter."""
    origin = settings.MANDAT_ADDRESS
    with translation.override(device.user.language):
        words = {"at": device.first_at, "address": origin + reverse("usersessions_list")}
        body = render_to_string("firms/mail/new_device.txt", words)
        EmailMessage(_("A sign-in from a new device"), body, to=[device.user.email]).send()


def shortened(user_agent: str) -> str:
    """Browser and system, such as « Firefox, Linux »; nothing else of what a browser sends."""
    told = [
        next((name for part, name in table if part in user_agent), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, told)) or "-"


def on_session_saved(instance: UserSession, **_: Any) -> None:
    """Keep of the browser what a person needs to know it again."""
    known = {name for _part, name in (*_BROWSERS, *_SYSTEMS)}
    if not set(instance.user_agent.split(", ")) <= known:
        instance.user_agent = shortened(instance.user_agent)

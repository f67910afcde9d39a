"""Health, language, refusals; one's own profile; who works in the firm and sees which portfolio."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandat.firms.doors import signed_in
from mandat.firms.forms import ProfileForm
from mandat.firms.http import SignedInRequest
from mandat.firms.models import User
from mandat.ui.notices import say


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """`ok` when the process is up and its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language with the person, or in a cookie before sign-in."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if code in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=code)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


@require_POST
@signed_in
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one of one's own other sessions; at its next request it is signed out."""
    session = get_object_or_404(UserSession, pk=pk, user_id=request.user.pk)
    if not session.is_current():
        session.end()
        say(request, _("The session is ended."))
    return redirect("usersessions_list")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page shown when a form's token is missing or old: nothing was changed."""
    return render(request, "403_csrf.html", status=403)


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    """One's own name and language."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        say(request, _("Your profile is saved."))
        return redirect("firms:profile")
    return render(request, "firms/profile.html", {"form": form})

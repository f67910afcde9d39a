"""The page that a link of an invitation opens: a name, a password, and one is in."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mandat.firms.http import SignedInRequest
from mandat.firms.models import Invitation
from mandat.rights import joining
from mandat.rights.actions import Refused
from mandat.rights.joining_forms import JoinForm


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, token: str) -> HttpResponse:
    """Shows the firm and the role, takes a name and a password, and signs in.

    A link that was used, withdrawn, has expired or never was, is answered with one same page.
    """
    invitation = joining.invitation_of(token, at=request.now)
    if invitation is None:
        return _said(render(request, "rights/join_wrong.html", status=404))
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:  # chosen on this very page, maybe
        return _joining(request, invitation)
    with translation.override(invitation.language):
        return _joining(request, invitation)


def _joining(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    posted = request.method == "POST" and not request.user.is_authenticated
    form = JoinForm(request.POST if posted else None, invitation=invitation)
    if not posted or not form.is_valid():
        context = {
            "invitation": invitation,
            "form": form,
            "signed_in": request.user if request.user.is_authenticated else None,
        }
        status = 422 if form.errors else 200
        return _said(render(request, "rights/join.html", context, status=status))
    data = form.cleaned_data
    try:
        member = joining.join(
            invitation, name=data["name"], password=data["password"], at=request.now
        )
    except Refused:
        return _said(render(request, "rights/join_wrong.html", status=404))
    return _signed_in(request, member.user.email, Login(user=member.user))


def _signed_in(request: HttpRequest, email: str, login: Login) -> HttpResponse:
    """Signed in as after a password; the second factor is the next page where it is asked for."""
    response: HttpResponse = perform_password_login(request, {"email": email}, login)
    return response


def _said(response: HttpResponse) -> HttpResponse:
    """The address holds the token: no other page learns it from the browser."""
    # not no-referrer: browsers then hide the origin of the form too, and it would be refused.
    response["Referrer-Policy"] = "strict-origin"
    return response

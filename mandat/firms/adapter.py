"""How allauth behaves here: nobody signs up, nobody suspended comes in, secrets are sealed."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from mandat.firms.backend import MandatBackend, is_kept_out
from mandat.firms.closed import closed_page
from mandat.firms.models import User
from mandat.vault.keys import keyring

_CONTEXT = "allauth.mfa:secret"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People are invited by an administrator or made by the operator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Stop suspended people on every way in: a passkey asks no password backend."""
        if not MandatBackend().user_can_authenticate(user):
            user.is_active = False  # for allauth's own refusal; never saved
        elif is_kept_out(user):
            clear_login(request)
            return closed_page(request)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that ForwardedMiddleware settled; headers are read nowhere else.

        A client on a socket without address (none is configured so) shares one limit.
        """
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104  # nothing is bound


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keys of authenticator applications and recovery codes are sealed at rest."""

    def encrypt(self, text: str) -> str:
        """`text` sealed with the current key."""
        return base64.b64encode(keyring().encrypt(text.encode(), context=_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again. Raises DecryptionError for anything else."""
        return keyring().decrypt(base64.b64decode(encrypted_text), context=_CONTEXT).decode()

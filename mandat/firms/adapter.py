"""How allauth behaves here: nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People are invited by an administrator or made by the operator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

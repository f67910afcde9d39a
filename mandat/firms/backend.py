"""Signs people in, and loads a person with their membership or post in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from mandat.firms.models import User


class MandatBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's backend, with the person's organisation joined."""

    def get_user(self, user_id: Any) -> User | None:
        """The active user with this id, their member and firm or post and office beside them."""
        user = (
            User.objects.select_related("member__firm", "staff__office").filter(pk=user_id).first()
        )
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        """Only active people who belong somewhere and may come in there (S6).

        It is asked at every request: who is suspended, frozen or has left, and everybody of a firm
        that is frozen, is signed out at the next one.
        """
        member = user.membership
        if member is not None:
            return user.is_active and member.is_in
        return user.is_active and user.post is not None

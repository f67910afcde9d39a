"""Signs people in, and loads a person with their membership or post in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from mandat.firms.models import Space, User
from mandat.firms.permissions import StaffPermission

_UNASKED = object()


class MandatBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's backend, with the person's organisation joined."""

    def get_user(self, user_id: Any) -> User | None:
        """The active user with this id, their member and firm or post and office beside them."""
        user = (
            User.objects.select_related("member__firm", "staff__office")
            .annotate(space_frozen_at=Space.objects.filter(pk=1).values("frozen_at"))
            .filter(pk=user_id)
            .first()
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


def is_kept_out(user: User) -> bool:
    """Whether the whole space is frozen, and the person is none of those who may lift that."""
    post = user.post
    if post is not None and post.may(StaffPermission.FREEZE):
        return False
    known = getattr(user, "space_frozen_at", _UNASKED)  # beside the person, from `get_user`
    return is_space_frozen() if known is _UNASKED else known is not None


def is_space_frozen() -> bool:
    """Whether the switch of the whole space is set: one question."""
    return Space.objects.filter(pk=1).exclude(frozen_at=None).exists()

"""A person who signs in, whatever organisation they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from mandat.firms.choices import Language

if TYPE_CHECKING:
    from mandat.firms.models.firm import Member
    from mandat.firms.models.office import Staff


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with a hashed password (none: the account cannot sign in by password)."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this e-mail address."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """One person; their membership or staff post says what they may do."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """At most two capitals, for the round badge."""
        words = [word for word in self.name.replace("-", " ").split() if word]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))[
            :2
        ].upper()

    @property
    def membership(self) -> Member | None:
        """The member of a firm that this person is, if any."""
        return getattr(self, "member", None)

    @property
    def post(self) -> Staff | None:
        """The post in an office that this person holds, if any."""
        return getattr(self, "staff", None)

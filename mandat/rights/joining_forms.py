"""What is typed to invite somebody, and to join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from mandat.firms.choices import Language
from mandat.firms.models import Invitation, Member, User
from mandat.firms.permissions import Role
from mandat.rights.joining import Offer, portfolios_to_give, roles_to_give

LONGEST_NAME: Final = 150


class InvitationForm(forms.Form):
    """Who is invited, as what, to which portfolios."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The invitation goes there; the person signs in with it afterwards."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, help_text=_("Of the mail and of the pages.")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    portfolios = forms.TypedMultipleChoiceField(
        label=_("Portfolios"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The person sees the clients of these; an administrator sees them all."),
    )

    def __init__(self, *args: Any, by: Member, at: datetime, **kwargs: Any) -> None:
        """With the roles and portfolios that `by` may give at `at`."""
        super().__init__(*args, **kwargs)
        self._choices("role", [(role.value, role.label) for role in roles_to_give(by)])
        given = portfolios_to_give(by, at=at)
        self._choices("portfolios", [(one.pk, one.name) for one in given])
        self.fields["language"].initial = by.user.language
        self.fields["role"].initial = Role.COLLABORATOR.value

    def _choices(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a choice field

    def clean_email(self) -> str:
        """In small letters, as addresses are kept."""
        return str(self.cleaned_data["email"]).lower()

    def clean_name(self) -> str:
        """With single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def offer(self) -> Offer:
        """What was typed, checked."""
        data = self.cleaned_data
        return Offer(
            data["email"],
            data["name"],
            data["language"],
            Role(data["role"]),
            frozenset(data["portfolios"]),
        )


class JoinForm(forms.Form):
    """The name that one is shown with, and a password (S11)."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        help_text=_("At least 14 characters: three or four words that nobody would guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        """For whom `invitation` names."""
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["name"].initial = invitation.name

    def clean_name(self) -> str:
        """With single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        """The password against the lists and against what is known of the person."""
        data = super().clean() or {}
        if "password" in data:
            person = User(email=self.invitation.email, name=data.get("name", ""))
            try:
                password_validation.validate_password(data["password"], user=person)
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        return data

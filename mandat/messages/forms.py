"""What people write."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mandat.firms.models import Office
from mandat.firms.validators import no_national_number

LONGEST_BODY: Final = 10_000


def new_token() -> str:
    """What tells one form from another: sent twice, it is still one message."""
    return secrets.token_hex(16)


class _Once(forms.Form):
    token = forms.RegexField(
        regex=r"^[0-9a-f]{32}$", required=False, widget=forms.HiddenInput, initial=new_token
    )


def _body(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_BODY,
        validators=[no_national_number],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Leave national numbers and salaries out."),
        error_messages={"required": _("Write a few words first.")},
    )


class AnswerForm(_Once):
    """One more message; `last` is the last one that was on the screen."""

    body = _body(_("Your answer"))
    last = forms.IntegerField(required=False, widget=forms.HiddenInput)


class _Opening(_Once):
    subject = forms.CharField(label=_("Subject"), max_length=150, validators=[no_national_number])
    body = _body(_("Message"))

    def facts(self) -> dict[str, Any]:
        """The keywords that every way of opening a thread shares."""
        data = self.cleaned_data
        return {"subject": data["subject"], "body": data["body"], "token": data["token"]}


class ThreadForm(_Opening):
    """A new conversation with an office."""

    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.none(), empty_label=None
    )
    field_order = ("office", "subject", "body", "token")

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = offices
        known = list(offices[:2])
        if len(known) == 1:
            field.widget, field.initial = forms.HiddenInput(), known[0].pk


class OfficeThreadForm(_Opening):
    """A new conversation with a firm; whom it reaches is asked where no client says it."""

    readers = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[
            ("everybody", _("Everybody at the firm")),
            ("administrators", _("Its administrators alone")),
        ],
        initial="everybody",
        widget=forms.RadioSelect,
    )
    field_order = ("readers", "subject", "body", "token")

    def __init__(self, *args: Any, about_client: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if about_client:
            del self.fields["readers"]

    @property
    def to_everybody(self) -> bool:
        """Whether every member of the firm is to read it."""
        return self.cleaned_data.get("readers") == "everybody"

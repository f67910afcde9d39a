"""What people type about portfolios and access."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandat.firms.models import Member, Portfolio
from mandat.rights.shelves import grantable


class PortfolioForm(forms.ModelForm[Portfolio]):
    """The name and description of a portfolio; whether the name is free is the plan's matter."""

    class Meta:
        model = Portfolio
        fields = ("name", "description")
        labels = {"name": _("Name"), "description": _("Description")}  # noqa: RUF012  # read once
        help_texts = {  # noqa: RUF012  # read once
            "description": _("What it gathers, for colleagues who do not know it.")
        }


class _People(forms.ModelChoiceField[Member]):
    """Members by their names."""

    def label_from_instance(self, obj: Member) -> str:
        """Name and role."""
        return f"{obj.user.name} · {obj.role_label()}"


class GrantForm(forms.Form):
    """Access to one portfolio for one member, for ever or from–until."""

    member = _People(
        queryset=Member.objects.none(), label=_("Person"), empty_label=_("Choose a person")
    )
    starts_at = forms.DateTimeField(
        required=False,
        label=_("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    ends_at = forms.DateTimeField(
        required=False,
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        """For those to whom `by` may grant."""
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = grantable(by)  # type: ignore[attr-defined]  # a choice

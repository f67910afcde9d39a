"""Who takes over what when somebody leaves, as it is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandat.firms.models import Member, Portfolio
from mandat.rights.plans.leaving import Handover, own_portfolios


class LeavingForm(forms.Form):
    """Who takes over what."""

    successor = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy("Takes over what hangs on this person alone"),
        help_text=gettext_lazy("Also incidents whose client is in none of these portfolios."),
    )

    def __init__(self, *args: Any, leaver: Member, **kwargs: Any) -> None:
        """With a choice for each portfolio of `leaver`."""
        super().__init__(*args, **kwargs)
        self.portfolios = own_portfolios(leaver)
        people = [(one.pk, one.user.name) for one in _colleagues(leaver)]
        choices = [("", _("Choose somebody")), *people]
        self.fields["successor"].choices = choices  # type: ignore[attr-defined]  # a choice
        for portfolio in self.portfolios:
            self.fields[_field(portfolio)] = forms.TypedChoiceField(
                coerce=int,
                empty_value=None,
                required=False,
                label=portfolio.name,
                choices=[("", _("nobody")), *people],
            )

    def handover(self) -> Handover:
        """What was chosen."""
        data = self.cleaned_data
        return Handover(data["successor"], {one.pk: data[_field(one)] for one in self.portfolios})


def _field(portfolio: Portfolio) -> str:
    return f"portfolio-{portfolio.pk}"


def _colleagues(leaver: Member) -> Iterable[Member]:
    people = Member.objects.filter(firm_id=leaver.firm_id).active().exclude(pk=leaver.pk)
    return people.select_related("user").order_by("user__name")

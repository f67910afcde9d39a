"""What is typed to ask for access, and to answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandat.firms.validators import no_national_number
from mandat.rights.lending import Moment


class AskForm(forms.Form):
    """What one would like to see, and why."""

    wanted = forms.CharField(
        label=_("What would you like to see?"),
        max_length=200,
        validators=[no_national_number],
        help_text=_("In your own words: a client, a portfolio, the work of a colleague."),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        validators=[no_national_number],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApprovalForm(forms.Form):
    """Which portfolios are opened, for ever or from–until."""

    portfolios = forms.TypedMultipleChoiceField(
        label=_("Portfolios"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts_at = Moment(label=_("From"), required=False)
    ends_at = Moment(label=_("Until"), required=False)

    def __init__(self, portfolios: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        """With the portfolios (id, name) that the reader may open."""
        super().__init__(*args, **kwargs)
        self.fields["portfolios"].choices = portfolios  # type: ignore[attr-defined]  # a choice


class RefusalForm(forms.Form):
    """Why not."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=500,
        validators=[no_national_number],
        help_text=_("The person reads these words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

"""What people fill in about declarations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mandat.firms.validators import no_national_number


class SetAsideForm(forms.Form):
    """Why an anomaly is no longer counted."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Your colleagues will read it beside the anomaly. No personal number."),
        max_length=300,
        validators=[no_national_number],
        widget=forms.Textarea(attrs={"rows": 2}),
    )

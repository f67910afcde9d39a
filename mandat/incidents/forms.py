"""What members and the office write about an incident."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from mandat.affiliates.cells import CellError, period
from mandat.firms.validators import no_national_number
from mandat.incidents.choices import IncidentKind
from mandat.lib.money import AmountError, parse_amount

LONGEST_NOTE: Final = 2000


def _note(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_NOTE,
        validators=[no_national_number],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in a few words what was done.")},
    )


class SettlementForm(forms.Form):
    """How an incident was settled."""

    note = _note(
        _("What was done"),
        _("The office reads these words. Leave national numbers out."),
    )


class ClosingForm(forms.Form):
    """Why the office closes an incident itself."""

    note = _note(_("Reason"), _("The firm reads these words."))


class IncidentForm(forms.Form):
    """What the office asks to be settled."""

    kind = forms.ChoiceField(label=_("What happens"), choices=IncidentKind.choices)
    period = forms.CharField(
        label=_("Period"),
        required=False,
        max_length=10,
        help_text=_("A month such as 2026-09, or a quarter such as 2026-T3."),
    )
    amount = forms.CharField(
        label=_("Amount"), required=False, max_length=40, help_text=_("In euros: 1 234,56")
    )
    due_on = forms.DateField(
        label=_("To settle by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    note = _note(
        _("Words to the firm"), _("What the firm needs to know to settle it."), required=False
    )

    def clean_period(self) -> date | None:
        """The first day of the period."""
        try:
            found = period(self.cleaned_data["period"])
        except CellError:
            raise forms.ValidationError(
                _("A period is a month such as 2026-09 or a quarter such as 2026-T3."),
                code="period",
            ) from None
        return found[0] if found else None

    def clean_amount(self) -> int | None:
        """Euro cents, never negative."""
        if not self.cleaned_data["amount"].strip():
            return None
        try:
            cents = parse_amount(self.cleaned_data["amount"])
        except AmountError:
            cents = -1
        if cents < 0:
            raise forms.ValidationError(
                _("This amount cannot be read: write it as 1 234,56."), code="amount"
            )
        return cents

    def facts(self) -> dict[str, Any]:
        """The keywords of `open_incident`."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "period": data["period"],
            "amount_cents": data["amount"],
            "due_on": data["due_on"],
            "note": data["note"].strip(),
        }

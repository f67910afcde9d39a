"""Cover for an absence as people type and read it: in the time of the firm's country."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandat.firms.choices import Country
from mandat.firms.models import Member
from mandat.rights.plans.lending import lendable

ZONES: Final = {
    Country.FRANCE.value: ZoneInfo("Europe/Paris"),
    Country.BELGIUM.value: ZoneInfo("Europe/Brussels"),
}
_TYPED: Final = "%Y-%m-%dT%H:%M"


def zone_of(member: Member) -> ZoneInfo:
    """The clock on the wall of a member's firm."""
    return ZONES[member.firm.country]


class Moment(forms.DateTimeField):
    """A date and a time to the minute.

    Django refuses what a change of the clocks makes doubtful: an hour that is skipped, or that
    comes twice.
    """

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_TYPED)
        formats = [_TYPED, "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **more)


class LendingForm(forms.Form):
    """Which portfolios of somebody absent, to whom, from when until when."""

    portfolios = forms.TypedMultipleChoiceField(
        label=_("Portfolios"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    members = forms.TypedMultipleChoiceField(
        label=_("Lent to"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts_at = Moment(label=_("From"))
    ends_at = Moment(label=_("Until"), help_text=_("It ends by itself at this minute."))

    def __init__(self, *args: Any, absent: Member, at: datetime, **kwargs: Any) -> None:
        """For the portfolios that `absent` can lend at `at`, to those who are in."""
        super().__init__(*args, **kwargs)
        portfolios = [(one.pk, one.name) for one in lendable(absent, at=at)]
        colleagues = (
            Member.objects.filter(firm_id=absent.firm_id)
            .active()
            .exclude(pk=absent.pk)
            .select_related("user")
            .order_by("user__name")
        )
        people = [(one.pk, f"{one.user.name} · {one.role_label()}") for one in colleagues]
        self.fields["portfolios"].choices = portfolios  # type: ignore[attr-defined]  # a choice
        self.fields["members"].choices = people  # type: ignore[attr-defined]  # a choice
        self.fields["portfolios"].initial = [key for key, _name in portfolios]
        self.fields["starts_at"].initial = timezone.localtime(at).replace(second=0, microsecond=0)


class EndForm(forms.Form):
    """Until when loans shall run."""

    ends_at = Moment(label=_("Until"))

"""What a request to an office says, and what the office answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mandat.affiliates.choices import AccountKind
from mandat.affiliates.models import Affiliate
from mandat.firms.models import Member, Office, Portfolio
from mandat.identifiers.spotting import holds_national_number
from mandat.onboarding.choices import LegalForm, Occupation, RequestKind
from mandat.onboarding.finding import services_of
from mandat.onboarding.forms.adding import offer_portfolios, offer_services
from mandat.onboarding.transfers import transfer_effective, transfer_possible
from mandat.ui.formats import day


class RequestForm(forms.Form):
    """What the office needs to affiliate a number that it does not know, or to take it over."""

    name = forms.CharField(label=_("Name"), max_length=200)
    street = forms.CharField(label=_("Street and number"), max_length=200)
    postcode = forms.CharField(
        label=_("Postcode"),
        validators=[RegexValidator(r"^[1-9]\d{3}$", _("Four digits, such as 1000."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    city = forms.CharField(label=_("Town"), max_length=100)
    activity = forms.CharField(
        label=_("Activity"),
        max_length=10,
        validators=[RegexValidator(r"^\d{2}(\.?\d{1,3})?$", _("A NACE code, such as 43.320."))],
        help_text=_("NACE code."),
    )
    starts_on = forms.DateField(
        label=_("Start"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    services = forms.MultipleChoiceField(
        label=_("Online services"), widget=forms.CheckboxSelectMultiple
    )
    portfolios = forms.ModelMultipleChoiceField(
        label=_("Portfolios"),
        queryset=Portfolio.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    request_kind = RequestKind.AFFILIATION
    account_kind: AccountKind  # what the office will open
    field_order: tuple[str, ...] = ()
    free_text: tuple[str, ...] = ("name", "street", "city")

    def __init__(
        self, *args: Any, member: Member, office: Office, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offer_services(self.fields["services"], services_of(office, {self.account_kind}))
        offer_portfolios(self.fields["portfolios"], member)

    def clean(self) -> dict[str, Any]:
        """No national number in free text: it would be readable by everyone with the request."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.free_text:
            if holds_national_number(str(data.get(name, ""))):
                self.add_error(name, gettext("Do not write a national number here."))
        return data

    @property
    def kept(self) -> dict[str, Any]:
        """The answers as the request keeps them, services and name apart."""
        found: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if name not in ("name", "services"):
                found[name] = value.isoformat() if isinstance(value, date) else value
        found["portfolios"] = [one.pk for one in self.cleaned_data["portfolios"]]
        return found


class PersonForm(RequestForm):
    """A self-employed person who joins the fund."""

    account_kind = AccountKind.SELF_EMPLOYED
    occupation = forms.ChoiceField(
        label=_("Occupation"), choices=Occupation.choices, widget=forms.RadioSelect
    )
    field_order: tuple[str, ...] = (
        "name",
        "street",
        "postcode",
        "city",
        "activity",
        "starts_on",
        "occupation",
    )


class TransferForm(PersonForm):
    """A self-employed person who comes from another fund."""

    starts_on = None  # type: ignore[assignment]  # Django's way to leave an inherited field out
    fund = forms.CharField(label=_("Present fund"), max_length=100)
    fund_since = forms.DateField(
        label=_("Member of it since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    request_kind = RequestKind.TRANSFER
    free_text = ("name", "street", "city", "fund")
    field_order = (
        "name", "fund", "fund_since", "street",
        "postcode", "city", "activity", "occupation",
    )  # fmt: skip

    def clean_fund_since(self) -> date:
        """At least four years when the transfer takes effect, else the first day that would do."""
        since: date = self.cleaned_data["fund_since"]
        if since > self.today:
            raise forms.ValidationError(gettext("This date lies in the future."))
        effective = transfer_effective(self.today)
        possible = transfer_possible(self.today, since)
        if possible > effective:
            raise forms.ValidationError(
                gettext(
                    "A transfer takes four years in the present fund. This one is possible from "
                    "%(day)s: ask for it before 30 June of the year before."
                )
                % {"day": day(possible, get_language() or "fr")}
            )
        return since

    @property
    def kept(self) -> dict[str, Any]:
        """With the day on which the transfer takes effect."""
        return {**super().kept, "effective_on": transfer_effective(self.today).isoformat()}


class EmployerForm(RequestForm):
    """An employer who joins the payroll office."""

    account_kind = AccountKind.EMPLOYER
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=LegalForm.choices)
    joint_committee = forms.CharField(
        label=_("Joint committee"),
        required=False,
        max_length=9,
        validators=[RegexValidator(r"^\d{3}(\.\d{2}){0,2}$", _("A number such as 200 or 124."))],
        help_text=_("Your guess, if you have one: the office decides."),
    )
    field_order = (
        "name", "legal_form", "street", "postcode",
        "city", "activity", "joint_committee", "starts_on",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].label = _("First employee on")


def request_form(
    subject_kind: str, kind: str, affiliate: Affiliate | None = None
) -> tuple[type[RequestForm], dict[str, Any]]:
    """The form of a request about a person or a company, with what the office knows of it."""
    initial: dict[str, Any] = {}
    if affiliate is not None:
        initial = {
            name: getattr(affiliate, name)
            for name in ("name", "street", "postcode", "city", "activity")
        }
    if subject_kind != "person":
        return EmployerForm, initial
    return (TransferForm if kind == RequestKind.TRANSFER else PersonForm), initial


class DecisionForm(forms.Form):
    """The office's answer."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])
    account_number = forms.CharField(
        label=_("Account number"),
        required=False,
        max_length=30,
        help_text=_("Of the account that you opened, if there is one already."),
    )
    answer = forms.CharField(
        label=_("Answer to the firm"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A refusal needs its reason."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """A refusal says why; no answer holds a national number."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("decision") == "refuse" and not data.get("answer"):
            self.add_error("answer", gettext("Say why: the firm reads it."))
        if holds_national_number(data.get("answer", "")):
            self.add_error("answer", gettext("Do not write a national number here."))
        return data

"""What people type on the way to a new client, and what the office answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mandat.affiliates.choices import AccountKind, EmailService, Service
from mandat.affiliates.models import Affiliate
from mandat.clients.choices import ClientKind
from mandat.firms.models import Firm, Member, Office, Portfolio
from mandat.identifiers import Kind, classify
from mandat.lib.money import AmountError, parse_amount
from mandat.onboarding.actions.adding import Wanted
from mandat.onboarding.choices import LegalForm, Occupation, Proof, RequestKind
from mandat.onboarding.finding import Way, services_of
from mandat.onboarding.numbers import Subject, Understood, holds_national_number, understand
from mandat.onboarding.proof import Claim
from mandat.onboarding.transfers import transfer_effective, transfer_possible
from mandat.ui.formats import day


class NumberForm(forms.Form):
    """The one field that understands which number it is."""

    number = forms.CharField(
        label=_("Number of the client"),
        max_length=80,
        help_text=_(
            "SIREN, SIRET, NIR, enterprise number, establishment unit or national register "
            "number; spaces, dots and BE do not matter."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        ),
    )

    def __init__(self, *args: Any, today: date, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.firm = today, firm
        self.understood: Understood | None = None

    def clean_number(self) -> str:
        """Refuses what is no right number, and says why."""
        typed: str = self.cleaned_data["number"]
        self.understood = understand(typed, today=self.today, home=self.firm.country)
        if self.understood.subject is None:
            raise forms.ValidationError(self.understood.problem_label)
        return typed


class WayForm(forms.Form):
    """Which office, where several could take the number."""

    way = forms.ChoiceField(label=_("With which office?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, ways: Sequence[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = {way.value: way for way in ways}
        field: Any = self.fields["way"]
        field.choices = [(way.value, way.names) for way in ways]

    @property
    def chosen(self) -> Way:
        """The way that was ticked."""
        return self.ways[self.cleaned_data["way"]]


class ProofForm(forms.Form):
    """U15, U16: the amount and account of an employer, or the NIR and account of a person."""

    kind = forms.ChoiceField(
        label=_("Who is it?"), choices=Proof.choices, widget=forms.RadioSelect, initial="employer"
    )
    amount = forms.CharField(
        label=_("Amount to pay of the last declaration"),
        max_length=40,
        help_text=_("To the cent, for instance 1 234,56. For an employer."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    nir = forms.CharField(
        label=_("Social-security number (NIR)"),
        max_length=40,
        help_text=_("15 digits. For a self-employed person."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    account = forms.CharField(
        label=_("Account number"),
        max_length=30,
        help_text=_("The employer account, or the self-employed account."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    use_required_attribute = False  # the amount or the NIR, as the kind says

    def __init__(self, *args: Any, subject: Subject, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.today = subject, today
        if subject.is_person:
            for name in ("kind", "amount", "nir"):
                del self.fields[name]

    @property
    def claim(self) -> Claim:
        """What is said, once the form is valid."""
        data = self.cleaned_data
        if self.subject.is_person:
            return Claim(self.subject, AccountKind.SELF_EMPLOYED, data["account"])
        if data["kind"] == Proof.SELF_EMPLOYED:
            person = Subject(Kind.NIR, data["nir"])
            return Claim(person, AccountKind.SELF_EMPLOYED, data["account"])
        return Claim(self.subject, AccountKind.EMPLOYER, data["account"], data["amount"])

    def clean(self) -> dict[str, Any]:
        """Reads the amount or the NIR, whichever is asked; nothing is looked up."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.subject.is_person or "kind" not in data:
            return data
        if data["kind"] == Proof.EMPLOYER:
            self.errors.pop("nir", None)
            self._read_amount(data)
        else:
            self.errors.pop("amount", None)
            self._read_nir(data)
        return data

    def _read_amount(self, data: dict[str, Any]) -> None:
        if "amount" in self.errors:
            return
        try:
            data["amount"] = parse_amount(data.get("amount") or "")
        except AmountError:
            self.add_error("amount", gettext("Type an amount in euros, such as 1 234,56."))

    def _read_nir(self, data: dict[str, Any]) -> None:
        if "nir" in self.errors:
            return
        reading = classify(data.get("nir") or "", today=self.today, kinds=(Kind.NIR,))
        if reading.valid:
            data["nir"] = reading.normalized
        else:
            self.add_error("nir", gettext("This is not a right NIR: 15 digits with their key."))


class EngagementForm(forms.Form):
    """U17, U18 and where the client is placed; `name` where the office does not know it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What is it?"), choices=ClientKind.choices)
    services = forms.MultipleChoiceField(
        label=_("Online services"), widget=forms.CheckboxSelectMultiple
    )
    email_services = forms.MultipleChoiceField(
        label=_("E-mail services"),
        choices=EmailService.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    portfolios = forms.ModelMultipleChoiceField(
        label=_("Portfolios"),
        queryset=Portfolio.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, member: Member, services: Sequence[str], named: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if named:  # the office's file says it
            del self.fields["name"], self.fields["kind"]
        offer_services(self.fields["services"], services)
        offer_portfolios(self.fields["portfolios"], member)

    def complete(self, wanted: Wanted) -> Wanted:
        """What was ticked, added to what is known."""
        data = self.cleaned_data
        return replace(
            wanted,
            name=data.get("name", wanted.name),
            kind=ClientKind(data.get("kind", wanted.kind)),
            services=data["services"],
            email_services=data["email_services"],
            portfolios=list(data["portfolios"]),
        )


def offer_services(field: Any, services: Sequence[str]) -> None:
    """Only what the office offers, all of it ticked."""
    field.choices = [(one, Service(one).label) for one in services]
    field.initial = list(services)


def offer_portfolios(field: Any, member: Member) -> None:
    """A collaborator must choose among those granted, else the client would be out of sight."""
    field.queryset = Portfolio.objects.visible_to(member).open()
    field.required = not member.is_administrator
    if not member.is_administrator:
        field.help_text = _("At least one: you see the clients of your portfolios.")
        granted = list(field.queryset[:2])
        field.initial = granted if len(granted) == 1 else None
        if not granted:
            field.help_text = _("You have no portfolio yet: ask an administrator of your firm.")


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
            if holds_national_number(str(data.get(name, "")), today=self.today):
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
    field_order = ("name", "street", "postcode", "city", "activity", "starts_on", "occupation")


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
    field_order = ("name", "fund", "fund_since", "street", "postcode", "city", "activity")

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
    field_order = ("name", "legal_form", "street", "postcode", "city", "activity", "starts_on")

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
        if holds_national_number(data.get("answer", ""), today=self.today):
            self.add_error("answer", gettext("Do not write a national number here."))
        return data


class LookupForm(forms.Form):
    """U19: the client to terminate, by any of its numbers."""

    number = forms.CharField(
        label=_("SIREN, SIRET, enterprise number or account number"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

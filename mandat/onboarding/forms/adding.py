"""What people type on the way to a new client, or to take one off the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandat.affiliates.choices import AccountKind, EmailService, Service
from mandat.clients.choices import ClientKind
from mandat.firms.models import Firm, Member, Portfolio
from mandat.identifiers import Kind, classify
from mandat.lib.money import AmountError, parse_amount
from mandat.onboarding.actions.adding import Wanted
from mandat.onboarding.choices import Proof
from mandat.onboarding.finding import Way
from mandat.onboarding.numbers import Subject, Understood, understand
from mandat.onboarding.proof import Claim


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


class LookupForm(forms.Form):
    """U19: the client to terminate, by any of its numbers."""

    number = forms.CharField(
        label=_("SIREN, SIRET, enterprise number or account number"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

"""The form of a contact person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mandat.clients.models import ClientContact

if TYPE_CHECKING:
    _Form = forms.ModelForm[ClientContact]
else:
    _Form = forms.ModelForm  # not generic when it runs


class ContactForm(_Form):
    """A person at the client's; somebody who can be reached."""

    class Meta:
        model = ClientContact
        fields: ClassVar[list[str]] = ["name", "role", "email", "phone", "note"]
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Name"),
            "role": _("Role"),
            "email": _("E-mail"),
            "phone": _("Telephone"),
            "note": _("Note"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "role": _("What this person does for the client: manager, payroll …"),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "note": forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a person who cannot be reached."""
        data = super().clean() or {}
        if not self.errors and not data.get("email") and not data.get("phone"):
            self.add_error("email", _("Give an e-mail address or a telephone number."))
        return data

"""What a person may say about themselves."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mandat.firms.models import User


class ProfileForm(forms.ModelForm[User]):
    """Name and language; the address is changed by an administrator."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "language"]
        labels: ClassVar[dict[str, object]] = {
            "name": _("Name"),
            "language": _("Language of the interface"),
        }

"""What people of an office give: a file to load."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """One file of affiliates."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("As a spreadsheet saves it: comma or semicolon, UTF-8 or Windows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )

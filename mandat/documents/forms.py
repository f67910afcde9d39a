"""What an office fills in to publish."""

from __future__ import annotations

from typing import IO, Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from mandat.documents.actions import Refused, Upload
from mandat.documents.choices import DocumentGroup
from mandat.documents.kinds import FileKind, WrongKind, kind_of
from mandat.firms.choices import Language
from mandat.vault.files import TooLarge

_ACCEPTED = ",".join(f".{kind.value}" for kind in FileKind) + ",.jpeg"


def refusal(error: Refused | WrongKind | TooLarge) -> str:
    """The sentence that tells why a file was not published."""
    if isinstance(error, TooLarge):
        return now("This file is larger than %(size)s, the most that can be published.") % {
            "size": filesizeformat(settings.MANDAT_UPLOAD_MAX_BYTES)
        }
    return {
        "name": now("Only PDF, PNG, JPEG, CSV, XLSX, ODS and TXT files can be published."),
        "content": now(
            "The content of this file is not what its name says: it was not published. "
            "Save it again in its own program, without macros, and choose it anew."
        ),
        "empty": now("This file is empty."),
        "twice": now("This very file is published already under this title."),
        "office": now("Your office does not look after this client."),
        "removed": now("This client is no longer on its firm's list."),
    }[error.code]


def _content(file: UploadedFile[bytes]) -> IO[bytes]:
    assert file.file is not None
    return file.file


class _Publishing(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    file = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_("PDF, PNG, JPEG, CSV, XLSX, ODS or TXT."),
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED}),
        error_messages={"empty": _("This file is empty.")},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuses what is too large or of another kind before anything is kept."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.MANDAT_UPLOAD_MAX_BYTES:
            raise forms.ValidationError(refusal(TooLarge()), code="size")
        try:
            kind_of(_content(file), file.name or "")
        except WrongKind as error:
            raise forms.ValidationError(refusal(error), code=error.code) from None
        return file

    def refused(self, error: Refused | WrongKind | TooLarge) -> None:
        """Show beside the file why it was not published."""
        self.add_error("file", refusal(error))

    def upload(self) -> Upload:
        """The file as the actions take it."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return Upload(_content(file), file.name or "")


def _date(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )


class DocumentForm(_Publishing):
    """A document for one client."""

    group = forms.ChoiceField(
        label=_("Shown under"), choices=DocumentGroup.choices, widget=forms.RadioSelect,
        initial=DocumentGroup.SOCIAL_STATUS,
    )  # fmt: skip
    period = _date(
        _("Period"), required=False, help_text=_("The first day of the month or quarter.")
    )
    field_order = ("group", "title", "language", "period", "file")

    def facts(self) -> dict[str, Any]:
        """The keywords of `publish_document`."""
        data = self.cleaned_data
        named = {name: data[name] for name in ("group", "title", "language", "period")}
        return named | {"upload": self.upload()}


class GuideForm(_Publishing):
    """A guide for every firm."""

    summary = forms.CharField(
        label=_("Summary"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences; they are searched too."),
    )
    dated = _date(_("Date of the guide"), required=True)
    field_order = ("title", "summary", "language", "dated", "file")

    def facts(self) -> dict[str, Any]:
        """The keywords of `publish_guide`."""
        data = self.cleaned_data
        named = {name: data[name] for name in ("title", "summary", "language", "dated")}
        return named | {"upload": self.upload()}

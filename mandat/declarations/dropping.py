"""Receives what one form brought, file by file, and says how each fared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from mandat.declarations.actions import FileRefused, receive_file
from mandat.declarations.explain import advice_of, title_of
from mandat.declarations.personal import safe_name
from mandat.firms.models import Member

MOST_FILES: Final = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one dropped file fared: an address where it was received, words in any case."""

    name: str
    words: str
    url: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it was received."""
        return bool(self.url)


def drop_all(
    member: Member, dropped: Sequence[UploadedFile[Any]], *, at: datetime
) -> list[Outcome]:
    """Receive the files one by one; one that is refused does not hold up the others."""
    if not dropped:
        return [Outcome("", _("Choose at least one file."))]
    if len(dropped) > MOST_FILES:
        words = _("At most %(most)s files at a time: none was received.") % {"most": MOST_FILES}
        return [Outcome("", words)]
    return [_drop(member, one, at) for one in dropped]


def _drop(member: Member, dropped: UploadedFile[Any], at: datetime) -> Outcome:
    name = safe_name(dropped.name or "")
    try:
        file, created = receive_file(member.firm, dropped.chunks(), name=name, by=member, at=at)
    except FileRefused as refused:
        return Outcome(name, f"{title_of(refused.code)}. {advice_of(refused.code)}")
    words = _("Received") if created else _("You had dropped it before: nothing changed")
    return Outcome(name, words, reverse("declarations:file", args=[file.pk]))

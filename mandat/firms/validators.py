"""What free text may not hold, whoever writes it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandat.identifiers.spotting import holds_national_number


def no_national_number(text: str) -> None:
    """Refuse a text with somebody's NIR or national register number: everyone it goes to reads it.

    The number itself is never part of the refusal.
    """
    if holds_national_number(text):
        raise ValidationError(_("Do not write a national number here."))

"""The page that everybody gets while the whole space is frozen, in every language at once."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _


def closed_page(request: HttpRequest) -> HttpResponse:
    """503, with no word of why: who must know has been told."""
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(
                {
                    "language": code,
                    "title": _("Mandat is closed for the moment"),
                    "words": _(
                        "Nothing is lost. The office that runs this space has closed it and opens "
                        "it again as soon as it can; ask there if it is urgent."
                    ),
                }
            )
    return render(request, "firms/closed.html", {"said": said}, status=503)

"""The page that shows every component with its states, in debug only."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mandat.ui import notices, samples


class SampleForm(forms.Form):
    """One field of each sort, to see labels, help and errors."""

    number = forms.CharField(label="SIREN", help_text="Nine digits, spaces allowed.")
    amount = forms.CharField(label="Amount to pay of the last declaration", required=False)
    role = forms.ChoiceField(
        label="Role",
        choices=[("administrator", "Administrator"), ("collaborator", "Collaborator")],
        widget=forms.RadioSelect,
        initial="collaborator",
    )
    digest = forms.BooleanField(
        label="Send me what changed", help_text="Once a day.", required=False
    )


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Shows the components; with `?toast` a message that can be undone, too."""
    if not settings.DEBUG:
        raise Http404
    form = SampleForm({"number": "732 829 32", "role": "collaborator"})
    form.add_error("number", "A SIREN has nine digits: this one has eight.")
    if "toast" in request.GET:
        notices.say(request, "Boulangerie du Canal was removed.", undo="/ui/")
    return render(request, "ui/components.html", samples.page() | {"form": form})

"""Shows a client's national number in full: on asking, with a reason, once, and logged (S17)."""

from __future__ import annotations

from django import forms
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mandat.clients.models import Client
from mandat.clients.national import national_number_of
from mandat.firms import audit, limits
from mandat.firms.doors import members_only
from mandat.firms.http import MemberRequest
from mandat.firms.permissions import Permission
from mandat.firms.reading import ReadingKind, note
from mandat.firms.validators import no_national_number


class Purpose(models.TextChoices):
    """What a national number is needed for."""

    DECLARATION = "declaration", _("To fill in a declaration or a form of an institution")
    IDENTITY = "identity", _("To check that it is this person")
    CORRECTION = "correction", _("To correct it where it is wrong")
    OTHER = "other", _("Something else, said below")


class PurposeForm(forms.Form):
    """Why the number is needed; in words too where it is none of the usual reasons."""

    purpose = forms.ChoiceField(label=_("Why do you need it?"), choices=Purpose.choices)
    words = forms.CharField(
        label=_("In your words"), max_length=200, required=False, validators=[no_national_number]
    )

    def clean_words(self) -> str:
        """Wanted where the list says nothing."""
        words = " ".join(str(self.cleaned_data["words"]).split())
        if not words and self.cleaned_data.get("purpose") == Purpose.OTHER:
            raise forms.ValidationError(_("Say what you need it for."))
        return words


@members_only(Permission.SHOW_NATIONAL_NUMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def national_number(request: MemberRequest, pk: int) -> HttpResponse:
    """GET asks for the reason; POST shows the number, on this one page that nothing stores."""
    client = get_object_or_404(Client.objects.visible_to(request.member), pk=pk)
    if not client.number_hash:
        raise Http404  # a company has none
    form = PurposeForm(request.POST if request.method == "POST" else None)
    context = {"client": client, "form": form, "number": ""}
    if not form.is_valid():
        note(request, ReadingKind.CLIENT, client=client.pk)
        status = 422 if form.is_bound else 200
        return render(request, "clients/national_number.html", context, status=status)
    note(request, ReadingKind.NATIONAL_NUMBER, client=client.pk)
    person = request.user.membership or request.member
    if limits.has_room(person, ReadingKind.NATIONAL_NUMBER, at=request.now):
        # Where there is none, the middleware drops this answer, and nothing was shown.
        audit.record(
            client.firm, "client.number_shown", by=request.user, at=request.now, target=client,
            purpose=form.cleaned_data["purpose"], words=form.cleaned_data["words"],
        )  # fmt: skip
        context["number"] = national_number_of(client)
    return render(request, "clients/national_number.html", context)

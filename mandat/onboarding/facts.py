"""What a request says, as labelled facts for people: the firm's and the office's page show them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandat.affiliates.choices import Service
from mandat.firms.models import Member, Portfolio
from mandat.identifiers import Kind, format_number, mask
from mandat.onboarding.actions.deciding import KEPT_ACCOUNT, national_number_of
from mandat.onboarding.choices import LegalForm, Occupation
from mandat.onboarding.models import Request
from mandat.ui.formats import day


def number_of(request: Request) -> str:
    """The number, printed; masked when it is a person's."""
    if not request.number:
        number = national_number_of(request)
        return mask(Kind.NIR if len(number) == 15 else Kind.NISS, number)
    return format_number(
        Kind.SIREN if len(request.number) == 9 else Kind.ENTERPRISE, request.number
    )


def facts_of(request: Request, *, portfolios_of: Member | None = None) -> list[tuple[str, str]]:
    """Labels and values in reading order, empty ones left out.

    Portfolios are the firm's own: they show to `portfolios_of` as far as that member sees them,
    and never to the office.
    """
    form = request.form
    place = " ".join(part for part in (form.get("postcode"), form.get("city")) if part)
    facts = [
        (_("Number"), number_of(request)),
        (_("Legal form"), _label(LegalForm, form.get("legal_form"))),
        (_("Occupation"), _label(Occupation, form.get("occupation"))),
        (_("Address"), ", ".join(part for part in (form.get("street"), place) if part)),
        (_("Activity"), form.get("activity", "")),
        (_("Start"), _day(form.get("starts_on"))),
        (_("Joint committee"), form.get("joint_committee", "")),
        (_("Present fund"), form.get("fund", "")),
        (_("Member of it since"), _day(form.get("fund_since"))),
        (_("Transfer takes effect"), _day(form.get("effective_on"))),
        (_("Online services"), ", ".join(str(Service(one).label) for one in request.services)),
        (_("Account number"), form.get(KEPT_ACCOUNT, "")),
        (_("Portfolios"), _portfolios(request, portfolios_of)),
        (
            _("Reflection until"),
            day(request.reflection_until, _language()) if request.reflection_until else "",
        ),
    ]
    return [(label, value) for label, value in facts if value]


def _label(choices: type[LegalForm | Occupation], value: str | None) -> str:
    return str(choices(value).label) if value else ""


def _day(written: str | None) -> str:
    return day(date.fromisoformat(written), _language()) if written else ""


def _portfolios(request: Request, member: Member | None) -> str:
    if member is None or not request.form.get("portfolios"):
        return ""
    seen = Portfolio.objects.visible_to(member).filter(pk__in=request.form["portfolios"])
    return ", ".join(portfolio.name for portfolio in seen)


def _language() -> str:
    return get_language() or "fr"

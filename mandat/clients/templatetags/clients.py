"""What templates say about a client: its number, its services as dots, its state."""

from __future__ import annotations

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mandat.affiliates.choices import Service
from mandat.clients.choices import Attention, ServiceState
from mandat.clients.models import Client
from mandat.clients.national import kind_of, masked_number
from mandat.firms.choices import Country
from mandat.identifiers import Kind, format_number
from mandat.ui.templatetags.ui import dots, mark, pill

register = template.Library()

_NAMES = {Kind.SIREN: "SIREN", Kind.ENTERPRISE: "BE", Kind.NIR: "NIR", Kind.NISS: "NISS"}
_LEVELS = {Attention.FINE: "good", Attention.WATCH: "watch", Attention.ACT: "act"}


@register.simple_tag
def client_number(client: Client, query: str = "") -> SafeString:
    """The number as its country writes it, a person's masked; what `query` met is marked."""
    if not client.number:
        masked = masked_number(client)
        kind = Kind.NISS if client.country == Country.BELGIUM else kind_of(masked) or Kind.NIR
        return format_html(
            '<span class="nowrap num">{} <span aria-hidden="true">{}</span>'
            '<span class="vh">{}</span></span>',
            _NAMES[kind], masked, _("hidden"),
        )  # fmt: skip
    kind = Kind.ENTERPRISE if client.country == Country.BELGIUM else Kind.SIREN
    shown = mark(format_number(kind, client.number), query)
    return format_html('<span class="nowrap num">{} {}</span>', _NAMES[kind], shown)


@register.simple_tag
def service_dots(client: Client) -> SafeString:
    """One dot per service; those that are not open lead to where they are asked for.

    Reads `client.services`: lists prefetch it.
    """
    rows = {row.service: row.state for row in client.services.all()}
    items = []
    for service in Service:
        state = ServiceState(rows.get(service, ServiceState.NONE))
        closed = state in {ServiceState.NONE, ServiceState.ENDED}
        items.append(
            {
                "label": service.label,
                "state": state.value,
                "state_label": state.label,
                "url": _ask_url(client, service) if closed else "",
            }
        )
    return dots(items)


@register.simple_tag
def client_state(client: Client) -> SafeString:
    """How much the client asks for, as a pill."""
    level = Attention(client.attention)
    return pill(_LEVELS[level], level.label)


def _ask_url(client: Client, service: Service) -> str:
    try:
        return reverse("onboarding:ask_service", args=[client.pk, service.value])
    except NoReverseMatch:
        return ""

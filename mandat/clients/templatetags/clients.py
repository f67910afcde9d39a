"""What templates say about a client: its number, its services as dots, its state."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandat.affiliates.choices import Service
from mandat.clients.choices import Attention, ClientKind, ServiceState
from mandat.clients.models import Client
from mandat.clients.national import kind_of, masked_number
from mandat.clients.screens import Row, Screen
from mandat.firms.choices import Country
from mandat.firms.permissions import Permission
from mandat.identifiers import Kind, format_number
from mandat.ui.templatetags.ui import NOTHING, day, dots, icon, mark, number, pill

register = template.Library()
_ANY: Final = "/0/"  # where the client's id stands in an address made for any client

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
def service_dots(client: Client, asks: object = True) -> SafeString:  # a tag's word
    """One dot per service; those that are not open lead to where they are asked for.

    Where the reader may not ask for any (`asks`), they lead nowhere.

    Reads `client.services`: lists prefetch it.
    """
    rows = {row.service: row.state for row in client.services.all()}
    states = tuple(rows.get(service.value, ServiceState.NONE.value) for service in Service)
    urls = tuple(_ask_url(service) if asks else "" for service in Service)
    shown = _dots(states, urls, get_language() or "")
    return mark_safe(shown.replace(_ANY, f"/{client.pk}/"))  # noqa: S308  # a number alone is put in


@register.simple_tag
def client_state(client: Client) -> SafeString:
    """How much the client asks for, as a pill."""
    return _state(client.attention, get_language() or "")


@register.simple_tag
def client_rows(screen: Screen) -> SafeString:
    """The lines of the list: one format string each, where a template would walk forty nodes."""
    words = _words()
    kinds = {kind.value: str(kind.label) for kind in ClientKind}
    language = get_language() or ""
    asks = screen.member.may(Permission.EDIT_CLIENTS)
    chosen = screen.bulk is not None
    rows = (
        _row_of(row, screen.q, words, kinds, language, asks=asks, chosen=chosen)
        for row in screen.rows
    )
    return format_html_join("", "{}", ((row,) for row in rows))


_CHECK: Final = (
    '<td class="check"><label><span class="vh">{}</span>'
    '<input type="checkbox" name="client" value="{}" form="bulk"></label></td>'
)
_ROW: Final = (
    '<tr>{check}<th scope="row"><a href="{url}" data-row>{name}</a>'
    '<span class="sub">{sub}</span></th>'
    '<td class="spare" data-label="{t_kind}">{kind}</td>'
    '<td class="spare" data-label="{t_portfolio}">{portfolios}</td>'
    '<td data-label="{t_services}">{services}</td>'
    '<td class="num" data-label="{t_incidents}">{incidents}</td>'
    '<td class="num" data-label="{t_anomalies}">{anomalies}</td>'
    '<td class="num spare" data-label="{t_employees}">{employees}</td>'
    '<td class="nowrap" data-label="{t_due}">{due}</td><td data-label="{t_state}">{state}</td>'
    '<td class="acts">{acts}</td></tr>\n'
)


def _words() -> dict[str, SafeString]:
    """The heads of the columns, which narrow screens show beside each value."""
    heads = {
        "t_kind": _("Kind"),
        "t_portfolio": _("Portfolio"),
        "t_services": _("Services"),
        "t_incidents": _("Incidents"),
        "t_anomalies": _("Anomalies"),
        "t_employees": _("Headcount"),
        "t_due": _("Next due"),
        "t_state": _("State"),
    }
    return {key: escape(word) for key, word in heads.items()}


def _row_of(
    row: Row,
    query: str,
    words: dict[str, SafeString],
    kinds: dict[str, str],
    language: str,
    *,
    asks: bool,
    chosen: bool,
) -> SafeString:
    client = row.client
    return format_html(
        _ROW,
        check=_check(row.client) if chosen else "",
        url=row.url,
        name=mark(client.name, query),
        sub=_under_name(row, query),
        kind=kinds[client.kind],
        portfolios=row.portfolios or NOTHING,
        services=service_dots(client, asks),
        incidents=number(client.open_incidents),
        anomalies=number(client.open_anomalies),
        employees=number(client.headcount),
        due=day(client.next_due_on),
        state=_state(client.attention, language),
        acts=_removal(row),
        **words,
    )


def _check(client: Client) -> SafeString:
    return format_html(_CHECK, _("Select %(name)s") % {"name": client.name}, client.pk)


def _under_name(row: Row, query: str) -> SafeString:
    """The number, then what the list was searched by."""
    shown = client_number(row.client, query)
    if row.trade_name:
        shown = format_html("{} · {}", shown, mark(row.trade_name, query))
    if row.account:
        shown = format_html("{} · {} {}", shown, _("account"), mark(row.account, query))
    return shown


def _removal(row: Row) -> SafeString:
    if not row.remove_url:
        return SafeString("")
    words = _("Remove %(name)s") % {"name": row.client.name}
    return format_html(
        '<a class="icon-button small danger" href="{}" aria-label="{}">{}</a>',
        row.remove_url, words, icon("trash-2"),
    )  # fmt: skip


@lru_cache(maxsize=16)
def _state(attention: int, language: str) -> SafeString:
    level = Attention(attention)
    return pill(_LEVELS[level], level.label)


@lru_cache(maxsize=2048)
def _dots(states: tuple[str, ...], urls: tuple[str, ...], language: str) -> SafeString:
    """The dots of any client whose services are in these states."""
    items = []
    for service, value, url in zip(Service, states, urls, strict=True):
        state = ServiceState(value)
        closed = state in {ServiceState.NONE, ServiceState.ENDED}
        items.append(
            {
                "label": service.label,
                "state": state.value,
                "state_label": state.label,
                "url": url if closed else "",
            }
        )
    return dots(items)


def _ask_url(service: Service) -> str:
    """Where a service is asked for, for the client 0; '' where that app is not installed."""
    try:
        return reverse("onboarding:ask_service", args=[0, service.value])
    except NoReverseMatch:
        return ""

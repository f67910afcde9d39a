"""What templates say: icons, states, formats of the active language, marks, addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.files.storage import Storage, storages
from django.http import QueryDict
from django.template import Context
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from mandat.ui import charts, formats, marking

register = template.Library()

NOTHING = "—"  # what a column shows where there is no value
LEVELS = frozenset({"good", "watch", "act", "none", "accent"})
_FULL = frozenset({"active", "ending", "full", "open"})
_HALF = frozenset({"asked", "pending", "half"})


def _language() -> str:
    return get_language() or "fr"


# ---- icons and states ----


@lru_cache(maxsize=256)
def _address(storage: Storage, path: str) -> str:
    """The address of a static file, which lives as long as its storage."""
    return storage.url(path)


@lru_cache(maxsize=256)
def _icon(sprite: str, name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite; without a label it is hidden from screen readers."""
    sprite = _address(storages["staticfiles"], "ui/icons.svg")
    if not label:
        return _icon(sprite, name)
    # Not kept: a label may hold a name.
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
        escape(label),  # a literal of a template says of itself that it is safe
        sprite,
        name,
    )


@register.simple_tag
def script_url(name: str) -> str:
    """Address of one of our modules."""
    return _address(storages["staticfiles"], f"ui/js/{name}.js")


@register.simple_tag
def pill(level: str, text: object) -> SafeString:
    """A state as a word with its colour and shape: good, watch, act, accent or none."""
    if level not in LEVELS:
        raise template.TemplateSyntaxError(f"pill: no such level as {level!r}")
    return format_html('<span class="pill {}">{}</span>', level, text)


def _part(service: Any, name: str) -> str:
    value = service.get(name) if isinstance(service, Mapping) else getattr(service, name, None)
    return "" if value is None else str(value)


def _dot(service: Any) -> SafeString:
    state, url = _part(service, "state"), _part(service, "url")
    shape = "full" if state in _FULL else "half" if state in _HALF else "none"
    words = {
        "full": pgettext("service", "access"),
        "half": pgettext("service", "under way"),
        "none": pgettext("service", "not yet"),
    }
    label = f"{_part(service, 'label')}: {_part(service, 'state_label') or words[shape]}"
    mark = format_html(
        '<span class="dot {}" title="{}"></span><span class="vh">{}</span>', shape, label, label
    )
    if not url:
        return mark
    return format_html('<a class="dot-link" href="{}">{}</a>', url, mark)


@register.simple_tag
def dots(services: Iterable[Any]) -> SafeString:
    """One dot per service (`label`, `state`, optional `state_label`, `url`): green is access."""
    items = format_html_join("", "<li>{}</li>", ((_dot(service),) for service in services))
    return format_html('<ul class="dots">{}</ul>', items)


@register.simple_tag
def date_tile(value: dt.date) -> SafeString:
    """A date as a small leaf of a calendar: the day above its month."""
    return format_html(
        '<span class="date-tile"><b>{}</b><span>{}</span></span>',
        value.day,
        formats.short_month(value, _language()),
    )


# ---- formats of the active language ----


@register.filter
def money(cents: int | None) -> str:
    """Integer cents as euros and cents."""
    return NOTHING if cents is None else formats.money(cents, _language())


@register.filter
def euros(cents: int | None) -> str:
    """Integer cents as whole euros."""
    return NOTHING if cents is None else formats.money(cents, _language(), whole=True)


@register.filter
def number(value: float | Decimal | None, digits: int | None = None) -> str:
    """A number with its thousands grouped."""
    return NOTHING if value is None else formats.number(value, _language(), digits)


@register.filter
def percent(ratio: float | Decimal | None, digits: int = 1) -> str:
    """A ratio as a percentage."""
    return NOTHING if ratio is None else formats.percent(ratio, _language(), digits)


@register.filter
def day(value: dt.date | None) -> str:
    """A date with its year."""
    return formats.day(value, _language()) if value else NOTHING


@register.filter
def shortday(value: dt.date | None) -> str:
    """A date without its year."""
    return formats.short_day(value, _language()) if value else NOTHING


@register.filter
def weekday(value: dt.date | None) -> str:
    """A date in full, with the day of the week."""
    return formats.weekday(value, _language()) if value else NOTHING


@register.filter
def month(value: dt.date | None) -> str:
    """The month of a date, with its year."""
    return formats.month(value, _language()) if value else NOTHING


@register.filter
def daytime(value: dt.datetime | None) -> str:
    """A moment at Paris, date and time."""
    return formats.day_time(value, _language()) if value else NOTHING


@register.filter
def clock(value: dt.datetime | None) -> str:
    """The time of day at Paris."""
    return formats.clock(value, _language()) if value else NOTHING


# ---- text, addresses, messages ----


@register.filter
def mark(text: object, what: str | Sequence[tuple[int, int]] | None) -> SafeString:
    """The text, escaped, with the words of a query (or the spans given) in `<mark>`."""
    plain = "" if text is None else str(text)
    if not what:
        return conditional_escape(plain)
    found = marking.spans(plain, what) if isinstance(what, str) else what
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if hit else piece,)
            for piece, hit in marking.cut(plain, found)
        ),
    )


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The present query string with some keys replaced; None or "" takes a key away."""
    request = context.get("request")
    values = QueryDict(mutable=True) if request is None else request.GET.copy()
    for key, value in changes.items():
        values.pop(key, None)
        if isinstance(value, list | tuple):
            values.setlist(key, [str(one) for one in value])
        elif value not in (None, ""):
            values[key] = str(value)
    return "?" + values.urlencode()


@register.filter
def words(text: str) -> list[str]:
    """The words of a literal, to loop over."""
    return text.split()


@register.filter
def undo_url(extra_tags: str | None) -> str:
    """The address that takes back what a message tells, kept in its extra tags."""
    for tag in (extra_tags or "").split():
        if tag.startswith("undo:/") and not tag.startswith("undo://"):
            return tag.removeprefix("undo:")
    return ""


@register.inclusion_tag("ui/chart.html")
def chart(figure: charts.Figure) -> dict[str, object]:
    """A chart with its unit, period and source, and the table behind it."""
    return {"figure": figure}

"""Charts as SVG made on the server: classes only, a title and a description inside each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

Write = Callable[[float], str]
WIDTH, BAR_HEIGHT, BAND_HEIGHT = 320, 84, 76
_BAR = '<rect class="bar{}" x="{}" y="{}" width="{}" height="{}" rx="{}"><title>{}</title></rect>'
_LETTER = 5.8  # mean width of a character of a label, in units of the view box


@dataclass(frozen=True)
class Figure:
    """A chart and all that must stand beside it: unit, period, source, and its table."""

    svg: SafeString
    title: str
    unit: str
    period: str
    source: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def bar_chart(
    values: Sequence[float],
    labels: Sequence[str],
    *,
    title: str,
    description: str,
    write: Write = str,
    uid: str = "",
) -> SafeString:
    """Bars from zero, the last in accent; the first and last labels below, a tooltip on each.

    `write` makes the words of a value, unit included. `uid` tells two equal charts apart.
    """
    if len(values) != len(labels):
        raise ValueError("a bar needs its label")
    floor, top = BAR_HEIGHT - 22, 4
    low, high = min([0.0, *values]), max([0.0, *values])
    scale = (floor - top) / ((high - low) or 1.0)
    zero = floor + low * scale
    step = WIDTH / max(len(values), 1)
    geometry = (
        (
            " last" if place == len(values) - 1 else "",
            _n(place * step + step * 0.08),
            _n(zero - max(value, 0) * scale),
            _n(step * 0.84),
            _n(max(abs(value) * scale, 0.5)),
            _n(min(3.0, step * 0.12)),
            f"{label}: {write(value)}",
        )
        for place, (value, label) in enumerate(zip(values, labels, strict=True))
    )
    bars = format_html_join("", _BAR, geometry)
    axis = format_html(
        '<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>', WIDTH, _n(zero), _n(zero)
    )
    ends = _ends(labels, BAR_HEIGHT - 5)
    return _svg(format_html("{}{}{}", bars, axis, ends), BAR_HEIGHT, title, description, uid=uid)


def band_chart(
    client: float,
    quartiles: tuple[float, float, float],
    *,
    title: str,
    description: str,
    write: Write = str,
    uid: str = "",
) -> SafeString:
    """The client as a dot before its peers: a band from first to third quartile, the median a line.

    `quartiles` are (first, median, third) in the unit of `client`.
    """
    first, median, third = quartiles
    low, high = min(client, first), max(client, third)
    margin = (high - low) * 0.32 or abs(high) or 1.0
    x = _scale(low - margin, high + margin)
    words = gettext("median %(value)s") % {"value": write(median)}
    body = format_html(
        '<line class="axis" x1="0" x2="{}" y1="38" y2="38"/>'
        '<rect class="band" x="{}" y="27" width="{}" height="22" rx="3"/>'
        '<line class="median" x1="{}" x2="{}" y1="24" y2="52"/>'
        '<circle class="client" cx="{}" cy="38" r="7"><title>{}</title></circle>{}{}{}',
        WIDTH,
        _n(x(first)),
        _n(max(x(third) - x(first), 2)),
        _n(x(median)),
        _n(x(median)),
        _n(x(client)),
        write(client),
        _label(words, x(median), 15, "strong"),
        *_pair(write(first), x(first), write(third), x(third), 67),
    )
    return _svg(body, BAND_HEIGHT, title, description, uid=uid)


def sparkline(
    values: Sequence[float], *, title: str, description: str = "", uid: str = ""
) -> SafeString:
    """A small line without axes, its last point marked; for a cell of a table."""
    width, height, edge = 96, 24, 4
    low, high = min(values, default=0.0), max(values, default=0.0)
    scale = (height - 2 * edge) / ((high - low) or 1.0)
    step = (width - 2 * edge) / max(len(values) - 1, 1)
    points = [
        (_n(edge + place * step), _n(height - edge - (value - low) * scale))
        for place, value in enumerate(values)
    ]
    line = format_html(
        '<polyline class="line" points="{}"/>', " ".join(f"{a},{b}" for a, b in points)
    )
    last = (
        format_html('<circle class="client" cx="{}" cy="{}" r="3.5"/>', *points[-1])
        if points
        else SafeString("")
    )
    return _svg(
        format_html("{}{}", line, last),
        height,
        title,
        description,
        uid=uid,
        width=width,
        kind="chart sparkline",
    )


def bar_figure(
    values: Sequence[float],
    labels: Sequence[str],
    *,
    title: str,
    description: str,
    unit: str,
    period: str,
    source: str,
    write: Write = str,
    uid: str = "",
) -> Figure:
    """Bars with the table of the same values behind them."""
    svg = bar_chart(values, labels, title=title, description=description, write=write, uid=uid)
    rows = [(label, write(value)) for label, value in zip(labels, values, strict=True)]
    return Figure(svg, title, unit, period, source, (gettext("Period"), unit), rows)


def band_figure(
    client: float,
    quartiles: tuple[float, float, float],
    *,
    title: str,
    description: str,
    unit: str,
    period: str,
    source: str,
    client_name: str,
    firms: int,
    write: Write = str,
    uid: str = "",
) -> Figure:
    """A client beside its peers, with the five numbers and how many enterprises are behind."""
    svg = band_chart(client, quartiles, title=title, description=description, write=write, uid=uid)
    rows = [
        (client_name, write(client)),
        (gettext("First quartile"), write(quartiles[0])),
        (gettext("Median"), write(quartiles[1])),
        (gettext("Third quartile"), write(quartiles[2])),
        (gettext("Enterprises compared"), str(firms)),
    ]
    return Figure(svg, title, unit, period, source, (gettext("Measure"), unit), rows)


def _n(value: float) -> str:
    """A coordinate with at most one decimal, without a useless zero."""
    return f"{value:.1f}".removesuffix(".0")


def _scale(low: float, high: float) -> Callable[[float], float]:
    return lambda value: (value - low) / (high - low) * WIDTH


def _label(text: str, x: float, y: float, kind: str) -> SafeString:
    """Centred words, kept inside the picture."""
    half = len(text) * _LETTER / 2
    inside = min(max(x, half), WIDTH - half)
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>', kind, _n(inside), y, text
    )


def _pair(
    left: str, left_x: float, right: str, right_x: float, y: float
) -> tuple[SafeString, SafeString]:
    """Two labels side by side, pushed apart when they would touch."""
    need = (len(left) + len(right)) * _LETTER / 2 + 10
    if right_x - left_x < need:
        middle = (left_x + right_x) / 2
        left_x, right_x = middle - need / 2, middle + need / 2
    return _label(left, left_x, y, "label"), _label(right, right_x, y, "label")


def _ends(labels: Sequence[str], y: float) -> SafeString:
    """The first and the last label, at the two ends of the axis."""
    if not labels:
        return SafeString("")
    last = format_html(
        '<text class="label" x="{}" y="{}" text-anchor="end">{}</text>', WIDTH, y, labels[-1]
    )
    if len(labels) == 1:
        return last
    return format_html('<text class="label" x="0" y="{}">{}</text>{}', y, labels[0], last)


def _svg(
    body: SafeString,
    height: float,
    title: str,
    description: str,
    *,
    uid: str,
    width: float = WIDTH,
    kind: str = "chart",
) -> SafeString:
    """The frame: its ids come from its content, so that the same page is the same bytes."""
    content = f"{uid}\0{title}\0{description}\0{body}"
    key = "c" + blake2s(content.encode(), digest_size=6).hexdigest()
    return format_html(
        '<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="{key}t {key}d"><title id="{key}t">{title}</title>'
        '<desc id="{key}d">{description}</desc>{body}</svg>',
        kind=kind,
        width=width,
        height=height,
        key=key,
        title=title,
        description=description,
        body=body,
    )

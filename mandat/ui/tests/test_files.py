"""The files themselves: strict policy, budgets, contrast, icons that exist."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
STATIC = HERE / "static" / "ui"
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
STYLES = [STATIC / name for name in ("mandat.css", "components.css", "data.css")]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_keep_the_policy(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "javascript:" not in text
    assert "http://" not in text
    assert "https://" not in text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_short_and_stand_alone(script: Path) -> None:
    text = script.read_text()
    assert len(text.splitlines()) <= 120
    assert not re.search(r"^\s*import\b", text, re.MULTILINE), "its address carries a hash"
    assert "eval(" not in text
    assert "new Function" not in text


def test_style_budget() -> None:
    assert sum(path.stat().st_size for path in STYLES) <= 47_000
    assert sum(len(gzip.compress(path.read_bytes())) for path in STYLES) <= 13_000


def test_what_a_first_page_loads_is_light() -> None:
    ours = [*STYLES, *SCRIPTS, STATIC / "icons.svg", STATIC / "favicon.svg"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in ours) <= 27_000


def test_every_icon_used_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    used = {
        name
        for template in TEMPLATES
        for name in re.findall(r"""{% icon ["']([a-z0-9-]+)["']""", template.read_text())
    }
    assert used <= known


def _tokens() -> dict[str, tuple[str, str]]:
    text = (STATIC / "mandat.css").read_text()
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", text)
    return {name: (light, dark) for name, light, dark in found}


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


WORDS = [
    *(
        (ink, paper)
        for ink in ("text", "muted", "accent", "accent-strong", "good", "watch", "act")
        for paper in ("ground", "surface", "raised")
    ),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent-strong", "accent-weak"),
    ("text", "accent-weak"),
    ("muted", "accent-weak"),
    ("muted", "neutral-weak"),
    ("text", "neutral-weak"),
    ("good", "good-weak"),
    ("watch", "watch-weak"),
    ("act", "act-weak"),
    ("text", "mark"),
    ("text", "watch-weak"),
    ("muted", "watch-weak"),
    ("muted", "act-weak"),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), WORDS)
def test_words_are_readable(ink: str, paper: str, theme: int) -> None:
    tokens = _tokens()
    assert _contrast(tokens[ink][theme], tokens[paper][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("paper", ["surface", "raised"])
def test_edges_of_fields_are_seen(paper: str, theme: int) -> None:
    tokens = _tokens()
    assert _contrast(tokens["field-line"][theme], tokens[paper][theme]) >= 3

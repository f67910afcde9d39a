"""Holds templates to the strict Content-Security-Policy: no inline style, script or handler."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = (
    (re.compile(r"<style\b", re.IGNORECASE), "an inline style sheet"),
    (re.compile(r"<[^<>{}]*\sstyle\s*=", re.IGNORECASE), "a style attribute"),
    (re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE), "an inline script"),
    (re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE), "an event attribute"),
    (re.compile(r"\bhx-on[:\-]", re.IGNORECASE), "an inline HTMX handler"),
    (re.compile(r"javascript:", re.IGNORECASE), "a javascript: address"),
    (re.compile(r"(?:src|href|action)\s*=\s*[\"']https?://", re.IGNORECASE), "a foreign address"),
    (re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"), "unescaped output"),
)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def in_text(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of each forbidden thing in one template."""
    text = COMMENT.sub(_blank, text)
    for pattern, name in FORBIDDEN:
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, name


def problems() -> list[str]:
    """One line for each forbidden thing in the project's templates."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((ROOT / "mandat").rglob("templates/**/*.html"))
        for line, name in sorted(in_text(path.read_text()))
    ]


def main() -> int:
    """Print what is forbidden; 1 when something is."""
    found = problems()
    print("\n".join(found) or "no inline style, script or handler")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a person does to change rights in the browser: look at the effect, then do it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client as Browser


def looked_at(answer: Any) -> dict[str, list[str]]:
    """The hidden fields of the page of an effect."""
    assert answer.status_code == 200, answer.content.decode()
    fields: dict[str, list[str]] = {}
    pattern = r'<input type="hidden" name="([^"]*)" value="([^"]*)">'
    form = answer.content.decode().split('<form class="form"')[1]
    for name, value in re.findall(pattern, form):
        fields.setdefault(name, []).append(unescape(value))
    assert "shown" in fields
    return fields


def told(answer: Any) -> str:
    """The lines of an effect, as plain words."""
    text = answer.content.decode().split('aria-labelledby="effect"')[1].split("</section>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def settled(browser: Browser, path: str, fields: dict[str, Any]) -> Any:
    """Both steps; the answer to the second."""
    shown = looked_at(browser.post(path, fields))
    return browser.post(path, shown)


def said(answer: Any) -> str:
    """The last message of an answer."""
    return [str(one) for one in get_messages(answer.wsgi_request)][-1]

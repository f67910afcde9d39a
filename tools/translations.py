"""Compares the strings of code and templates with the catalogues, and brings them up to date.

`python -m tools.translations` lists what is missing; `--update` adds new entries (empty) and drops
those that nothing uses. Templates are turned into Python by Django and read by Babel, so that
gettext itself is not needed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "mandat" / "locale"
LANGUAGES = ("fr", "nl", "de")  # English is the source
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9]*\}", re.IGNORECASE)
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "nl": "nplurals=2; plural=(n != 1);",
    "de": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True)
class Text:
    """One string as code or a template asks for it."""

    context: str
    single: str
    plural: str


def _python_of(path: Path) -> bytes:
    if path.suffix == ".py":
        return path.read_bytes()
    lines = templatize(path.read_text(), origin=str(path)).splitlines()
    return "\n".join(line.lstrip() for line in lines).encode()


def _texts_of(path: Path) -> Iterator[tuple[Text, int]]:
    source = BytesIO(_python_of(path))
    for line, message, _comments, context in extract("python", source, keywords=KEYWORDS):
        single, plural = message if isinstance(message, tuple) else (message, "")
        yield Text(context or "", single, plural or ""), line


def used() -> dict[Text, str]:
    """Every string for people in the package, and the first file that uses it."""
    found: dict[Text, str] = {}
    for path in sorted((ROOT / "mandat").rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "tests" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        for text, _line in _texts_of(path):
            found.setdefault(text, str(path.relative_to(ROOT)))
    return found


def _key(entry: polib.POEntry) -> Text:
    return Text(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def catalogue(language: str) -> polib.POFile:
    """The language's catalogue, empty when it has none yet."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=98)
    fresh = polib.POFile(wrapwidth=98)
    fresh.fpath = str(path)
    fresh.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return fresh


def _faults(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one entry that is used."""
    if entry.fuzzy:
        yield "fuzzy"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(forms) or (entry.msgid_plural and len(forms) != 2):
        yield "not translated"
        return
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    for form in forms:
        has = set(PLACEHOLDER.findall(form))
        # A singular may leave its number out, as English often does.
        if has - wanted or (wanted - has and not entry.msgid_plural):
            yield f"placeholders differ: {sorted(wanted ^ has)}"
        if entry.msgid.startswith("\n") != form.startswith("\n"):
            yield "line ends differ"


def problems(language: str, wanted: dict[Text, str]) -> list[str]:
    """One line for each string of `wanted` that `language` does not say well."""
    entries = {_key(entry): entry for entry in catalogue(language) if not entry.obsolete}
    found = []
    for text, where in wanted.items():
        entry = entries.get(text)
        faults = ["missing"] if entry is None else list(_faults(entry))
        found += [f"{language}: {fault}: {text.single!r} ({where})" for fault in faults]
    found += [f"{language}: nothing uses {text.single!r}" for text in entries if text not in wanted]
    return found


def update(language: str, wanted: dict[Text, str]) -> None:
    """Add the strings that `language` lacks and drop those that nothing uses."""
    old = {_key(entry): entry for entry in catalogue(language) if not entry.obsolete}
    book = catalogue(language)
    book.clear()
    for text in sorted(wanted, key=lambda text: (wanted[text], text.single, text.context)):
        entry = old.get(text) or polib.POEntry(
            msgctxt=text.context or None, msgid=text.single, msgid_plural=text.plural
        )
        if text.plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        entry.occurrences = [(wanted[text], "")]
        entry.flags = [flag for flag in entry.flags if flag == "fuzzy"]
        if "%(" in text.single or "%s" in text.single:
            entry.flags.append("python-format")
        book.append(entry)
    Path(book.fpath).parent.mkdir(parents=True, exist_ok=True)
    book.save(book.fpath)


def main() -> int:
    """List what is missing, or bring the catalogues up to date; 1 when something is missing."""
    parser = argparse.ArgumentParser(prog="python -m tools.translations")
    parser.add_argument("--update", action="store_true", help="add new strings, drop unused ones")
    wanted = used()
    if parser.parse_args().update:
        for language in LANGUAGES:
            update(language, wanted)
    found = [line for language in LANGUAGES for line in problems(language, wanted)]
    for line in found:
        print(line)
    print(f"{len(wanted)} strings, {len(LANGUAGES)} languages, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Translations are compiled once, and again when they change."""

import gettext
import os

from mandat.config import catalogues

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Client"
msgstr "Dossier"

msgid "%(n)s client"
msgid_plural "%(n)s clients"
msgstr[0] "%(n)s dossier"
msgstr[1] "%(n)s dossiers"
"""


def test_compiled_once_and_when_changed(tmp_path):
    source = tmp_path / "fr/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE)
    assert catalogues.compile_all(tmp_path) == 1
    assert catalogues.compile_all(tmp_path) == 0
    with source.with_suffix(".mo").open("rb") as compiled:
        book = gettext.GNUTranslations(compiled)
    assert book.gettext("Client") == "Dossier"
    assert book.ngettext("%(n)s client", "%(n)s clients", 1) == "%(n)s dossier"
    assert book.ngettext("%(n)s client", "%(n)s clients", 3) == "%(n)s dossiers"
    later = source.with_suffix(".mo").stat().st_mtime + 2
    os.utime(source, (later, later))
    assert catalogues.compile_all(tmp_path) == 1

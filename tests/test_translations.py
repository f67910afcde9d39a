"""Every string for people is said in every language, and none is overlooked."""

import polib
import pytest

from tools import translations


@pytest.fixture(scope="module")
def wanted():
    return translations.used()


def test_strings_of_code_and_templates_are_found(wanted):
    assert len(wanted) > 100
    assert {where.rpartition(".")[2] for where in wanted.values()} >= {"py", "html"}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_nothing_is_left_unsaid(language, wanted):
    found = translations.problems(language, wanted)
    assert not found, "\n".join(found[:50])


def test_a_template_is_read_as_django_reads_it(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}<p>{% translate 'Plain' %}</p>\n"
        "    {% translate 'Open' context 'state' %}\n"
        "{% blocktranslate count n=n trimmed %}\n  One {{ n }}\n{% plural %}\n  Many {{ n }}\n"
        "{% endblocktranslate %}"
    )
    texts = {text for text, _line in translations._texts_of(page)}
    assert texts == {
        translations.Text("", "Plain", ""),
        translations.Text("state", "Open", ""),
        translations.Text("", "One %(n)s", "Many %(n)s"),
    }


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="A %(n)s", msgstr="B %(m)s"), "placeholders differ"),
        (polib.POEntry(msgid="A %(n)s", msgstr="B"), "placeholders differ"),
        (polib.POEntry(msgid="A", msgstr=""), "not translated"),
        (polib.POEntry(msgid="A", msgstr="B", flags=["fuzzy"]), "fuzzy"),
        (
            polib.POEntry(msgid="A", msgid_plural="As", msgstr_plural={0: "B", 1: ""}),
            "not translated",
        ),
    ],
)
def test_a_bad_entry_is_told(entry, fault):
    assert any(told.startswith(fault) for told in translations._faults(entry))


def test_a_good_entry_is_let_be():
    entry = polib.POEntry(
        msgid="%(n)s client",
        msgid_plural="%(n)s clients",
        msgstr_plural={0: "un client", 1: "%(n)s clients"},
    )
    assert list(translations._faults(entry)) == []

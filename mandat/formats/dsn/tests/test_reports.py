"""The reports: the same things are said in each form, each form is what it says it is."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

import pytest

from mandat.formats.dsn.catalogue import CATEGORIES
from mandat.formats.dsn.controls.registry import NATURES
from mandat.formats.dsn.generate import generate
from mandat.formats.dsn.model import Compared, Problem
from mandat.formats.dsn.report.as_json import JsonReport
from mandat.formats.dsn.report.examine import LEVELS
from mandat.formats.dsn.report.grouping import groups, sections, where
from mandat.formats.dsn.report.page import MOST_LINES, PageReport
from mandat.formats.dsn.report.text import FEW, TextReport
from mandat.formats.dsn.report.totals import Totals
from mandat.formats.dsn.report.words import Words, _words, language_of
from mandat.formats.dsn.tests.reported import FAULTS, faulty, manifold, reported
from mandat.formats.dsn.tests.schemas import json_faults
from mandat.formats.dsn.texts import LANGUAGES, general, sentences

ROOT = Path(__file__).parents[4]
SCHEMA = json.loads((ROOT / "docs/dsn/report.schema.json").read_text("utf-8"))


def as_json(reports, language="en", level="info"):
    written = []
    report, totals = JsonReport(written.append, language, level), Totals()
    report.begin()
    for each in reports:
        report.file(each)
        totals.add(each)
    report.end(totals, ["left.txt"])
    return json.loads("".join(written))


def as_page(reports, language="en", level="info"):
    written = []
    report, totals = PageReport(written.append, Words(language), level), Totals()
    report.begin()
    for each in reports:
        report.file(each)
        totals.add(each)
    report.end(totals, ["<left>.txt"])
    return "".join(written)


def as_text(report, language="en", level="info"):
    return list(TextReport(Words(language), level).file(report))


# ---- words


def test_every_word_is_there_in_every_language():
    tables = _words()
    assert set(tables) == set(LANGUAGES)
    for key, words in tables["fr"].items():
        places = set(re.findall(r"{\w+}", words))
        for language in LANGUAGES:
            own = tables[language][key]
            assert own.strip()
            assert set(re.findall(r"{\w+}", own)) == places, (language, key)
            assert own.count("~") == key.startswith("n-"), (language, key)
    for language in LANGUAGES:
        words = Words(language)
        assert all(words.has(f"nature-{nature}") for nature in NATURES)
        assert all(words.has(f"family-{family}") for family in CATEGORIES)
        assert len(words("months").split()) == 12


def test_numbers_and_nouns_agree():
    assert Words("en").counted(1, "files") == "1 file"
    assert Words("en").counted(0, "files") == "0 files"
    assert Words("fr").counted(0, "files") == "0 fichier"
    assert Words("fr").counted(12_345, "files") == "12\u202f345 fichiers"
    assert Words("de").month("2026-03") == "März 2026"
    assert Words("nl").month("") == "onbekende maand"


def test_the_language_of_an_environment():
    assert language_of({"LANG": "nl_BE.UTF-8"}) == "nl"
    assert language_of({"LANG": "nl_BE", "LC_ALL": "de_AT"}) == "de"
    assert language_of({"LANG": "es_ES", "LC_ALL": ""}) == "fr"
    assert language_of({"LANG": "english"}) == "fr"
    assert language_of({}) == "fr"


# ---- groups


def test_groups_are_the_worst_first_and_share_only_what_is_common():
    alike = [
        Problem("S21.G00.06.003/CRE-11", line, "blocking", "S21.G00.06.003", value, 1)
        for line, value in ((5, "1111A"), (9, "2222B"))
    ]
    others = [
        Problem("test-file", 1, "info"),
        Problem("encoding-utf8", 2, "signal"),
        Problem("line-syntax", 30, "blocking"),
    ]
    found = groups([*others, *alike], "fr", "01")
    assert [(each.level, each.code, len(each.problems)) for each in found] == [
        ("blocking", "line-syntax", 1),
        ("blocking", "S21.G00.06.003/CRE-11", 2),
        ("signal", "encoding-utf8", 1),
        ("info", "test-file", 1),
    ]
    assert "1111A" not in found[1].title
    assert "…" in found[1].title
    assert "1111A" in groups(alike[:1], "fr", "01")[0].title


def test_what_stands_for_the_dots_is_shown_with_each_line():
    """Two duplicates of other lines: the sentence is said once, each line says its own."""
    alike = tuple(
        Problem(
            "rubric-count",
            line,
            "blocking",
            "S90.G00.90.001",
            "9",
            details={"counted": line, "stated": 9},
        )
        for line in (41, 57)
    )
    [group] = groups(alike, "en", "")
    assert "{counted}" in "".join(sentences("en")["rubric-count"])
    assert "…" in group.said.what + group.said.fix
    assert [group.own(each) for each in alike] == ["… = 41", "… = 57"]
    text = "\n".join(as_text(replace(reported(generate("nobody", 1)), problems=alike)))
    assert "· … = 57" in text
    assert "… = 57" in as_page([replace(reported(generate("nobody", 1)), problems=alike)])
    assert groups(alike[:1], "en", "")[0].own(alike[0]) == ""


def test_sections_follow_the_declarations():
    report = reported(generate("two-months", 3))
    parts = sections(report, "info", "en")
    assert parts[0].declaration is None
    assert [each.declaration.rank for each in parts[1:]] == [
        each.rank for each in report.declarations
    ]
    assert len(report.declarations) > 1
    assert sections(report, "signal", "en")[0].declaration is not None


# ---- text


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_says_every_kind_of_problem_once(language):
    report = faulty()
    joined = " ".join(" ".join(as_text(report, language)).split())
    codes = {problem.code for problem in report.problems}
    assert len(codes) >= len(FAULTS)
    for section in sections(report, "info", language):
        for group in section.groups:
            assert joined.count(f"[{group.code}]") == 1
            assert f"{' '.join(group.said.what.split())} [{group.code}]" in joined
            assert len(group.said.what.split()) > 2, "a bare code"


def test_text_shows_a_few_lines_then_how_many_more():
    problems = tuple(
        Problem("line-syntax", line, "blocking", declaration=None) for line in range(1, FEW + 13)
    )
    report = replace(reported(generate("nobody", 1)), problems=problems)
    text = "\n".join(as_text(report))
    assert len(re.findall(r"line \d+$", text, re.MULTILINE)) == FEW
    assert "and 12 more" in text
    assert text.count("Why: ") == 1


def test_text_shows_what_a_value_was_compared_with_and_whose_it_is():
    compared = (Compared("S21.G00.40.010", "02012026", 71),)
    problem = Problem(
        "S21.G00.40.001/CCH-13", 70, "blocking", "S21.G00.40.001", "03012026", 1,
        individual=3, compared=compared,
    )  # fmt: skip
    text = "\n".join(as_text(replace(reported(generate("monthly", 1)), problems=(problem,))))
    assert "line 70 · S21.G00.40.001 Début: 03012026 · employee 3" in text
    assert "compared with S21.G00.40.010 Fin prévue: 02012026 (line 71)" in text


def test_text_marks_what_is_not_in_the_language():
    problem = Problem("S21.G00.52.001/CCH-20", 70, "blocking", "S21.G00.52.001", "009", 1)
    report = replace(reported(generate("monthly", 1)), problems=(problem,))
    is_french = "(text in French)" in "\n".join(as_text(report))
    assert is_french == (as_json([report])["anomalies"][0]["language"] == "fr")
    assert "(texte en français)" not in "\n".join(as_text(report, "fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_says_until_when_once_for_all_that_have_the_same_time(language):
    report = reported(generate("monthly", 4, size=5).replace(b"'0", b"'X"))
    text = " ".join(" ".join(as_text(report, language)).split())
    runs = 0
    for section in sections(report, "info", language):
        untils = [group.said.until for group in section.groups if group.said.until]
        runs += sum(1 for _ in groupby(untils))
        for until in set(untils):
            assert text.count(" ".join(until.split())) >= 1
    words = Words(language)
    told = [
        text.count(" ".join(words.colon(words(key), "").split())) for key in ("until", "until-all")
    ]
    assert sum(told) == runs < len(report.problems) / 10
    assert told[1]


def test_text_says_that_labels_are_french_where_all_else_is_not():
    totals = Totals()
    totals.add(faulty())
    for language in LANGUAGES:
        said = " ".join(" ".join(TextReport(Words(language), "info").end(totals, [])).split())
        assert (" ".join(Words(language)("labels").split()) in said) == (language != "fr")


# ---- JSON


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_json_is_what_its_schema_says(language, level):
    reports = list(manifold())
    told = as_json(reports, language, level)
    assert json_faults(told, SCHEMA) == []
    assert len(told["files"]) == len(reports)
    assert len(told["envois"]) == sum(len(each.envois) for each in reports)
    wanted = LEVELS[: LEVELS.index(level) + 1]
    assert len(told["anomalies"]) == sum(
        problem.level in wanted for each in reports for problem in each.problems
    )
    assert told["left_out"] == ["left.txt"]


def test_the_schema_is_not_blind():
    told = as_json([faulty()])
    del told["anomalies"][0]["fix"]
    told["anomalies"][1]["level"] = "bad"
    told["envois"][0]["declarations"][0]["rank"] = "1"
    told["more"] = 1
    faults = json_faults(told, SCHEMA)
    assert len(faults) == 4, faults


def test_json_names_the_file_of_each_thing():
    told = as_json([reported(generate("nobody", 1), "a"), faulty()])
    assert {each["file"] for each in told["anomalies"] if each["level"] == "blocking"} == {1}
    assert [each["file"] for each in told["envois"]] == [0, 1]
    [declaration] = told["envois"][1]["declarations"]
    assert declaration["individuals"] == 8
    assert declaration["month"].startswith("2026-")
    assert told["summary"]["files"] == 2
    assert told["summary"]["blocking"] == sum(each["summary"]["blocking"] for each in told["files"])


# ---- the page


class Outline(HTMLParser):
    """What a page is made of; complains when an element is not closed where it should be."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.tags = [], [], [], []
        self.outside, self.language = [], ""

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.tags.append(tag)
        if tag == "html":
            self.language = said["lang"]
        if "id" in said:
            self.ids.append(said["id"])
        if tag == "a":
            self.links.append(said["href"])
        self.outside += [said[name] for name in ("src", "srcset", "action", "data") if name in said]
        assert not any(name.startswith("on") for name in said)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone_and_leads_to_each_declaration(language):
    reports = list(manifold())
    page = as_page(reports, language)
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert outline.language == language
    assert outline.outside == []
    assert not {"script", "link", "img", "iframe"} & set(outline.tags)
    assert "url(" not in page
    assert "@import" not in page
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links} <= set(outline.ids)
    assert len(outline.links) >= sum(1 + len(each.declarations) for each in reports)
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page
    assert "<MARTIN" not in page
    assert "<left>" not in page


def test_the_page_and_the_text_say_the_same():
    report = faulty()
    page = as_page([report])
    for section in sections(report, "info", "en"):
        for group in section.groups:
            assert f"[{group.code}]" in page
            assert all(f'class="number">{each.line}</td>' in page for each in group.problems)


class _Unmarked(HTMLParser):
    """The text of a page outside of what says that it is French."""

    VOID = frozenset({"meta", "br", "input"})

    def __init__(self):
        super().__init__()
        self.open, self.said, self.french = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(dict(attrs).get("lang") == "fr")

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        (self.french if any(self.open) else self.said).append(data)


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_the_page_marks_all_that_is_french_and_nothing_else(language):
    reports = [*manifold(), faulty()]
    parser = _Unmarked()
    parser.feed(as_page(reports, language))
    unmarked, french = " ".join(parser.said), set(parser.french)
    for problem in [problem for report in reports for problem in report.problems[:MOST_LINES]]:
        for rubric in (problem.rubric, *(each.rubric for each in problem.compared)):
            if label := where(rubric)[len(rubric) + 1 :]:
                assert label in french or label.replace("’", "'") in french
                assert f"({label})" not in unmarked
                assert f"{rubric} {label}" not in unmarked
    for section in [each for report in reports for each in sections(report, "info", language)]:
        for group in section.groups:
            if group.said.language == language:
                assert group.said.what not in french
            else:
                assert {group.said.what, group.said.fix} - {""} <= french
            if group.said.why in general(language, "why").values():
                assert group.said.why not in french
    assert as_page(reports, "fr").count(' lang="') == 1  # that of the whole page


def test_the_page_filters_what_it_has():
    assert 'id="only-blocking"' in as_page([faulty()])
    assert (
        "fieldset"
        not in as_page([reported(generate("monthly", 4, test=False))]).partition("<body")[2]
    )
    style = (ROOT / "mandat/formats/dsn/report/page.css").read_text("utf-8")
    assert all(f"#only-{level}:checked" in style for level in LEVELS)


def test_why_a_file_cannot_be_opened_is_said_in_the_language():
    assert Words("fr").reason("No such file or directory") == "fichier introuvable"
    assert Words("fr").reason("Stale file handle") == "Stale file handle"

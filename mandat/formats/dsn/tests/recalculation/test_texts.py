"""The sentences of the rules: in four languages, with every blank filled, in good typography."""

import re

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases.recalculation import CASES
from mandat.formats.dsn.texts import LANGUAGES, explain_problem, sentences

# What a rule that rests on a fact not read in a primary document must own up to.
UNCONFIRMED = {
    "fr": "secondaire|confirmé|à confirmer|déduite par nous",
    "en": "secondary|confirmed|we inferred",
    "nl": "secundaire|bevestigd|te bevestigen|wij afleidden",
    "de": "Sekundärquelle|bestätigt|zu bestätigen|uns abgeleitete",
}
DOUBTFUL = (
    "accident-rate",
    "accident-rate-of-person",
    "calendar-days",
    "capped-base",
    "capped-base-order",
    "contribution-amount",
    "csg-base",
    "ctp-qualifier",
    "ctp-unknown",
    "statement-total",
    "working-time",
)


@pytest.fixture(scope="module")
def problems():
    """One problem of each code."""
    return {
        code: next(p for p in check(case.file(case.failing)).problems if p.code == code)
        for code, case in CASES.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_told_in_its_own_words(language, problems):
    for code, problem in problems.items():
        told = explain_problem(problem, language, "01")
        assert told.language == language, code
        for sentence in (told.what, told.fix, told.why, told.until):
            assert sentence, code
            assert "…" not in sentence, code
            assert "{" not in sentence, code
        assert len(told.what) <= 120, code
        assert not told.what.endswith("."), code
        assert told.fix.endswith("."), code
        assert told.why.endswith("."), code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", DOUBTFUL)
def test_a_rule_on_doubtful_ground_says_so(language, code):
    assert re.search(UNCONFIRMED[language], sentences(language)[code][2])


def test_french_has_its_own_spaces():
    for code in CASES:
        for sentence in sentences("fr")[code]:
            assert not re.search(r" [:;!?»%€]|« ", sentence), code
            assert "'" not in sentence, code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_the_same_in_two_languages(language):
    for other in LANGUAGES:
        if other != language:
            for code in CASES:
                assert sentences(language)[code][0] != sentences(other)[code][0], code

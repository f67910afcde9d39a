"""The sentences on the head, the kind of declaration and the company have all their blanks."""

from string import Formatter

import pytest

from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests.cases import (
    addresses,
    company,
    declaration,
    emitter,
    establishment_blocks,
    memberships,
    starts,
    work_sites,
)
from mandat.formats.dsn.texts import LANGUAGES, explain_problem, places, sentences

MODULES = (
    addresses,
    company,
    declaration,
    emitter,
    establishment_blocks,
    memberships,
    starts,
    work_sites,
)
CASES = [(code, case) for module in MODULES for code, case in module.CASES.items()]


@pytest.mark.parametrize(("code", "case"), CASES, ids=[code for code, _ in CASES])
def test_every_blank_is_filled(code, case):
    reading = check(case.file(case.failing), tables=case.tables)
    problem = next(each for each in reading.problems if each.code == code)
    there = {name for name, value in places(problem).items() if value}
    for language in LANGUAGES:
        for text in sentences(language).get(code, ()):
            blanks = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert blanks <= there | set(problem.details), language
        assert explain_problem(problem, language).what

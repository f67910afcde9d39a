"""What each rule says of itself, and the lists it rests on, entered twice.

Once in its module, once in `cases/registered.tsv` and `cases/constants.tsv`: a code lost from a
list by accident would otherwise be seen only by a case for each code. What is changed on purpose
has its row changed too: `python -m tools.dsn_mutation --table` writes both tables again, and the
difference is to be read against the specification before it is kept.
"""

import ast
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from sys import modules

import pytest

from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.registry import NATURES, NORMS, REGISTER
from mandat.formats.dsn.model import Compared
from mandat.formats.dsn.norms import norm
from mandat.formats.dsn.reader import check
from mandat.formats.dsn.tests import cases
from mandat.formats.dsn.tests.test_controls import CASES
from mandat.formats.dsn.tree import STEPS
from tools import dsn_transplant

load()
TABLE = Path(cases.__file__).with_name("registered.tsv")
HEAD = [
    "code",
    "level",
    "on",
    "values",
    "reads",
    "collects",
    "natures",
    "norms",
    "category",
    "table",
]
RULES = {rubric for name in NORMS for rubric in norm(name).rules}


WITHDRAWN = {"S21.G00.52.001/CCH-11": {"024"}}
"""Values that the official text of a control names though no list has them any more."""


def row(rule):
    """A rule as a line of the table."""
    texts = (
        rule.code, rule.level, rule.on, " ".join(sorted(rule.values)), " ".join(rule.reads),
        " ".join(rule.collects), "" if rule.natures == NATURES else " ".join(sorted(rule.natures)),
        "" if rule.norms == NORMS else " ".join(sorted(rule.norms)), rule.category, rule.table,
    )  # fmt: skip
    return "\t".join(texts)


def table():
    """The whole table, as the rules have it now."""
    return ["\t".join(HEAD), *(row(REGISTER[code]) for code in sorted(REGISTER))]


CONSTANTS = TABLE.with_name("constants.tsv")


def canonical(value):
    """A constant as text, the same whatever the order of a set; None for anything else."""
    if isinstance(value, Mapping):
        pairs = sorted((str(key), canonical(each)) for key, each in value.items())
        return "{" + ", ".join(f"{key}: {text}" for key, text in pairs) + "}"
    if isinstance(value, frozenset | set):
        return "{" + ", ".join(sorted(map(str, map(canonical, value)))) + "}"
    if type(value) is tuple or isinstance(value, list):
        return "(" + ", ".join(str(canonical(each)) for each in value) + ")"
    return repr(value) if isinstance(value, str | int | date | None) else None


def constants(path, module):
    """The constants that a module of rules defines, as rows."""
    names = [
        target.id
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for targets in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
        for target in (targets.elts if isinstance(targets, ast.Tuple) else [targets])
        if isinstance(target, ast.Name)
    ]
    texts = {name: canonical(vars(module)[name]) for name in names if name in vars(module)}
    home = f"{path.parent.name}/{path.stem}"
    return [f"{home}\t{name}\t{text}" for name, text in sorted(texts.items()) if text is not None]


def all_constants():
    """The table of the constants, as they are now."""
    found = ["module\tname\tvalue"]
    for path in dsn_transplant.paths():
        name = ".".join(path.relative_to(dsn_transplant.ROOT).with_suffix("").parts)
        found += constants(path, modules[name])
    return found


def test_every_constant_is_as_its_row_says():
    assert all_constants() == CONSTANTS.read_text(encoding="utf-8").splitlines()


def test_every_rule_is_as_its_row_says():
    assert table() == TABLE.read_text(encoding="utf-8").splitlines()


def places(rule):
    """The whole rubrics a rule says it reads."""
    return [name if name[:1] == "S" else f"{rule.block}.{name}" for name in rule.reads]


def above(block):
    """The blocks above a block, itself first."""
    found = [block]
    while found[-1] in STEPS:
        found.append(STEPS[found[-1]][1])
    return found


@pytest.mark.parametrize("code", sorted(code for code, rule in REGISTER.items() if rule.reads))
def test_what_a_rule_reads_can_be_there(code):
    """A rubric of its own block, of one above or of the company: else it is never shown."""
    rule = REGISTER[code]
    for rubric in places(rule):
        assert rubric in RULES
        assert rubric[:10] in [*above(rule.block), "S21.G00.06"]
    assert len(set(rule.reads)) == len(rule.reads)


@pytest.mark.parametrize("code", sorted(code for code, rule in REGISTER.items() if rule.values))
def test_what_has_a_rule_run_can_be_there(code):
    """The values are of the list of the rubric, where it has one, in some norm."""
    rule = REGISTER[code]
    rules = [found for name in NORMS if (found := norm(name).rules.get(rule.on))]
    assert rules
    listed = {value for found in rules for value in found.codes}
    assert not listed or rule.values - WITHDRAWN.get(code, set()) <= listed


COMPARED = [(code, case) for code, case in CASES if REGISTER[code].reads and REGISTER[code].check]


@pytest.mark.parametrize(("code", "case"), COMPARED, ids=[code for code, _ in COMPARED])
def test_what_a_rule_compared_is_shown_with_its_line(code, case):
    """Each value shown beside a fault stands on the line said, and is of a rubric it reads."""
    file = case.file(case.failing)
    lines = file.decode("latin-1").split("\r\n")
    problems = [each for each in check(file, tables=case.tables).problems if each.code == code]
    assert problems
    for problem in problems:
        for compared in problem.compared:
            assert isinstance(compared, Compared)
            if compared.line:
                line = lines[compared.line - 1]
                assert line.startswith(compared.rubric)
                assert compared.value == "•••" or re.match(
                    re.escape(compared.value[:60]), line[16:-1]
                )

"""What each rule says of itself, and the lists it rests on, entered twice.

Once in its module, once in `cases/registered.tsv` and `cases/constants.tsv`: a code lost from a
list by accident would otherwise be seen only by a case for each code. What is changed on purpose
has its row changed too: `python -m tools.dsn_mutation --table` writes both tables again, and the
difference is to be read against the specification before it is kept.
"""

import ast
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from sys import modules

from mandat.formats.dsn.controls import load
from mandat.formats.dsn.controls.registry import NATURES, NORMS, REGISTER
from mandat.formats.dsn.norms import norm
from mandat.formats.dsn.tests import cases
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


def test_what_a_rule_reads_can_be_there():
    """A rubric of its own block, of one above or of the company: else it is never shown."""
    wrong = [
        (code, rubric)
        for code, rule in REGISTER.items()
        for rubric in places(rule)
        if rubric not in RULES or rubric[:10] not in [*above(rule.block), "S21.G00.06"]
    ]
    assert wrong == []
    assert [code for code, rule in REGISTER.items() if len(set(rule.reads)) < len(rule.reads)] == []


def test_what_has_a_rule_run_can_be_there():
    """The values are of the list of the rubric, where it has one, in some norm."""
    wrong = []
    for code, rule in REGISTER.items():
        rules = [found for name in NORMS if (found := norm(name).rules.get(rule.on))]
        listed = {value for found in rules for value in found.codes}
        unknown = rule.values - WITHDRAWN.get(code, set()) - listed if listed else frozenset()
        if unknown or (rule.values and not rules):
            wrong.append((code, unknown))
    assert wrong == []

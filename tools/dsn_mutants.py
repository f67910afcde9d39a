"""The changes that `tools/dsn_mutation.py` tries: one small thing in one module, each time."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_REGISTERING = ("control", "value_control", "gatherer")
_WORDS = ("level", "category", "table", "frozen", "slots", "maxsize", "strict")
"""Words left alone: of a rule those that are one name (a wrong one is no small slip, and the
catalogue shows it); of Python those that change how fast or how guarded something is, not what."""

_TYPES = ("Callable", "Mapping", "Literal", "tuple")

Change = Callable[[ast.AST], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the module, what is changed, its line, and how to make the tree of it."""

    path: Path
    line: int
    what: str
    source: str
    place: int
    change: Change
    top: tuple[int, int]
    """First and last line of the statement of the module that it is in."""

    @property
    def key(self) -> str:
        """Tells the mutant from all others even when lines move."""
        return f"{self.path.parent.name}/{self.path.name}\t{self.what}\t{self.source}"

    def tree(self) -> ast.Module:
        """The whole module, changed."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        node = list(ast.walk(tree))[self.place]
        self.change(node)
        return ast.fix_missing_locations(tree)


def mutants(path: Path) -> list[Mutant]:
    """Every change of a module, in the order of its lines."""
    text = path.read_text(encoding="utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    tops = {
        line: (first, top.end_lineno or top.lineno)
        for top in tree.body
        for first in (_first_line(top),)
        for line in range(first, (top.end_lineno or top.lineno) + 1)
    }
    left_out = _unchanged(tree)
    found = []
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in left_out:
            continue
        for what, change in _changes(node):
            line = getattr(getattr(node, "iter", node), "lineno", 1)
            source = lines[line - 1].strip()
            top = tops.get(line, (1, len(lines)))
            found.append(Mutant(path, line, what, source, place, change, top))
    return _told_apart(sorted(found, key=lambda one: one.line))


def _told_apart(found: list[Mutant]) -> list[Mutant]:
    """The same changes, numbered where a module has two that read alike."""
    seen: Counter[tuple[str, str]] = Counter()
    apart = []
    for one in found:
        seen[one.what, one.source] += 1
        rank = seen[one.what, one.source]
        apart.append(one if rank == 1 else replace(one, what=f"{one.what} ({rank})"))
    return apart


def _first_line(top: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(top, "decorator_list", [])
    return min(top.lineno, *(each.lineno for each in decorators), top.lineno)


def _unchanged(tree: ast.Module) -> set[int]:
    """What no change can be seen in: docstrings, imports, annotations, type-checking, codes."""
    left_out: set[int] = set()

    def leave(node: ast.AST | None) -> None:
        if node is not None:
            left_out.update(id(each) for each in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) or _is_text(node):
            leave(node)
        elif isinstance(node, ast.AnnAssign | ast.arg):
            leave(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            leave(node.returns)
        elif (isinstance(node, ast.keyword) and node.arg in _WORDS) or (
            isinstance(node, ast.Subscript) and ast.unparse(node.value) in _TYPES
        ):
            leave(node)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            left_out.add(id(node))
    return left_out


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


# ---- what may be changed of one node


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    for kind, changes in _KINDS:
        if isinstance(node, kind):
            yield from changes(node)


def _compare(node: ast.Compare) -> Iterator[tuple[str, Change]]:
    for at, operator in enumerate(node.ops):
        other = _FLIPPED[type(operator)]

        def change(found: ast.AST, at: int = at, other: type[ast.cmpop] = other) -> None:
            assert isinstance(found, ast.Compare)
            found.ops[at] = other()

        yield f"{_SIGNS[type(operator)]} → {_SIGNS[other]}", change


def _bool_op(node: ast.BoolOp) -> Iterator[tuple[str, Change]]:
    is_and = isinstance(node.op, ast.And)

    def change(found: ast.AST) -> None:
        assert isinstance(found, ast.BoolOp)
        found.op = ast.Or() if is_and else ast.And()

    yield ("and → or" if is_and else "or → and"), change


def _not(node: ast.UnaryOp) -> Iterator[tuple[str, Change]]:
    if isinstance(node.op, ast.Not):

        def change(found: ast.AST) -> None:
            assert isinstance(found, ast.UnaryOp)
            found.operand = ast.UnaryOp(ast.Not(), found.operand)

        yield "not left out", change


def _negated(node: ast.If | ast.IfExp) -> Iterator[tuple[str, Change]]:
    def change(found: ast.AST) -> None:
        assert isinstance(found, ast.If | ast.IfExp)
        found.test = ast.UnaryOp(ast.Not(), found.test)

    # The sign of a comparison is flipped already.
    if not isinstance(node.test, ast.Compare):
        yield "condition negated", change


def _filter(node: ast.comprehension) -> Iterator[tuple[str, Change]]:
    for at in range(len(node.ifs)):

        def change(found: ast.AST, at: int = at) -> None:
            assert isinstance(found, ast.comprehension)
            del found.ifs[at]

        yield f"filter {at + 1} left out", change


def _constant(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    def to(value: object) -> Change:
        def change(found: ast.AST) -> None:
            assert isinstance(found, ast.Constant)
            found.value = value  # type: ignore[assignment]  # ast takes any constant

        return change

    value = node.value
    if isinstance(value, bool):
        yield f"{value} → {not value}", to(not value)
    elif isinstance(value, int):
        yield f"{value} → {value + 1}", to(value + 1)
    elif isinstance(value, str) and value.isdigit():
        other = value[:-1] + str((int(value[-1]) + 1) % 10)
        yield f"'{value}' → '{other}'", to(other)
    elif isinstance(value, str) and " " in value and _is_list(value):
        words = value.split()
        for at, word in enumerate(words):
            yield f"'{word}' left out", to(" ".join(words[:at] + words[at + 1 :]))


def _is_list(value: str) -> bool:
    """Whether a text is a list of codes: of rubrics, of values."""
    return all(word[:1].isdigit() or word[:2] in ("S1", "S2", "S8", "P2") for word in value.split())


def _items(node: ast.Tuple | ast.List | ast.Set) -> Iterator[tuple[str, Change]]:
    constants = (ast.Constant, ast.Name, ast.Attribute)
    if len(node.elts) < 2 or not all(isinstance(each, constants) for each in node.elts):
        return
    if isinstance(getattr(node, "ctx", None), ast.Store):
        return
    for at, each in enumerate(node.elts):

        def change(found: ast.AST, at: int = at) -> None:
            assert isinstance(found, ast.Tuple | ast.List | ast.Set)
            del found.elts[at]

        yield f"{ast.unparse(each)} left out", change


def _entries(node: ast.Dict) -> Iterator[tuple[str, Change]]:
    for at, key in enumerate(node.keys):
        if key is not None:

            def change(found: ast.AST, at: int = at) -> None:
                assert isinstance(found, ast.Dict)
                del found.keys[at], found.values[at]

            yield f"{ast.unparse(key)} left out", change


def _sum(node: ast.BinOp) -> Iterator[tuple[str, Change]]:
    if isinstance(node.op, ast.Add | ast.Sub):
        is_add = isinstance(node.op, ast.Add)

        def change(found: ast.AST) -> None:
            assert isinstance(found, ast.BinOp)
            found.op = ast.Sub() if is_add else ast.Add()

        yield ("+ → -" if is_add else "- → +"), change


def _return(node: ast.Return) -> Iterator[tuple[str, Change]]:
    if node.value is None or ast.unparse(node.value) in ("False", "None", "0", "''", "()"):
        return

    def change(found: ast.AST) -> None:
        assert isinstance(found, ast.Return)
        found.value = ast.Constant(value=False)

    if ast.unparse(node.value) != "True":  # that constant is changed already
        yield "return False", change


def _rules(node: ast.Module) -> Iterator[tuple[str, Change]]:
    """Each rule left out: the statement, or the decorator of the function."""
    for at, each in enumerate(node.body):
        if isinstance(each, ast.Expr) and _is_registering(each.value):

            def change(found: ast.AST, at: int = at) -> None:
                assert isinstance(found, ast.Module)
                found.body[at] = ast.Pass()

            yield f"rule of line {each.lineno} left out", change
        for rank, decorator in enumerate(getattr(each, "decorator_list", [])):
            if _is_registering(decorator):

                def undecorate(found: ast.AST, at: int = at, rank: int = rank) -> None:
                    assert isinstance(found, ast.Module)
                    top = copy.copy(found.body[at])
                    assert isinstance(top, ast.FunctionDef | ast.ClassDef)
                    del top.decorator_list[rank]
                    found.body[at] = top

                yield f"rule of line {decorator.lineno} left out", undecorate


def _is_registering(node: ast.expr) -> bool:
    while isinstance(node, ast.Call):
        node = node.func
    return isinstance(node, ast.Name) and node.id in _REGISTERING


_KINDS: tuple[tuple[type | tuple[type, ...], Callable[..., Iterator[tuple[str, Change]]]], ...] = (
    (ast.Compare, _compare), (ast.BoolOp, _bool_op), (ast.UnaryOp, _not),
    ((ast.If, ast.IfExp), _negated), (ast.comprehension, _filter), (ast.Constant, _constant),
    ((ast.Tuple, ast.List, ast.Set), _items), (ast.Dict, _entries), (ast.BinOp, _sum),
    (ast.Return, _return), (ast.Module, _rules),
)  # fmt: skip

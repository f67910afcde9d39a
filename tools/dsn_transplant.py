"""Puts a changed module of rules in the place of the right one, for `tools/dsn_mutation.py`."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType

from tools.dsn_mutants import Mutant

ROOT = Path(__file__).resolve().parent.parent
DSN = ROOT / "mandat" / "formats" / "dsn"


def paths() -> list[Path]:
    """The modules whose changes must be seen."""
    rules = [*(DSN / "controls" / "rules").glob("*.py"), *(DSN / "recalculation").glob("*.py")]
    return sorted(
        each for each in (*rules, DSN / "controls" / "forms.py") if each.stem != "__init__"
    )


@cache
def module_of(path: Path) -> ModuleType:
    """The loaded module of a file."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return sys.modules[name]


@cache
def _code(path: Path) -> CodeType:
    return compile(path.read_text(encoding="utf-8"), str(path), "exec")


@cache
def _imports(path: Path) -> frozenset[str]:
    """The modules of rules that a module takes something from."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return frozenset(found)


@cache
def dependents(path: Path) -> tuple[Path, ...]:
    """The modules built on one, in the order in which they can be executed; itself first."""
    needed, order = {module_of(path).__name__}, [path]
    rest = [each for each in paths() if each != path]
    while found := [each for each in rest if _imports(each) & needed]:
        for each in found:
            needed.add(module_of(each).__name__)
        rest = [each for each in rest if each not in found]
        order += found
    below = {each: {module_of(each).__name__} for each in order}
    done: list[Path] = []
    while len(done) < len(order):
        names = {name for each in order if each not in done for name in below[each]}
        ready = [e for e in order if e not in done and not (_imports(e) & (names - below[e]))]
        done += ready or [each for each in order if each not in done]
    return tuple(done)


def codes_of(path: Path) -> frozenset[str]:
    """The rules registered by a module and those built on it."""
    return frozenset().union(*(registered()[module_of(each).__name__] for each in dependents(path)))


@cache
def registered() -> Mapping[str, frozenset[str]]:
    """Module → its rules, found by executing each again."""
    from mandat.formats.dsn.controls.registry import REGISTER

    kept, found = dict(REGISTER), {}
    for path in paths():
        module = module_of(path)
        before = dict(vars(module))
        REGISTER.clear()
        exec(_code(path), vars(module))  # noqa: S102 - our own module
        found[module.__name__] = frozenset(REGISTER)
        vars(module).clear()
        vars(module).update(before)
    REGISTER.clear()
    REGISTER.update(kept)
    return found


def install(mutant: Mutant) -> None:
    """Put the mutant in the place of its module, everywhere. Whatever it raises kills it."""
    from mandat.formats.dsn.controls.plan import plan
    from mandat.formats.dsn.controls.registry import REGISTER

    for code in codes_of(mutant.path):
        REGISTER.pop(code, None)
    for path in dependents(mutant.path):
        module = module_of(path)
        before = dict(vars(module))
        is_it = path == mutant.path
        executed = compile(mutant.tree(), str(path), "exec") if is_it else _code(path)
        exec(executed, vars(module))  # noqa: S102 - our own module, changed on purpose
        _spread(before, module)
    plan.cache_clear()


def _spread(before: Mapping[str, object], module: ModuleType) -> None:
    """Give what was defined again to the modules that had imported it."""
    now = vars(module)
    again = {
        id(old): now[name]
        for name, old in before.items()
        if getattr(old, "__module__", None) == module.__name__ and now.get(name) is not old
    }
    if not again:
        return
    for name, other in list(sys.modules.items()):
        if name.startswith("mandat.formats.dsn") and other is not module:
            for key, value in list(vars(other).items()):
                if id(value) in again:
                    setattr(other, key, again[id(value)])

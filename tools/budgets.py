"""Holds files and functions to their size: 400 lines a file, 40 a function, 25 a view."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE, FUNCTION, VIEW, SCRIPT = 400, 40, 25, 120
FOLDERS = ("mandat", "tests", "tools", "benchmarks")
TABLES = (".tsv", ".csv", ".svg", ".po", ".mo", ".txt", ".png", ".pyc", ".md", ".json", ".dsn")


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring not counted."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _functions(path: Path) -> Iterator[str]:
    is_view = path.name == "views.py" or path.parent.name == "views"
    most = VIEW if is_view else FUNCTION
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > most:
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            yield f"{where}: {node.name} has {_length(node)} lines, {most} are allowed"


def problems() -> list[str]:
    """One line for each file or function that is too long."""
    found = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.*")):
            generated = path.suffix in TABLES or "migrations" in path.parts
            if not path.is_file() or generated or "__pycache__" in path.parts:
                continue
            most = SCRIPT if path.suffix == ".js" else FILE
            lines = len(path.read_text().splitlines())
            if lines > most:
                found.append(f"{path.relative_to(ROOT)}: {lines} lines, {most} are allowed")
            if path.suffix == ".py" and "tests" not in path.parts:
                found += _functions(path)
    return found


def main() -> int:
    """Print what is too long; 1 when something is."""
    found = problems()
    print("\n".join(found) or "every file and function within its size")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

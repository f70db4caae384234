"""The words of the code: a class name means one thing, and identifiers name what they hold.

`told`, `said`, `meant`, `heard` and a bare `one` name nothing: a reader has to find out of what.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = sorted(path for room in ("bot", "nlu", "rules") for path in (ROOT / room).rglob("*.py"))
FILES = [*PRODUCT, *sorted((ROOT / "tests").rglob("*.py"))]
NAMELESS = {"told", "said", "meant", "heard", "one"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _classes(path: Path) -> Iterator[str]:
    """The classes of a file; not those inside another class, whose names a library asks for (`Config`)."""
    yield from (node.name for node in _tree(path).body if isinstance(node, ast.ClassDef))


def _bound(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The names that a file gives to variables, parameters, functions, classes and attributes, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                yield from ((alias.asname, node.lineno) for alias in names if alias.asname)


def test_a_class_name_exists_once() -> None:
    places = defaultdict(list)
    for path in PRODUCT:
        for name in _classes(path):
            places[name].append(_name(path))
    assert len(places) > 300, "the classes were not found"
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_identifiers_name_what_they_hold(path: Path) -> None:
    nameless = [f"line {line}: {name}" for name, line in _bound(_tree(path)) if name.strip("_").lower() in NAMELESS]
    assert nameless == []

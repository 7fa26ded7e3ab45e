"""The law needs no clock, no file, no network and nobody above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import registry

PACKAGE = Path(registry.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
ALLOWED = {
    "registry",
    "pydantic",
    "stdnum",
    "pypinyin",
    "opencc",
    "rapidfuzz",
    "chinese_calendar",
    "calendar",
    "collections",
    "datetime",
    "enum",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "math",
    "random",
    "re",
    "string",
    "types",
    "typing",
    "unicodedata",
}
# The table of regions lies in python-stdnum as a file; only the seeded generator draws lots.
EXCEPTIONS = {("regions.py", "importlib")}
CLOCKS = {"now", "today", "utcnow", "open", "monotonic"}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_nothing_that_can_wait(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    strange = {(path.name, name) for name in imported(tree) if name not in ALLOWED} - EXCEPTIONS
    draws_lots = "random" in set(imported(tree)) and path.parent.name != "synthetic"

    assert set() == strange
    assert not draws_lots


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_reads_no_clock_and_no_file(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))

    assert set() == CLOCKS & set(called(tree))

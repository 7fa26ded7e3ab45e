"""Dependence points one way, and the project names nothing it should not."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "handlers", "registry", "identity", "knowledge", "storage", "console")
MAY_IMPORT = {
    "registry": set(),
    "handlers": {"registry"},
    "identity": set(),
    "knowledge": set(),
    "storage": {"registry"},
    "console": {"bot", "handlers", "registry", "storage", "identity", "knowledge"},
    "bot": {"console", "handlers", "registry", "storage", "identity", "knowledge"},
}
# What the pure core may use besides itself: numbers, names, days and pinyin, no I/O.
PURE = {
    "pydantic",
    "pydantic_core",
    "stdnum",
    "pypinyin",
    "opencc",
    "rapidfuzz",
    "chinese_calendar",
}


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top-level names that a file imports, type-checking blocks included."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_no_arrow_points_upward(package: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(package)
        for name in imported(path) & set(PACKAGES)
        if name not in MAY_IMPORT[package] | {package}
    }

    assert set() == wrong


@pytest.mark.parametrize("package", ["registry", "handlers"])
def test_the_pure_core_imports_nothing_that_can_wait(package: str) -> None:
    allowed = PURE | {"registry", "handlers"} | set(sys.stdlib_module_names)
    forbidden = {"asyncio", "socket", "random", "time", "urllib", "http", "sqlite3", "subprocess"}
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(package)
        for name in imported(path)
        if (name not in allowed or name in forbidden) and "synthetic" not in path.parts
    }

    assert set() == wrong


def test_tortoise_stays_in_storage() -> None:
    wrong = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        if package != "storage"
        for path in sources(package)
        if "tortoise" in imported(path) or "storage.models" in path.read_text("utf-8")
    }

    assert set() == wrong


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_names_no_index_and_every_package_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    packages = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.MULTILINE)

    assert "://" not in text
    assert len(packages) == len(
        re.findall(r"^[A-Za-z0-9_.-]+==.*\\\n    --hash", text, re.MULTILINE)
    )


@pytest.mark.parametrize("module", ["bot.app", "bot.server"])
def test_what_is_costly_is_not_imported_at_the_start(module: str) -> None:
    costly = ("dlib", "_dlib_pybind11", "cv2", "aiogram", "numpy", "pypinyin", "opencc")
    code = f"import sys, {module}; print([n for n in {costly!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert "[]" == done.stdout.strip()

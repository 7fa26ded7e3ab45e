"""Fixtures that every part of the suite shares."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def missing(what: str) -> None:
    """Skip with a plain reason, or fail where the environment promised that nothing is missing."""
    if os.environ.get("YIZHU_REQUIRE_SHARED") == "1":
        pytest.fail(f"{what}, and YIZHU_REQUIRE_SHARED=1 forbids a skip")
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared measuring data (laws, questions, faces)."""
    folder = Path(os.environ.get("YIZHU_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        missing(f"no shared data at {folder}")
    return folder

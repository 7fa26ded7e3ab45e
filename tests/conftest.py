"""Fixtures that every part of the suite shares."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.vault import Vault

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


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated, empty database: SQLite, or the PostgreSQL of YIZHU_TEST_DATABASE_URL."""
    url = os.environ.get("YIZHU_TEST_DATABASE_URL", f"sqlite:///{tmp_path}/yizhu.db")
    if url.startswith("postgres"):
        await recreate_schema(url)
    database = Database(url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault with a key of its own."""
    return Vault.open(tmp_path / "key")


async def recreate_schema(url: str) -> None:
    """Empty the test database of PostgreSQL."""
    import asyncpg

    connection = await asyncpg.connect(url)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()

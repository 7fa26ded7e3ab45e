"""Fixtures that every part of the suite shares."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.vault import Vault

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("YIZHU_TEST_DATABASE_URL", "")


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


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """An empty SQLite database, migrated once: that takes longer than most tests.

    None on PostgreSQL: tortoise-orm 1.1.9 mixes up two dialects in one process.
    """
    if POSTGRES:
        return None
    path = tmp_path_factory.mktemp("migrated") / "yizhu.db"

    async def migrate() -> None:
        database = Database(f"sqlite:///{path}")
        await database.open()
        await database.close()

    asyncio.run(migrate())
    return path


@pytest.fixture
async def database(tmp_path: Path, migrated: Path | None) -> AsyncIterator[Database]:
    """A migrated, empty database: SQLite, or the PostgreSQL of YIZHU_TEST_DATABASE_URL."""
    if migrated is None:
        await recreate_schema(POSTGRES)
    else:
        shutil.copy(migrated, tmp_path / "yizhu.db")
    database = Database(POSTGRES or f"sqlite:///{tmp_path}/yizhu.db")
    await database.open(migrate=migrated is None)
    yield database
    await database.close()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault with a key of its own."""
    return Vault.open(tmp_path / "key")


# Databases of PostgreSQL whose schema this run has made.
_made: set[str] = set()


async def recreate_schema(url: str) -> None:
    """Empty the test database of PostgreSQL: a new schema at first, then empty tables.

    Making the schema anew takes ten times as long as emptying it.
    """
    import asyncpg

    connection = await asyncpg.connect(url)
    if url in _made:
        rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [f'"{row[0]}"' for row in rows if "migration" not in row[0]]
        await connection.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
    else:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        _made.add(url)
    await connection.close()

"""A database that was migrated has the tables, columns and unique keys of a new one."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise

from storage.database import config

Table = dict[str, Any]


def schema(path: Path) -> dict[str, Table]:
    """Each table's columns with type, null and key, and the columns that are unique together."""
    with sqlite3.connect(path) as database:
        names = [
            row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            name: {
                "columns": {row[1]: (_kind(row[2]), *row[3:]) for row in _info(database, name)},
                "unique": _unique(database, name),
            }
            for name in names
            if not name.startswith("sqlite_") and "migration" not in name
        }


def _info(database: sqlite3.Connection, table: str) -> list[Any]:
    return database.execute(f'PRAGMA table_info("{table}")').fetchall()


def _kind(written: str) -> str:
    """Whole numbers are one kind: a migration writes those of a primary key as INTEGER."""
    return "INT" if written in ("INTEGER", "BIGINT") else written


def _unique(database: sqlite3.Connection, table: str) -> set[tuple[str, ...]]:
    """Keys besides the primary one, which SQLite lists for some of its kinds only."""
    primary = tuple(row[1] for row in _info(database, table) if row[5])
    indexes = [row[1] for row in database.execute(f'PRAGMA index_list("{table}")') if row[2]]
    columns = {
        tuple(row[2] for row in database.execute(f'PRAGMA index_info("{index}")'))
        for index in indexes
    }
    return columns - {primary}


async def test_migrating_ends_where_a_new_database_starts(
    tmp_path: Path, migrated: Path | None
) -> None:
    if migrated is None:
        pytest.skip("read from SQLite alone")
    await Tortoise.init(config=config(f"sqlite:///{tmp_path}/new.db"))
    await Tortoise.generate_schemas()
    await Tortoise.close_connections()

    assert schema(tmp_path / "new.db") == schema(migrated)

"""The database and its one way to write: a shielded unit of work, one at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from tortoise import Tortoise, connections
from tortoise.exceptions import OperationalError, TransactionManagementError
from tortoise.transactions import in_transaction

from storage import audit
from storage.bulk import insert
from storage.models import AuditEntry, Head, Job, Line

T = TypeVar("T")

# A second process on one SQLite file waits this long for the first before the person is told.
BUSY_MS = 4000


class DatabaseBusy(Exception):
    """Another process holds the database; nothing was written, trying again is right."""


class DiskFull(Exception):
    """The disk is full; nothing was written."""


def config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for a database address (sqlite:///path or postgres://…)."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        credentials: dict[str, Any] = {
            "file_path": parts.path if parts.netloc == "" else parts.netloc + parts.path,
            "synchronous": "FULL",
            "busy_timeout": BUSY_MS,
            "cache_size": -16000,
            "secure_delete": "ON",  # what is deleted is overwritten: keys of erased people
        }
        connection: Any = {"engine": "tortoise.backends.sqlite", "credentials": credentials}
    else:
        connection = url
    return {
        "connections": {"default": connection},
        "apps": {
            "storage": {
                "models": ["storage.models", "storage.ledger_rows", "storage.rights_rows"],
                "default_connection": "default",
                "migrations": "storage.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


class NewLine(NamedTuple):
    """A line to be written, named as its columns."""

    id: int
    account_id: int
    direction: str
    sealed: bytes
    created_at: datetime
    state: str
    attempts: int
    due_at: datetime | None


class NewJob(NamedTuple):
    """A job to be written, named as its columns."""

    id: int
    account_id: int
    kind: str
    sealed: bytes
    state: str
    attempts: int
    due_at: datetime
    created_at: datetime


class Unit:
    """One unit of work under way: numbers in commit order, rows written together at its end."""

    def __init__(self, head: dict[str, Any]) -> None:
        self.now = datetime.now(UTC)
        self.lines: list[NewLine] = []
        self.jobs: list[NewJob] = []
        self._entries: list[audit.Entry] = []
        self._head = head

    def next_line(self) -> int:
        """The number of the next line of any conversation."""
        self._head["line_id"] += 1
        return int(self._head["line_id"])

    @property
    def last_line(self) -> int:
        """The number of the newest line."""
        return int(self._head["line_id"])

    def next_job(self) -> int:
        """The number of the next job."""
        self._head["job_id"] += 1
        return int(self._head["job_id"])

    def audit(self, actor: str, action: str, subject: str, **detail: Any) -> None:
        """Chain one act; `detail` must hold no personal data."""
        entry = audit.link(
            seq=self._head["audit_seq"] + 1,
            previous=self._head["audit_digest"],
            at=self.now,
            actor=actor,
            action=action,
            subject=subject,
            detail=detail,
        )
        self._head["audit_seq"], self._head["audit_digest"] = entry.seq, entry.digest
        self._entries.append(entry)

    async def write_out(self) -> None:
        """Write the gathered rows and the new head."""
        await insert(Line, NewLine._fields, self.lines)
        await insert(Job, NewJob._fields, self.jobs)
        await insert(AuditEntry, audit.Entry._fields, self._entries)
        await Head.filter(id=1).update(
            **{key: value for key, value in self._head.items() if key != "id"}
        )


class Database:
    """An open database; every write goes through `run`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._tasks: set[asyncio.Task[Any]] = set()

    async def open(self, migrate: bool = True) -> None:
        """Connect, bring the schema up to date, and make sure the head row is there."""
        if migrate:
            from tortoise.migrations.api import migrate as apply

            await apply(config=config(self.url))
        await Tortoise.init(config=config(self.url), _enable_global_fallback=True)
        await Head.get_or_create(
            id=1,
            defaults={
                "audit_seq": 0,
                "audit_digest": audit.GENESIS,
                "line_id": 0,
                "job_id": 0,
            },
        )

    async def close(self) -> None:
        """Let the units under way end, then disconnect."""
        if self._tasks:
            await asyncio.wait(self._tasks)
        await Tortoise.close_connections()

    async def run(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Do `work` in one transaction: all of it is durable, or none.

        Shielded: tortoise-orm 1.1.9 leaves its lock held when a task is cancelled while it enters
        a transaction, so the transaction lives in a task of its own that nobody cancels.
        """
        task = asyncio.create_task(self._transact(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _transact(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        try:
            async with in_transaction():
                unit = Unit(await self._take_head())
                result = await work(unit)
                await unit.write_out()
                return result
        except (OperationalError, TransactionManagementError) as problem:
            raise _translated(problem) from problem

    @staticmethod
    async def _take_head() -> dict[str, Any]:
        # A write comes first: a read first would take a snapshot that SQLite cannot upgrade
        # once another process has written, and would not wait for it either.
        rows = await connections.get("default").execute_query_dict(
            'UPDATE "head" SET "id" = "id" WHERE "id" = 1 '
            'RETURNING "id", "audit_seq", "audit_digest", "line_id", "job_id"'
        )
        return dict(rows[0])


def _translated(problem: Exception) -> Exception:
    text = str(problem).lower()
    if "locked" in text or "busy" in text:
        return DatabaseBusy(text)
    if "disk is full" in text or "no space" in text or "disk i/o" in text:
        return DiskFull(text)
    return problem

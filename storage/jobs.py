"""The queue of jobs: a row is claimed for a while, and done only with the turn that tells of it."""

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from storage.conversations import subject
from storage.database import Database, NewJob, Unit
from storage.models import Job
from storage.vault import Vault

# Longer than any job takes, so that a job is run again only when its worker died.
CLAIM = timedelta(seconds=90)


class JobState(StrEnum):
    """Where a job stands; a finished one has no row."""

    DUE = "due"
    CLAIMED = "claimed"


class Claimed(NamedTuple):
    """A job to be run by whoever claimed it; `attempts` counts this one."""

    id: int
    account_id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


def enqueue(unit: Unit, vault: Vault, account_id: int, kind: str, payload: dict[str, Any]) -> int:
    """Add a job to this unit of work."""
    number = unit.next_job()
    sealed = vault.seal(
        subject(account_id), f"job:{number}", json.dumps(payload, ensure_ascii=False).encode()
    )
    unit.jobs.append(
        NewJob(
            id=number,
            account_id=account_id,
            kind=kind,
            sealed=sealed,
            state=JobState.DUE.value,
            attempts=0,
            due_at=unit.now,
            created_at=unit.now,
        )
    )
    return number


async def claim(database: Database, vault: Vault, limit: int) -> list[Claimed]:
    """Claim jobs that are due, or whose worker died."""
    if not await Job.filter(due_at__lte=datetime.now(UTC)).exists():
        return []

    async def work(unit: Unit) -> list[Job]:
        rows = await Job.filter(due_at__lte=unit.now).order_by("id").limit(limit)
        for row in rows:
            row.state, row.due_at = JobState.CLAIMED.value, unit.now + CLAIM
            row.attempts += 1
        if rows:
            await Job.bulk_update(rows, fields=["state", "due_at", "attempts"])
        return rows

    rows = await database.run(work)
    await vault.load(*(subject(row.account_id) for row in rows))
    return [
        Claimed(
            id=row.id,
            account_id=row.account_id,
            kind=row.kind,
            payload=json.loads(
                vault.unseal(subject(row.account_id), f"job:{row.id}", bytes(row.sealed))
            ),
            attempts=row.attempts,
        )
        for row in rows
    ]


async def put_back(database: Database, job: Claimed, wait: timedelta) -> None:
    """Try a job again later."""

    async def work(unit: Unit) -> None:
        await Job.filter(id=job.id).update(state=JobState.DUE.value, due_at=unit.now + wait)

    await database.run(work)


async def any_of(account_id: int) -> bool:
    """Whether an account has a job that is not done."""
    return await Job.filter(account_id=account_id).exists()

"""Runs jobs outside the turns that asked for them; a crash runs them again, once told is done."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import structlog

from bot.gateway import Before, Busy
from handlers.event import JobKind
from storage import accounts, jobs
from storage.database import DatabaseBusy
from storage.jobs import Claimed

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()

AT_ONCE = 8
IDLE_S = 5.0
RETRY = timedelta(seconds=2)
# Tried again so often; then the person is told, or a person is asked.
ATTEMPTS = 3


class Kind(NamedTuple):
    """How one kind of job is run, and what is told when it cannot be."""

    run: Callable[["App", Claimed], Awaitable[Before]]
    give_up: Callable[["App", Claimed], Awaitable[Before]]


class Jobs:
    """Claims due jobs, runs them, and hands their results to the gateway."""

    def __init__(self, app: "App", kinds: Mapping[JobKind, Kind]) -> None:
        self._app = app
        self._kinds = kinds
        self._poked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to run jobs, those of an earlier process first."""
        self._task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        """Stop claiming; what is running is claimed again by the next process."""
        for task in (self._task, *self._running):
            if task:
                task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def poke(self) -> None:
        """There may be something to do."""
        self._poked.set()

    async def pending(self, channel: str, external_id: str) -> bool:
        """Whether this person waits for a job."""
        account = await accounts.find_account(channel, external_id)
        return account is not None and await jobs.any_of(account)

    async def _loop(self) -> None:
        while True:
            try:
                claimed = await jobs.claim(self._app.database, self._app.vault, AT_ONCE)
            except DatabaseBusy:
                claimed = []
            for job in claimed:
                task = asyncio.create_task(self._run(job))
                self._running.add(task)
                task.add_done_callback(self._running.discard)
            if len(claimed) < AT_ONCE:
                self._poked.clear()
                try:
                    async with asyncio.timeout(IDLE_S):  # not wait_for: see bot.outbox
                        await self._poked.wait()
                except TimeoutError:
                    continue

    async def _run(self, job: Claimed) -> None:
        try:
            kind = JobKind(job.kind)
            how = self._kinds[kind]
            run = how.run if job.attempts <= ATTEMPTS else how.give_up
            before = await run(self._app, job)
            await self._app.gateway.finish(job.account_id, kind, job.id, before)
        except Busy:
            await self._put_back(job)
        except Exception:
            log.exception("a job failed", kind=job.kind, attempts=job.attempts)
            await self._put_back(job)

    async def _put_back(self, job: Claimed) -> None:
        try:
            await jobs.put_back(self._app.database, job, RETRY * job.attempts)
        except DatabaseBusy:
            log.warning("a job stays claimed until its claim ends", kind=job.kind)

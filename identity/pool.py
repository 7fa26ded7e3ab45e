"""Worker processes for everything that touches a picture; the event loop never waits on one.

dlib holds the interpreter's lock, so threads do not help. Workers start at the first request, and
importing this module loads neither dlib, OpenCV nor numpy.
"""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from identity.capture import Capture
from identity.challenge import Challenge
from identity.child import Child, WorkerLost
from identity.engines.choice import EngineChoice
from identity.examination import Examination
from identity.face import Face
from identity.glimpse import Glimpse
from identity.order import Failure
from identity.purpose import Purpose
from identity.request import NOTHING, Examine, Follow, Judge, Kept, LoadCohort, Setup, Verify
from identity.thresholds import Thresholds
from identity.verdict import Verification

START_SECONDS = 30.0
FIRST_GUESS_S = 0.5  # until the first request was timed
LARGEST_COHORT = 400  # as far as was measured; more people would not make scores better

Reply = TypeVar("Reply", bound=BaseModel)


class IdentityUnavailable(Exception):
    """No worker could do it, twice: pass the case to a person."""


class IdentityBusy(IdentityUnavailable):
    """Too many wait already; `expected_wait_s` says how long the queue is."""

    def __init__(self, expected_wait_s: float) -> None:
        super().__init__(f"the queue is full, about {expected_wait_s:.0f} s long")
        self.expected_wait_s = expected_wait_s


class PoolSettings(BaseModel):
    """How many workers, how many may wait, and how long one request may take."""

    model_config = ConfigDict(frozen=True)

    engine: EngineChoice = EngineChoice()
    thresholds: tuple[Thresholds, ...] = ()
    workers: int = os.cpu_count() or 1
    waiting: int = 64
    seconds: float = 20.0


@dataclass
class _Job:
    parts: list[bytes]
    reply: asyncio.Future[bytes]


class Pool:
    """Examines and compares pictures in processes of their own.

    A worker that dies or hangs is replaced and the request tried once more; after that
    `IdentityUnavailable` is raised. Pictures travel through pipes and are never written to disk.
    """

    def __init__(self, settings: PoolSettings | None = None) -> None:
        self._settings = settings or PoolSettings()
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue(self._settings.waiting)
        self._runners: list[asyncio.Task[None]] = []
        self._children: dict[int, Child] = {}
        self._cohort = b""
        self._cohort_number = 0
        self._busy = 0
        self._job_s = FIRST_GUESS_S

    async def start(self) -> None:
        """Be ready to take requests; processes start with the first of them."""
        for slot in range(self._settings.workers):
            self._runners.append(asyncio.create_task(self._run(slot)))

    async def warm(self) -> None:
        """Start one worker ahead, so that the first person does not wait for the models."""
        await self._ask(Examine(purpose=Purpose.MEASURING), [b""], Examination)

    async def close(self) -> None:
        """End every worker and refuse what still waits."""
        for runner in self._runners:
            runner.cancel()
        await asyncio.gather(*self._runners, return_exceptions=True)
        self._runners.clear()
        while not self._jobs.empty():
            _refuse(self._jobs.get_nowait(), "closed")
        await asyncio.gather(*(child.end() for child in self._children.values()))
        self._children.clear()

    @property
    def expected_wait_s(self) -> float:
        """Seconds until a request that comes now would be answered, from the last ones."""
        ahead = self._jobs.qsize() + self._busy + 1
        return self._job_s * -(-ahead // self._settings.workers)

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """The process ids of the running workers."""
        return tuple(child.pid for child in self._children.values())

    def load_cohort(self, embeddings: Sequence[bytes]) -> None:
        """Other people's vectors for normalisation, in memory only; an even sample of them."""
        step = max(1, -(-len(embeddings) // LARGEST_COHORT))
        self._cohort = b"".join(embeddings[::step])
        self._cohort_number += 1

    async def examine(self, image: bytes, purpose: Purpose = Purpose.SELFIE) -> Examination:
        """Look at one picture: its problem, or its hints, hashes and vector."""
        return await self._ask(Examine(purpose=purpose), [image], Examination)

    async def verify(
        self,
        probes: Sequence[bytes],
        reference: bytes,
        purpose: Purpose = Purpose.SELFIE,
        kept: Kept = NOTHING,
    ) -> Verification:
        """Compare one or more pictures of a person with the reference photo."""
        request = Verify(purpose=purpose, kept=kept)
        return await self._ask(request, [*probes, reference], Verification)

    async def follow(self, frame: bytes, neutral: Face | None) -> Glimpse:
        """Look at one frame of a capture under way; `neutral` is the face of its first one."""
        return await self._ask(Follow(neutral=neutral), [frame], Glimpse)

    async def capture(
        self,
        challenge: Challenge,
        media: Sequence[bytes],
        reference: bytes,
        *,
        arrived_at: datetime,
        mirror: bool,
        kept: Kept = NOTHING,
    ) -> Capture:
        """Judge a fresh capture: pictures in the order of time, or one video.

        `mirror` also takes a capture that shows every move mirrored, as chat apps may record it;
        the own page's frames are not mirrored.
        """
        if arrived_at > challenge.expires_at:
            return Capture(failure=Failure.EXPIRED)
        request = Judge(challenge=challenge, mirror=mirror, kept=kept)
        return await self._ask(request, [*media, reference], Capture)

    async def _ask(self, request: BaseModel, blobs: Sequence[bytes], reply: type[Reply]) -> Reply:
        if not self._runners:
            raise IdentityUnavailable("the pool is not started")
        answer = asyncio.get_running_loop().create_future()
        try:
            self._jobs.put_nowait(_Job([request.model_dump_json().encode(), *blobs], answer))
        except asyncio.QueueFull:
            raise IdentityBusy(self.expected_wait_s) from None
        return reply.model_validate_json(await answer)

    async def _run(self, slot: int) -> None:
        while True:
            job = await self._jobs.get()
            if job.reply.done():
                continue  # whoever asked has gone
            self._busy += 1
            try:
                await self._serve(slot, job)
            finally:
                self._busy -= 1
                _refuse(job, "closed")

    async def _serve(self, slot: int, job: _Job) -> None:
        reason = ""
        for _ in range(2):
            try:
                reply = await self._attempt(slot, job)
            except WorkerLost as lost:
                self._children.pop(slot, None)
                reason = str(lost)
            else:
                if not job.reply.done():
                    job.reply.set_result(reply)
                return
        _refuse(job, reason)

    async def _attempt(self, slot: int, job: _Job) -> bytes:
        child = self._children.get(slot)
        if child is None:
            child = self._children[slot] = await self._start_child()
        if child.cohort != self._cohort_number:
            number = self._cohort_number
            await child.ask([LoadCohort().model_dump_json().encode(), self._cohort], START_SECONDS)
            child.cohort = number
        clock = asyncio.get_running_loop().time
        before = clock()
        reply = await child.ask(job.parts, self._settings.seconds)
        self._job_s += 0.1 * (clock() - before - self._job_s)
        return reply

    async def _start_child(self) -> Child:
        setup = Setup(engine=self._settings.engine, thresholds=self._settings.thresholds)
        return await Child.start(setup, START_SECONDS)


def _refuse(job: _Job, reason: str) -> None:
    if not job.reply.done():
        job.reply.set_exception(IdentityUnavailable(reason))

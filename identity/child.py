"""One worker process as the parent sees it: started, asked, and ended."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from identity.request import Failed, Setup
from identity.wire import COUNT, MAX_PART, MAX_PARTS, checked, pack

ROOT = Path(__file__).resolve().parent.parent
# A worker sees no tokens and no keys: only what an interpreter needs, and one thread.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


class WorkerLost(Exception):
    """The worker died, hung or could not do it; another may."""


class Child:
    """A running worker that answers one request at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.cohort = 0  # which cohort it has loaded

    @classmethod
    async def start(cls, setup: Setup, seconds: float) -> "Child":
        """Start a process and load the engine; raises WorkerLost when that fails."""
        try:
            child = cls(await _spawn())
        except OSError as error:
            raise WorkerLost(type(error).__name__) from error
        await child.ask([setup.model_dump_json().encode()], seconds)
        return child

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    async def ask(self, parts: Sequence[bytes], seconds: float) -> bytes:
        """Send one request and wait for its reply; on WorkerLost the child is dead."""
        try:
            async with asyncio.timeout(seconds):
                reply = await self._exchange(parts)
        except BaseException as error:
            await self.end()
            if isinstance(error, (OSError, ValueError, EOFError, TimeoutError)):
                raise WorkerLost(type(error).__name__) from error
            raise
        if reply.startswith(b'{"failed"'):
            await self.end()
            raise WorkerLost(Failed.model_validate_json(reply).failed)
        return reply

    async def end(self) -> None:
        """Kill the process; it holds nothing that must be saved."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()

    async def _exchange(self, parts: Sequence[bytes]) -> bytes:
        sink, source = self._process.stdin, self._process.stdout
        assert sink is not None and source is not None
        sink.write(pack(parts))
        await sink.drain()
        count = checked(COUNT.unpack(await source.readexactly(COUNT.size))[0], MAX_PARTS)
        size = checked(COUNT.unpack(await source.readexactly(COUNT.size))[0], MAX_PART)
        if count != 1:
            raise ValueError(f"a reply of {count} parts")
        return await source.readexactly(size)


async def _spawn() -> asyncio.subprocess.Process:
    """A session of its own: Ctrl-C in the terminal reaches the parent alone, which then ends it."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "identity.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        env=kept | ONE_THREAD,
        start_new_session=True,
    )

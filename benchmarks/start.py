"""How soon a second start answers, and what the idle server weighs."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.server import Browser, Server

REPEATS = 5


async def first_reply(port: int) -> None:
    """The greeting of somebody new, read back from the log."""
    browser = Browser(port)
    await browser.connect()
    await browser.post(client_id="first-message", kind="opened")
    assert await browser.lines(), "the greeting must be there"
    await browser.close()


def run() -> Iterator[Figure]:
    """Medians over several second starts, the demonstration's register loaded."""
    seconds, resident = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "home", demo=True)
        server.start()
        server.stop()
        for _ in range(REPEATS):
            began = time.perf_counter()
            server.start()
            asyncio.run(first_reply(server.port))
            seconds.append(time.perf_counter() - began)
            resident = server.resident_mb()
            server.stop()
    yield Figure("start_first_reply_s", round(statistics.median(seconds), 2), "s")
    yield Figure("resident_mb_idle", round(resident, 1), "MB")

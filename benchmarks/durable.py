"""HTTP post to durable acknowledgement: SQLite, synchronous=FULL, 64 connections."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.server import Browser, running

CONNECTIONS = 64
WARM_UP, TURNS = 20, 100
REPEATS = 3
# Two turns of the binding form, again and again: a press that opens it and a name.
SCRIPT = ({"kind": "pressed", "key": "do:bind", "turn": 0}, {"kind": "said", "text": "林知秋"})


async def talk(browser: Browser, first: int, count: int, waits: list[float]) -> None:
    """So many turns of one person, each after the one before is durable."""
    for number in range(first, first + count):
        began = time.perf_counter()
        await browser.post(client_id=f"bench-{number:08d}", **SCRIPT[number % len(SCRIPT)])
        waits.append(time.perf_counter() - began)


async def measure(port: int) -> tuple[float, list[float]]:
    """Turns per second of all connections together, and how long each turn took."""
    browsers = [Browser(port) for _ in range(CONNECTIONS)]
    await asyncio.gather(*(browser.connect() for browser in browsers))
    await asyncio.gather(*(talk(browser, 0, WARM_UP, []) for browser in browsers))
    waits: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(talk(browser, WARM_UP, TURNS, waits) for browser in browsers))
    seconds = time.perf_counter() - began
    await asyncio.gather(*(browser.close() for browser in browsers))
    return len(waits) / seconds, waits


def run() -> Iterator[Figure]:
    """Rate and 99th percentile; the client runs on the same machine and takes its share."""
    rates, p99s = [], []
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "home") as server:
        for _ in range(REPEATS):
            rate, waits = asyncio.run(measure(server.port))
            rates.append(rate)
            p99s.append(sorted(waits)[int(len(waits) * 0.99)])
    yield Figure("turns_durable_per_s", round(statistics.median(rates)), "1/s")
    yield Figure("turns_durable_p99_ms", round(statistics.median(p99s) * 1000, 1), "ms")

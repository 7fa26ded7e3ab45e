"""What a face check costs: CPU from bytes to verdict, memory of a worker, checks a second.

Needs photos of people, which the project does not ship: the folder of shared data, or nothing.
"""

import asyncio
import io
import os
import statistics
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.figure import Figure
from identity.challenge import issue
from identity.pool import Pool, PoolSettings
from identity.purpose import Purpose

SELFIE = (1200, 1600)  # what a phone's browser sends
REFERENCE = (413, 579)  # a two-inch photo at 300 dots an inch
COHORT = 200
ROUNDS = 12


def run() -> Iterator[Figure]:
    """The figures of identity; none where there are no photos."""
    photos = _photos()
    if not photos:
        return
    pairs = [(_scaled(a, SELFIE), _scaled(b, REFERENCE)) for a, b in photos[:ROUNDS]]
    yield from asyncio.run(_cpu(pairs))
    for workers in (1, 2):
        rate, resident = asyncio.run(_pooled(pairs, workers))
        yield Figure(f"selfies_per_s_{workers}_workers", rate, "1/s")
        if workers == 1:
            yield Figure("identity_worker_resident_mb", resident, "MB")


async def _cpu(pairs: list[tuple[bytes, bytes]]) -> list[Figure]:
    """CPU of one worker, from bytes to verdict; medians after one request to warm up."""
    pool = Pool(PoolSettings(workers=1))
    await pool.start()
    cohort = np.random.default_rng(1).normal(0, 0.1, (COHORT, 128)).astype("<f4")
    pool.load_cohort([row.tobytes() for row in cohort])
    still = issue("bench", datetime(2026, 1, 1, tzinfo=UTC), motion=False)
    frame, reference = pairs[0]

    async def selfie(number: int) -> None:
        await pool.verify([pairs[number % ROUNDS][0]], pairs[number % ROUNDS][1], Purpose.MEASURING)

    async def capture(_: int) -> None:
        await pool.capture(still, [frame] * 8, reference, arrived_at=still.issued_at, mirror=False)

    figures = [
        Figure("selfie_cpu_ms", await _median_cpu_ms(pool, selfie, ROUNDS), "ms"),
        Figure("capture_8_frames_cpu_ms", await _median_cpu_ms(pool, capture, 3), "ms"),
    ]
    await pool.close()
    return figures


async def _pooled(pairs: list[tuple[bytes, bytes]], workers: int) -> tuple[float, float]:
    """Checks a second with everybody waiting at once, and a worker's memory in MB."""
    pool = Pool(PoolSettings(workers=workers))
    await pool.start()
    await asyncio.gather(*(pool.verify([a], b, Purpose.MEASURING) for a, b in pairs[:workers]))
    before = time.perf_counter()
    await asyncio.gather(*(pool.verify([a], b, Purpose.MEASURING) for a, b in pairs))
    rate = len(pairs) / (time.perf_counter() - before)
    resident = _resident_mb(pool.worker_pids[0])
    await pool.close()
    return rate, resident


async def _median_cpu_ms(
    pool: Pool, work: Callable[[int], Coroutine[None, None, None]], rounds: int
) -> float:
    await work(0)
    times = []
    for number in range(rounds):
        before = _cpu_s(pool.worker_pids[0])
        await work(number)
        times.append(_cpu_s(pool.worker_pids[0]) - before)
    return statistics.median(times) * 1000


def _cpu_s(pid: int) -> float:
    """CPU that a process has used, in seconds, to a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _photos() -> list[tuple[Path, Path]]:
    """Two photos each of some people."""
    root = Path(__file__).resolve().parent.parent.parent / "shared"
    folder = Path(os.environ.get("YIZHU_SHARED", root)) / "data" / "faces" / "images"
    people = (sorted(person.iterdir()) for person in sorted(folder.glob("*")))
    return [(photos[0], photos[1]) for photos in people if len(photos) > 1]


def _scaled(path: Path, size: tuple[int, int]) -> bytes:
    """The photo on a canvas of that size, as wide as it, as JPEG."""
    with Image.open(path) as photo:
        wide = photo.convert("RGB").resize((size[0], size[0]), Image.Resampling.BICUBIC)
    canvas = Image.new("RGB", size, "grey")
    canvas.paste(wide, (0, (size[1] - size[0]) // 2))
    buffer = io.BytesIO()
    canvas.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()

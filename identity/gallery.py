"""Vectors of many photos on disk, each made once, by the workers of a pool."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from identity.examination import Examination
from identity.pool import IdentityUnavailable, Pool, PoolSettings
from identity.problem import Problem
from identity.purpose import Purpose


async def examine_all(settings: PoolSettings, paths: Iterable[Path]) -> dict[Path, Examination]:
    """Examine every photo once; a file that cannot be read or done is a problem, not an error."""
    pool = Pool(settings)
    await pool.start()
    turns = asyncio.Semaphore(settings.waiting)
    unique = list(dict.fromkeys(paths))
    try:
        found = await asyncio.gather(*(_examine(pool, turns, path) for path in unique))
    finally:
        await pool.close()
    return dict(zip(unique, found, strict=True))


async def _examine(pool: Pool, turns: asyncio.Semaphore, path: Path) -> Examination:
    async with turns:
        try:
            return await pool.examine(await asyncio.to_thread(path.read_bytes), Purpose.MEASURING)
        except (OSError, IdentityUnavailable):
            return Examination(problem=Problem.NOT_A_PICTURE, engine="")

"""The pool answers whatever happens to its workers, keeps nothing and starts light."""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from identity.challenge import issue
from identity.engines.choice import EngineChoice, Kind
from identity.order import Failure
from identity.pool import IdentityBusy, IdentityUnavailable, Pool, PoolSettings
from identity.problem import Problem
from identity.purpose import Purpose
from identity.verdict import Scoring, Side, Verdict
from tests.identity.conftest import encoded, noise
from tests.identity.test_decode import damaged, png_claiming

ROOT = Path(__file__).resolve().parents[2]
NOTHING = encoded(noise(200, 200))
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[Pool]:
    pool = Pool(PoolSettings(workers=1))
    await pool.start()
    yield pool
    await pool.close()


async def test_pictures_without_a_face_are_named_as_such(pool: Pool) -> None:
    found = [(await pool.examine(data)).problem for data in (NOTHING, b"hello", b"")]

    assert found == [Problem.NO_FACE, Problem.NOT_A_PICTURE, Problem.NOT_A_PICTURE]


async def test_one_person_matches_and_another_does_not(
    pool: Pool, two_of_one: tuple[bytes, bytes], somebody_else: bytes
) -> None:
    selfie, reference = two_of_one
    same = await pool.verify([selfie], reference)
    other = await pool.verify([somebody_else], reference)

    assert (same.verdict, same.scored_by) == (Verdict.MATCH, Scoring.DISTANCE)
    assert other.verdict == Verdict.NO_MATCH


async def test_the_side_that_cannot_be_used_is_named(
    pool: Pool, two_of_one: tuple[bytes, bytes]
) -> None:
    probe = await pool.verify([NOTHING], two_of_one[0])
    reference = await pool.verify([two_of_one[0]], NOTHING)

    assert (probe.verdict, probe.problem, probe.side) == (
        Verdict.UNSURE,
        Problem.NO_FACE,
        Side.PROBE,
    )
    assert (reference.problem, reference.side) == (Problem.NO_FACE, Side.REFERENCE)


async def test_the_reference_photo_itself_is_no_selfie(
    pool: Pool, two_of_one: tuple[bytes, bytes]
) -> None:
    found = await pool.verify([two_of_one[1]], two_of_one[1])

    assert (found.verdict, found.problem) == (Verdict.UNSURE, Problem.COPY_OF_REFERENCE)


async def test_a_cohort_is_loaded_into_workers_that_already_run(
    pool: Pool, photos: dict[str, list[Path]], two_of_one: tuple[bytes, bytes]
) -> None:
    others = [paths[0] for paths in photos.values()][1:46]
    found = [await pool.examine(path.read_bytes(), Purpose.MEASURING) for path in others]
    pool.load_cohort([one.embedding for one in found if one.embedding])

    assert (await pool.verify([two_of_one[0]], two_of_one[1])).scored_by == Scoring.COHORT


async def test_a_worker_killed_in_the_middle_is_replaced_and_the_request_done(pool: Pool) -> None:
    await pool.examine(NOTHING)
    (before,) = pool.worker_pids
    asked = asyncio.create_task(pool.examine(NOTHING))
    await asyncio.sleep(0.01)
    os.kill(before, signal.SIGKILL)

    assert (await asked).problem == Problem.NO_FACE
    assert pool.worker_pids != (before,)


async def test_a_worker_that_hangs_twice_makes_the_pool_unavailable_and_then_works_again() -> None:
    pool = Pool(PoolSettings(workers=1, seconds=0.6))
    await pool.start()
    await pool.examine(NOTHING)
    stopper = asyncio.create_task(_stop_every_worker(pool))
    with pytest.raises(IdentityUnavailable):
        await pool.examine(NOTHING)
    stopper.cancel()

    assert (await pool.examine(NOTHING)).problem == Problem.NO_FACE
    await pool.close()


async def _stop_every_worker(pool: Pool) -> None:
    while True:
        for pid in pool.worker_pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(0.005)


async def test_an_engine_that_cannot_be_loaded_makes_the_pool_unavailable() -> None:
    pool = Pool(PoolSettings(workers=1, engine=EngineChoice(kind=Kind.SFACE)))
    await pool.start()
    with pytest.raises(IdentityUnavailable, match="no SFace file"):
        await pool.examine(NOTHING)
    await pool.close()


async def test_hostile_files_do_not_end_the_worker(pool: Pool) -> None:
    rng = random.Random(5)
    seeds = [encoded(noise(40, 30), form) for form in ("JPEG", "PNG", "WEBP")]
    await pool.warm()
    before = pool.worker_pids
    for _ in range(60):
        assert (await pool.examine(damaged(rng, rng.choice(seeds)))).problem is not None

    assert pool.worker_pids == before


async def test_a_file_that_would_take_all_memory_costs_no_more_than_one_problem(pool: Pool) -> None:
    wide = encoded(Image.new("RGBA", (4800, 4900)), "PNG")  # just below 24 megapixels

    assert (await pool.examine(wide)).problem == Problem.NO_FACE
    assert (await pool.examine(png_claiming(60_000, 60_000))).problem == Problem.TOO_MANY_PIXELS


async def test_when_too_many_wait_the_next_is_told_how_long() -> None:
    pool = Pool(PoolSettings(workers=1, waiting=2))
    await pool.start()
    waiting = [asyncio.create_task(pool.examine(NOTHING)) for _ in range(3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    with pytest.raises(IdentityBusy) as refused:
        for _ in range(3):
            waiting.append(asyncio.create_task(pool.examine(NOTHING)))
            await asyncio.sleep(0)
        await pool.examine(NOTHING)

    assert refused.value.expected_wait_s > 0
    await asyncio.gather(*waiting, return_exceptions=True)
    await pool.close()


async def test_closing_refuses_what_still_waits() -> None:
    pool = Pool(PoolSettings(workers=1))
    await pool.start()
    waiting = [asyncio.create_task(pool.examine(NOTHING)) for _ in range(4)]
    await asyncio.sleep(0.05)
    await pool.close()

    assert {type(e) for e in await asyncio.gather(*waiting, return_exceptions=True)} == {
        IdentityUnavailable
    }
    assert pool.worker_pids == ()


async def test_whoever_stops_waiting_leaves_the_worker_usable(pool: Pool) -> None:
    await pool.examine(NOTHING)
    asked = asyncio.create_task(pool.examine(NOTHING))
    await asyncio.sleep(0.01)
    asked.cancel()

    assert (await pool.examine(b"hello")).problem == Problem.NOT_A_PICTURE


async def test_a_late_capture_is_refused_without_work(pool: Pool) -> None:
    late = NOW + timedelta(seconds=76)
    found = await pool.capture(issue("n", NOW), [NOTHING], NOTHING, arrived_at=late, mirror=False)

    assert found.failure == Failure.EXPIRED
    assert pool.worker_pids == ()


async def test_workers_write_no_file_and_see_no_secret(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIZHU_TELEGRAM_TOKEN", "123:secret")
    await pool.examine(NOTHING)
    process = Path("/proc") / str(pool.worker_pids[0])
    if not process.is_dir():
        pytest.skip("only Linux shows the limits of a process")

    assert b"secret" not in (process / "environ").read_bytes()
    limits = (process / "limits").read_text()
    for name in ("Max file size", "Max core file size"):
        (line,) = (line for line in limits.splitlines() if line.startswith(name))
        assert line.removeprefix(name).split()[:2] == ["0", "0"]


def test_importing_the_pool_loads_no_heavy_library() -> None:
    code = "import identity.pool, sys; print({'dlib', 'cv2', 'numpy', 'PIL'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"


# A shell that starts the tests in the background lets them inherit an ignored SIGINT.
SERVE = """
import asyncio
import signal
from identity.pool import Pool, PoolSettings

signal.signal(signal.SIGINT, signal.default_int_handler)

async def main():
    pool = Pool(PoolSettings(workers=1))
    await pool.start()
    await pool.examine(b"hello")
    print(*pool.worker_pids, flush=True)
    try:
        await asyncio.sleep(60)
    finally:
        await pool.close()

try:
    asyncio.run(main())
except KeyboardInterrupt:
    pass
"""


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_quietly_with_their_parent(signal_number: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    os.killpg(parent.pid, signal_number)
    _, errors = parent.communicate(timeout=60)

    assert errors == ""
    assert _gone(worker)


def _gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat")
        if state.is_file() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False

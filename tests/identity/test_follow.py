"""One frame at a time: what guides a person through a challenge."""

from pathlib import Path

import pytest
from PIL import Image

from identity.challenge import Move
from identity.decode import decode
from identity.glimpse import Glimpse
from identity.pool import Pool, PoolSettings
from identity.problem import Problem
from tests.identity.conftest import encoded, noise


@pytest.fixture
async def pool():  # type: ignore[no-untyped-def]
    pool = Pool(PoolSettings(workers=1))
    await pool.start()
    yield pool
    await pool.close()


def rolled(photo: Path, degrees: float) -> bytes:
    """The photo turned about its middle; positive as a head that tilts to its own left."""
    return encoded(Image.open(photo).rotate(-degrees, Image.Resampling.BICUBIC))


async def test_the_first_frame_is_told_from_the_moves_after_it(
    pool: Pool, photos: dict[str, list[Path]]
) -> None:
    for paths in photos.values():
        first = await pool.follow(paths[0].read_bytes(), None)
        if first.problem is None:
            break
    assert first.face is not None

    shown = [await pool.follow(rolled(paths[0], by), first.face) for by in (0, 18, -18)]

    assert [None, Move.TILT_LEFT, Move.TILT_RIGHT] == [glimpse.move for glimpse in shown]


async def test_a_frame_without_a_face_says_so(pool: Pool) -> None:
    picture = encoded(noise(320, 240))

    assert not isinstance(decode(picture), Problem)
    assert Glimpse(problem=Problem.NO_FACE) == await pool.follow(picture, None)

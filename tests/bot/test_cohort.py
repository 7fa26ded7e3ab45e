"""The cohort of other people's faces: who is in it, who is not, and where it is kept."""

import asyncio
from pathlib import Path

import pytest

from bot.app import App
from registry.physician import Physician
from storage.database import Unit
from storage.models import Physician as PhysicianRow
from tests.bot.person import Person
from tests.bot.test_verification import faces  # noqa: F401  (a fixture)


async def have_photo(app: App, physician: Physician, photo: bytes) -> None:
    """The register holds a confirmed photo of somebody."""
    kept = await app.blobs.keep(f"physician:{physician.id}", photo, "photo", "image/jpeg")

    async def work(unit: Unit) -> None:
        await PhysicianRow.filter(id=physician.id).update(
            photo_blob=kept.id, photo_confirmed_on=unit.now.date()
        )

    await app.database.run(work)


async def people(app: App, expected: int) -> int:
    """How many are in the cohort, once it has followed the register."""
    for _ in range(300):
        await app.faces()
        if app.cohort.people == expected:
            break
        await asyncio.sleep(0.1)
    return app.cohort.people


@pytest.fixture
async def pictured(
    app: App,
    people: tuple[Physician, ...],
    faces: list[list[bytes]],  # noqa: F811
) -> tuple[Physician, ...]:
    """Three people with a photo in the register."""
    for physician, photos in zip(people[:3], faces, strict=False):
        await have_photo(app, physician, photos[0])
    return people[:3]


async def consent(app: App, physician: Physician) -> Person:
    person = Person(app, f"of {physician.id}")
    await person.bind(physician)
    await person.press("do:verify")
    await person.press("agree")
    return person


async def test_only_those_whose_consent_stands_are_compared_with(
    app: App, pictured: tuple[Physician, ...]
) -> None:
    before = await people(app, 0)
    first = await consent(app, pictured[0])
    await consent(app, pictured[1])
    both = await people(app, 2)
    await first.say("撤回同意")

    assert (0, 2, 1) == (before, both, await people(app, 1))


async def test_a_face_that_cannot_be_used_is_left_out_and_not_looked_at_again(
    app: App, pictured: tuple[Physician, ...]
) -> None:
    await have_photo(app, pictured[0], b"\xff\xd8\xff no picture")
    await consent(app, pictured[0])
    await consent(app, pictured[1])

    assert 1 == await people(app, 1)


async def test_no_vector_is_written_to_disk(app: App, pictured: tuple[Physician, ...]) -> None:
    await consent(app, pictured[0])
    await people(app, 1)
    pool = await app.faces()
    (vector,) = [one for one in app.cohort._vectors.values() if one]
    home: Path = app.settings.home

    assert 512 == len(vector)
    assert pool.worker_pids
    assert not [path for path in home.rglob("*") if path.is_file() and vector in path.read_bytes()]

"""Verification by selfie in the running program: real photos, real workers, real deletion."""

import csv
import io
import os
import signal
from collections import defaultdict
from pathlib import Path

import pytest
from PIL import Image

from bot.app import App
from bot.texts import texts
from handlers.session import Lang
from registry.physician import Physician
from storage.database import Unit
from storage.desk import Desk, Role
from storage.outcomes import Ended, Outcome, close
from storage.tasks import TaskKind, tasks_at
from tests.bot.person import Person

ZH = texts(Lang.ZH)


@pytest.fixture(scope="session")
def faces(shared: Path) -> list[list[bytes]]:
    """Photos of a few people, at least two of each."""
    folder = shared / "data" / "faces"
    found: dict[str, list[bytes]] = defaultdict(list)
    with (folder / "images.csv").open() as file:
        for row in csv.DictReader(file):
            if row["group"] == "ea" and row["identity"] < "p0100":
                found[row["identity"]].append((folder / row["path"]).read_bytes())
    return [photos for photos in found.values() if len(photos) >= 2]


def clerk(physician: Physician) -> Desk:
    return Desk(
        id=1,
        login="clerk",
        name="医务科",
        role=Role.CLERK,
        institution_code=physician.institution_code,
        region="420104",
    )


async def close_first(app: App, desk: Desk, kind: TaskKind, outcome: Outcome) -> None:
    (task,) = await tasks_at(desk, kind=kind)

    async def work(unit: Unit) -> object:
        return await close(unit, app.vault, task.id, desk, outcome, reason="看过了")

    assert isinstance(await app.database.run(work), Ended)


@pytest.fixture
async def verified_photo(
    app: App, person: Person, people: tuple[Physician, ...], faces: list[list[bytes]]
) -> bytes:
    """The person is bound and the register holds a confirmed photo; another one to verify with."""
    await person.bind(people[0])
    await person.press("do:reference_photo")
    await person.press("agree")
    await person.upload(faces[0][0])
    await person.replies()
    await close_first(app, clerk(people[0]), TaskKind.REFERENCE_PHOTO, Outcome.CONFIRMED)
    return faces[0][1]


def files(app: App) -> int:
    return len(list((app.settings.home / "blobs").glob("*")))


async def test_a_selfie_that_matches_verifies_and_is_deleted(
    app: App, person: Person, verified_photo: bytes
) -> None:
    before = files(app)
    await person.press("do:verify")
    await person.upload(verified_photo)

    said = await person.last()
    assert ZH.text("verify.match") in said or ZH.text("verify.unsure") in said
    if ZH.text("verify.match") in said:
        assert before == files(app)


async def test_somebody_elses_selfie_goes_to_a_person_and_is_never_rejected_by_the_machine(
    app: App,
    person: Person,
    people: tuple[Physician, ...],
    faces: list[list[bytes]],
    verified_photo: bytes,
) -> None:
    await person.press("do:verify")
    await person.upload(faces[1][0])

    assert ZH.text("verify.match") not in await person.last()
    (task,) = await tasks_at(clerk(people[0]), kind=TaskKind.FACE_REVIEW)
    assert task.physician == people[0].name

    await close_first(app, clerk(people[0]), TaskKind.FACE_REVIEW, Outcome.REJECTED)
    await app.blobs.sweep()
    assert 1 == files(app), "only the register's photo is left"


def _jpeg(color: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 640), color).save(made, "JPEG")
    return made.getvalue()


def _two(faces: list[list[bytes]]) -> bytes:
    pictures = [Image.open(io.BytesIO(photos[0])).resize((400, 400)) for photos in faces[:2]]
    both = Image.new("RGB", (800, 400))
    for place, picture in enumerate(pictures):
        both.paste(picture, (place * 400, 0))
    made = io.BytesIO()
    both.save(made, "JPEG", quality=92)
    return made.getvalue()


def _bomb() -> bytes:
    made = io.BytesIO()
    Image.new("1", (20000, 20000)).save(made, "PNG", optimize=True)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["no_face", "several_faces", "damaged", "too_many_pixels"])
async def test_each_bad_photo_gets_one_instruction_and_the_photo_is_asked_again(
    app: App, person: Person, faces: list[list[bytes]], verified_photo: bytes, kind: str
) -> None:
    pictures = {
        "no_face": lambda: _jpeg("grey"),
        "several_faces": lambda: _two(faces),
        "damaged": lambda: verified_photo[: len(verified_photo) // 3],
        "too_many_pixels": _bomb,
    }
    before = files(app)
    await person.press("do:verify")
    await person.upload(pictures[kind]())

    said = await person.last()
    assert ZH.text("ask.selfie") in said
    assert ZH.text(f"photo.{kind}") in said or kind in ("no_face", "damaged")
    assert before == files(app)


async def test_a_worker_killed_in_the_middle_of_a_match_ends_in_an_answer(
    app: App, person: Person, verified_photo: bytes
) -> None:
    pool = await app.faces()
    await pool.examine(verified_photo)  # the workers run now
    await person.press("do:verify")
    await person.upload(verified_photo)
    for pid in pool.worker_pids:
        os.kill(pid, signal.SIGKILL)

    said = await person.last()
    outcomes = ("match", "unsure", "no_match", "unavailable")
    assert any(ZH.text(f"verify.{outcome}") in said for outcome in outcomes)


async def test_the_route_without_a_face_verifies_too(
    app: App, person: Person, people: tuple[Physician, ...]
) -> None:
    await person.bind(people[0])
    await person.press("manual")
    await close_first(app, clerk(people[0]), TaskKind.MANUAL_VERIFICATION, Outcome.CONFIRMED)
    await person.press("do:change_main_institution")

    assert ZH.text("ask.institution") in await person.last()
    assert (await app.gateway.account("web", person.external_id)) > 0
